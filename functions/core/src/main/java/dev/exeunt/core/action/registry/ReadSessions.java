package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Sessions;

import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.WebAnswer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Shows who is signed in where. What is shown was read consistently: an IdP asks on each authorization request.
public final class ReadSessions {

    private static final int PAGE = 20;

    private final Sessions sessions;
    private final InstantSource time;

    public ReadSessions(Sessions sessions, InstantSource time) {
        this.sessions = sessions;
        this.time = time;
    }

    /// `GET /sessions/{session}`: 200; 404 for an unknown one; 410 for one that is over, with the `ref` of its logout if
    /// it has had one (past its time but not yet swept, it has not).
    public WebAnswer get(String session) {
        var found = sessions.read(session);
        if (found.isEmpty()) {
            return WebAnswer.problem(SessionProblems.unknownSession());
        }
        return found.get().session().isOpen(time.instant())
                ? WebAnswer.json(200, SessionJson.of(found.get()))
                : WebAnswer.problem(SessionProblems.gone(found.get().session()));
    }

    /// `GET /users/{user}/sessions`: 200 with a page of those that are open, by id. A page may hold fewer than others,
    /// or none, and still name a next one.
    public WebAnswer ofUser(String user, Parameters query) {
        return switch (ListPage.after(query)) {
            case Checked.Bad<Optional<String>> bad -> WebAnswer.problem(bad.problem());
            case Checked.Good<Optional<String>> good -> page(user, good.value(), time.instant());
        };
    }

    private WebAnswer page(String user, Optional<String> after, Instant now) {
        var ids = sessions.ofUser(user, after.orElse(null), PAGE + 1);
        var items = ids.stream()
                .limit(PAGE)
                .flatMap(id -> sessions.read(id).stream())
                .filter(found -> found.session().isOpen(now))
                .map((SignIns found) -> SessionJson.of(found))
                .toList();
        return ListPage.answer(ids, PAGE, items);
    }
}
