package dev.exeunt.acceptance.browser;

import dev.exeunt.acceptance.world.Received;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Site;
import dev.exeunt.core.page.Asset;
import dev.exeunt.core.page.Assets;
import dev.exeunt.core.page.Brand;
import dev.exeunt.core.page.Html;
import dev.exeunt.core.page.Languages;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.page.Page.Application;
import dev.exeunt.core.page.Page.Frame;
import dev.exeunt.core.page.Page.Link;
import dev.exeunt.core.page.Page.State;
import dev.exeunt.core.page.Page.Waits;
import dev.exeunt.core.page.Pages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Every page of ours on a real socket, with the headers it is answered with, and nothing behind it: what a page asks for
/// besides its files is not there.
final class Gallery implements AutoCloseable {

    /// The languages of the pages.
    static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "pt", "it", "nl", "pl", "ja", "zh", "ar");

    private static final Brand BRAND = new Brand("Northwind", null, "#1f4fd8", "https://northwind.example/");
    private static final Waits LONG = new Waits(Duration.ofMinutes(5), Duration.ofMinutes(5));

    private final Pages pages = new Pages(BRAND);
    private final Assets assets = new Assets(BRAND);
    private final Map<String, Html> hung = new LinkedHashMap<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Site site = Site.open(this::reply);
    private volatile CountDownLatch script = new CountDownLatch(0);
    private volatile Reply news = Reply.status(404);

    /// Hangs a page.
    ///
    /// @return its address
    synchronized String hang(Page page, String language) {
        var path = "/page/" + hung.size();
        hung.put(path, render(page, language));
        return site.url() + path;
    }

    /// What a page in this language is written as.
    String html(Page page, String language) {
        return render(page, language).body();
    }

    private Html render(Page page, String language) {
        return pages.render(page, Languages.choose(language, null));
    }

    /// Keeps the script back from now on, until a page asks for `/painted`.
    void keepScriptUntilPainted() {
        script = new CountDownLatch(1);
    }

    /// What pages hear of their visit from now on; nothing before.
    void news(String json) {
        news = new Reply.Status(200, Map.of("content-type", "application/json"), json);
    }

    /// What a frame asks for that never gets an answer, so that its page stays.
    String held(String host) {
        return "http://" + host + ":" + site.url().getPort()
                + "/held?iss=https%3A%2F%2Flogin.example&sid=0123456789abc";
    }

    /// What was asked for.
    List<Received> received() {
        return site.received();
    }

    /// An address under which there is nothing.
    String nothing(String path) {
        return site.url() + path;
    }

    @Override
    public void close() {
        never.countDown();
        script.countDown();
        site.close();
    }

    private synchronized Html find(String path) {
        return hung.getOrDefault(path, new Html("", Map.of()));
    }

    private Reply reply(Received request) {
        var path = request.target().getPath();
        if (path.startsWith(Assets.PATH)) {
            var asset = assets.find(path.substring(Assets.PATH.length()));
            return asset.<Reply>map(this::reply).orElse(Reply.status(404));
        }
        if (path.equals("/painted")) {
            script.countDown();
        }
        if (path.equals("/logout/v/status")) {
            return news;
        }
        if (path.equals("/held")) {
            return Reply.held(never, Reply.status(204));
        }
        var page = find(path);
        return page.body().isEmpty() ? Reply.status(404) : new Reply.Status(200, page.headers(), page.body());
    }

    private Reply reply(Asset asset) {
        var status = new Reply.Status(200, asset.headers(), asset.text());
        return asset.equals(assets.script()) ? Reply.held(script, status) : status;
    }

    /// One page of every kind, in every state that looks different.
    Map<String, Page> pages() {
        return pages("Wiki", "https://wiki.example/");
    }

    /// The same with this text wherever one from outside can stand, and this URL wherever one can.
    Map<String, Page> pages(String text, String url) {
        var back = new Link(url, text);
        var all = new ArrayList<Application>();
        for (var state : State.values()) {
            all.add(new Application(all.size(), text, state, state == State.WAITING));
        }
        var pages = new LinkedHashMap<String, Page>();
        pages.put("ask", new Page.Ask("/logout", text, text, true, back));
        pages.put("ask of oneself", new Page.Ask("/logout", text, null, true, null));
        pages.put("logging out", loggingOut(List.of(new Frame(0, held("frame.localhost"), 0)), all, back));
        pages.put("waiting", loggingOut(List.of(), all, null));
        pages.put("hop", new Page.Hop("/logout/v/stages/2", text, true, all, url));
        pages.put("handover refused", new Page.Handover("javascript:x", Map.of(text, text), text, false));
        pages.put("signed out", new Page.SignedOut(all, null, 0, null, "/logout/v/status", back));
        pages.put("signed out of one", new Page.SignedOut(all, text, 3, "/logout", null, back));
        pages.put("still signed in", new Page.StillSignedIn(back));
        pages.put("failure", new Page.Failure(400, text, "/logout"));
        pages.put("expired", new Page.Failure(410, null, null));
        return pages;
    }

    /// A page that waits for its frames for ever.
    static Page.LoggingOut loggingOut(List<Frame> frames, List<Application> applications,
            @Nullable Link back) {
        return new Page.LoggingOut("https://login.example", "/logout/v/stages/1", "/logout/v/status", frames,
                applications, LONG, back);
    }
}
