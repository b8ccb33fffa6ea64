package dev.exeunt.acceptance.crash;

import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.action.Outbound;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import dev.exeunt.core.web.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the applications and the identity provider are told, and what they answer.
final class Applications implements Outbound {

    /// The identity provider among them.
    static final String IDP = "idp";

    private static final Duration OUTAGE = Duration.ofMinutes(4);

    private final Cloud cloud;
    private final Instant back;
    private final Map<String, Temper> tempers = new HashMap<>();
    private final Map<String, Integer> posts = new HashMap<>();
    private final List<Told> told = new ArrayList<>();
    private Consumer<Told> witness = _ -> {};

    /// How an application answers.
    enum Temper {

        /// At once, with success.
        SOUND,
        /// At the third time.
        FLAKY,
        /// After as long as it may.
        SLOW,
        /// The first answer gets lost.
        MUMBLING,
        /// It does not want to know.
        REFUSING,
        /// It has broken down, and is back after a while.
        DOWN
    }

    /// One notice as it arrived.
    ///
    /// @param sid       null in a notice for all sessions of the user
    /// @param succeeded whether the application took it and said so
    record Told(String client, String sub, @Nullable String sid, boolean succeeded) {}

    Applications(Cloud cloud) {
        this.cloud = cloud;
        this.back = cloud.watch().instant().plus(OUTAGE);
    }

    void temper(String client, Temper temper) {
        tempers.put(client, temper);
    }

    Temper temper(String client) {
        return tempers.getOrDefault(client, Temper.SOUND);
    }

    /// Sees each notice at the moment it arrives.
    void witness(Consumer<Told> next) {
        witness = next;
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    @Override
    public synchronized Outcome post(Notice notice) {
        cloud.stillRunning();
        var client = Objects.requireNonNull(URI.create(notice.uri()).getHost()).replace(".example", "");
        var claims = claims(notice.body());
        var event = (Map<?, ?>) claims.get("sub_id");
        var sub = event == null ? String.valueOf(claims.get("sub")) : member(event, "user", "sub");
        var sid = event == null ? (String) claims.get("sid") : member(event, "session", "id");
        var outcome = outcome(client, posts.merge(client + "/" + sub + "/" + sid, 1, Integer::sum));
        var arrived = new Told(client, sub, sid, outcome instanceof Answered answer && answer.status() < 300);
        cloud.tell("  " + arrived);
        told.add(arrived);
        witness.accept(arrived);
        return outcome;
    }

    private Outcome outcome(String client, int times) {
        return switch (temper(client)) {
            case SOUND -> answer(200);
            case FLAKY -> times <= 2 ? answer(503) : answer(200);
            case SLOW -> {
                cloud.watch().forward(Duration.ofMillis(4900));
                yield answer(204);
            }
            case MUMBLING -> times == 1 ? new Unanswered(Fault.RESET) : answer(200);
            case REFUSING -> answer(400);
            case DOWN -> cloud.watch().instant().isBefore(back) ? answer(503) : answer(200);
        };
    }

    private static Outcome answer(int status) {
        return new Answered(status, null, null, 0);
    }

    /// The claims of a form with a logout token, or of an event.
    private static Map<String, Object> claims(String body) {
        var token = body.substring(body.indexOf('=') + 1);
        return Json.read(new Base64URL(token.split("\\.")[1]).decodeToString()).orElseThrow();
    }

    /// What the complex subject of an event says of the user or the session.
    private static String member(Map<?, ?> subject, String of, String name) {
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(subject.get(of))).get(name));
    }
}
