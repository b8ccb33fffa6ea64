package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Sessions.Added;
import dev.exeunt.core.action.Sessions.Change;
import dev.exeunt.core.action.registry.ChangeSession.Decision;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens a session, extends it, or rotates its cookies: `PUT /sessions/{session}`. The same again changes nothing and
/// writes nothing.
public final class OpenSession {

    private final ChangeSession changes;
    private final InstantSource time;

    public OpenSession(ChangeSession changes, InstantSource time) {
        this.changes = changes;
        this.time = time;
    }

    /// 201 if it is new, 200 if it was there; 409 if it is over, belongs to another user, or a cookie finds another
    /// living session.
    ///
    /// @param session an id that has been checked
    public WebAnswer open(String session, Map<String, Object> json) {
        return switch (SessionBody.read(json, time.instant())) {
            case Checked.Bad<SessionBody> bad -> WebAnswer.problem(bad.problem());
            case Checked.Good<SessionBody> good ->
                changes.change(session, (found, now) -> decide(session, good.value(), found, now));
        };
    }

    static Decision decide(String id, SessionBody body, Optional<SignIns> found, Instant now) {
        return found.map(signIns -> again(signIns, body, now)).orElseGet(() -> first(id, body, now));
    }

    private static Decision first(String id, SessionBody body, Instant now) {
        if (!body.expiresAt().isAfter(now)) {
            return passed();
        }
        var session = new Session(id, body.user(), now.truncatedTo(ChronoUnit.MILLIS), body.expiresAt(), body.cookies(),
                Session.Gate.NEW, new Session.Life.Living());
        return new Decision.Write(new Change(null, session, null, added(body.cookies()), List.of()),
                WebAnswer.json(201, SessionJson.of(session, List.of())));
    }

    private static Decision again(SignIns signIns, SessionBody body, Instant now) {
        var before = signIns.session();
        if (!before.isOpen(now)) {
            return new Decision.Answer(SessionProblems.ended(before));
        }
        if (!before.user().equals(body.user())) {
            return new Decision.Answer(SessionProblems.conflict("user_changed", "same_user",
                    "The session belongs to another user; a session never changes hands."));
        }
        if (!body.expiresAt().isAfter(now)) {
            return passed();
        }
        if (before.expiresAt().equals(body.expiresAt()) && isSame(before.cookies(), body.cookies())) {
            return new Decision.Answer(WebAnswer.json(200, SessionJson.of(signIns)));
        }
        var after = before.changed(body.expiresAt(), body.cookies());
        var change = new Change(before, after, null, added(without(body.cookies(), before.cookies())),
                without(before.cookies(), body.cookies()).stream().<Handle>map(Handle.Cookie::new).toList());
        return new Decision.Write(change, WebAnswer.json(200, SessionJson.of(after, signIns.participants())));
    }

    private static Decision passed() {
        return new Decision.Answer(Problem.invalid("expires_at", "future", "expires_at has passed."));
    }

    private static boolean isSame(List<CookieHash> some, List<CookieHash> others) {
        return new HashSet<>(some).equals(new HashSet<>(others));
    }

    private static List<CookieHash> without(List<CookieHash> all, List<CookieHash> some) {
        return all.stream().filter(hash -> !some.contains(hash)).toList();
    }

    private static List<Added> added(List<CookieHash> cookies) {
        return cookies.stream().map(hash -> new Added(new Handle.Cookie(hash), null)).toList();
    }
}
