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

    private final Cloud cloud;
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
        REFUSING
    }

    /// One notice as it arrived.
    ///
    /// @param sid       null in a notice for all sessions of the user
    /// @param succeeded whether the application took it and said so
    record Told(String client, String sub, @Nullable String sid, boolean succeeded) {}

    Applications(Cloud cloud) {
        this.cloud = cloud;
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
    public Outcome post(Notice notice) {
        cloud.stillRunning();
        var client = Objects.requireNonNull(URI.create(notice.uri()).getHost()).replace(".example", "");
        var claims = claims(notice.body());
        var sub = client.equals(IDP) ? "" : String.valueOf(claims.get("sub"));
        var sid = client.equals(IDP) ? session(claims) : (String) claims.get("sid");
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

    /// The session that an event is about: `sub_id.session.id`.
    private static String session(Map<String, Object> claims) {
        var subject = (Map<?, ?>) Objects.requireNonNull(claims.get("sub_id"));
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(subject.get("session"))).get("id"));
    }
}
