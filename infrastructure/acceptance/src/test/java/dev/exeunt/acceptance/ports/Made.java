package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Logouts.Ending;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Sessions.Added;
import dev.exeunt.core.action.Sessions.Change;
import dev.exeunt.core.action.Sessions.Written;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sessions, participants and logouts for the tests.
final class Made {

    static final String ISS = "https://idp.example";

    private Made() {
    }

    static String ref() {
        return VisitToken.newRef(new SecureRandom());
    }

    static Session session(String id) {
        return new Session(id, "user-of-" + id, NOW, NOW.plus(Duration.ofHours(8)), List.of(cookie(id).hash()),
                Session.Gate.NEW, new Session.Life.Living());
    }

    static Handle.Cookie cookie(String of) {
        return new Handle.Cookie(CookieHash.of("cookie of " + of));
    }

    static Participant.Oidc participant(String client, String sid) {
        return new Participant.Oidc(client, List.of(new OidcIdentity(ISS, "sub", sid)), NOW,
                new Participant.Presence.Here());
    }

    static Handle.Sid sid(String client, String sid) {
        return new Handle.Sid(ISS, client, sid);
    }

    static Change opening(Session session) {
        return new Change(null, session, null,
                session.cookies().stream().map(hash -> new Added(new Handle.Cookie(hash), null)).toList(), List.of());
    }

    static Change joining(Session before, Participant.Oidc participant) {
        var gate = before.gate();
        var added = participant.identities().stream().filter(identity -> identity.sid() != null)
                .map(identity -> new Added(sid(participant.client(), "" + identity.sid()), null)).toList();
        return new Change(before, before.joined(gate.next(gate.count() + 1, gate.bytes() + 100)), participant, added,
                List.of());
    }

    /// A session with clients `c0`, `c1`, … in it, as it stands in the table.
    static SignIns signedIn(Sessions sessions, String id, int participants) {
        var session = session(id);
        assertThat(sessions.write(opening(session))).isEqualTo(new Written.Done());
        for (int number = 0; number < participants; number++) {
            var join = joining(session, participant("c" + number, id + "-" + number));
            assertThat(sessions.write(join)).isEqualTo(new Written.Done());
            session = join.after();
        }
        return sessions.read(id).orElseThrow();
    }

    /// The end of the whole session, or of one client's part.
    static Logout logout(SignIns signIns, @Nullable String client) {
        var here = signIns.here().stream().filter(one -> client == null || one.client().equals(client)).toList();
        var applications = here.stream().map(one -> new StagePlan.Application(one.client(), "App " + one.client()))
                .toList();
        List<Delivery> deliveries = IntStream.range(0, here.size())
                .<Delivery>mapToObj(number -> new Delivery.LogoutToken(number,
                        ((Participant.Oidc) here.get(number)).identities().getFirst()))
                .toList();
        var plan = new StagePlan("flow", Initiator.USER, List.of(new Stage.UserLogout(), new Stage.SessionEnd()),
                applications, deliveries, List.of());
        var session = signIns.session();
        return new Logout(ref(), session.id(), session.user(), client, EndReason.USER, NOW, plan);
    }

    static Visit visit(Logout logout) {
        var token = VisitToken.create(logout.ref(), new SecureRandom());
        return new Visit(logout.ref(), token.hash(), NOW, NOW.plus(Limits.VISIT), Visit.Way.PAGE,
                new Progress(1, Map.of()));
    }

    static Ending ending(SignIns signIns, @Nullable String client) {
        var logout = logout(signIns, client);
        return new Ending(signIns.session(), logout, visit(logout), NOW.plus(Limits.SEND_AGAIN));
    }
}
