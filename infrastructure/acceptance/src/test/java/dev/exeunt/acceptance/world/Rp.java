package dev.exeunt.acceptance.world;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A relying party on a real socket. It answers 200 to everything until it is told otherwise.
public final class Rp implements AutoCloseable {

    /// Where notices come.
    public static final String BACK = "/backchannel";
    /// What frames load.
    public static final String FRONT = "/frontchannel";

    private final String id;
    private final Site site;
    private final Deque<Reply> replies = new ArrayDeque<>();
    private Reply otherwise = Reply.status(200);

    Rp(String id) {
        this.id = id;
        this.site = Site.open(this::reply);
    }

    /// Its `client_id`, which is its key in the registry too.
    public String id() {
        return id;
    }

    /// The name that people see.
    public String name() {
        return "App " + id;
    }

    /// Its address, without a slash at the end.
    public URI url() {
        return site.url();
    }

    /// The registered way back.
    public String out() {
        return url() + "/out";
    }

    /// Answers the next notices so, one after the other, and all later ones as before.
    public Rp answers(Reply... next) {
        synchronized (replies) {
            replies.addAll(List.of(next));
        }
        return this;
    }

    /// Answers every notice so, from now on.
    public Rp alwaysAnswers(Reply reply) {
        synchronized (replies) {
            otherwise = reply;
        }
        return this;
    }

    /// The notices it got by the back channel, in the order of arrival.
    public List<Received> notices() {
        return site.received().stream().filter(request -> request.target().getPath().equals(BACK)).toList();
    }

    /// The notices by the back channel, once there are so many.
    public List<Received> notices(int count) {
        Await.until(id + " gets " + count + " notices", () -> notices().size() >= count);
        return notices();
    }

    /// Everything it got, in the order of arrival.
    public List<Received> received() {
        return site.received();
    }

    /// Its registration, with one member for each channel it has.
    public Map<String, Object> metadata(boolean back, boolean front) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("client_name", name());
        metadata.put("redirect_uris", List.of(url() + "/callback"));
        metadata.put("post_logout_redirect_uris", List.of(out()));
        if (back) {
            metadata.put("backchannel_logout_uri", url() + BACK);
        }
        if (front) {
            metadata.put("frontchannel_logout_uri", url() + FRONT);
        }
        return metadata;
    }

    @Override
    public void close() {
        site.close();
    }

    private Reply reply(Received request) {
        if (!request.target().getPath().equals(BACK)) {
            return Reply.status(200);
        }
        synchronized (replies) {
            return replies.isEmpty() ? otherwise : replies.removeFirst();
        }
    }
}
