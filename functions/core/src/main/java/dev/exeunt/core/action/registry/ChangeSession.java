package dev.exeunt.core.action.registry;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Pause;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Sessions.Added;
import dev.exeunt.core.action.Sessions.Change;
import dev.exeunt.core.action.Sessions.Written;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/// Reads a session, decides, and writes: again if others changed it meanwhile, at most [Limits#COMMIT_TRIES] times. What
/// is decided is somebody else's matter, and pure.
public final class ChangeSession {

    private static final long SHORTEST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 200;

    private final Sessions sessions;
    private final InstantSource time;
    private final Pause pause;
    private final RandomGenerator random;

    /// @param random varies the pauses, so that two that met do not meet again
    public ChangeSession(Sessions sessions, InstantSource time, Pause pause, RandomGenerator random) {
        this.sessions = sessions;
        this.time = time;
        this.pause = pause;
        this.random = random;
    }

    /// What to do about a session as it was read.
    sealed interface Decision {

        /// Nothing is written.
        record Answer(WebAnswer answer) implements Decision {

            Answer(Problem problem) {
                this(WebAnswer.problem(problem));
            }
        }

        /// This is written, and then this is answered.
        record Write(Change change, WebAnswer answer) implements Decision {}
    }

    /// @param decide what to do about the session as read, at this time
    WebAnswer change(String session, BiFunction<Optional<SignIns>, Instant, Decision> decide) {
        var freed = new HashMap<Handle, String>();
        for (int attempt = 1; attempt <= Limits.COMMIT_TRIES; attempt++) {
            var done = switch (decide.apply(sessions.read(session), time.instant())) {
                case Decision.Answer(WebAnswer answer) -> Optional.of(answer);
                case Decision.Write(Change change, WebAnswer answer) -> write(freeing(change, freed), answer, freed);
            };
            if (done.isPresent()) {
                return done.get();
            }
            pause.pause(jitter(attempt));
        }
        return WebAnswer.problem(SessionProblems.busy()).withHeader("Retry-After", "1");
    }

    private Optional<WebAnswer> write(Change change, WebAnswer answer, Map<Handle, String> freed) {
        return switch (sessions.write(change)) {
            case Written.Done _ -> Optional.of(answer);
            case Written.Changed _ -> Optional.empty();
            case Written.Barred _ -> Optional.of(WebAnswer.problem(SessionProblems.barred()));
            case Written.Taken(Handle handle, String other) -> {
                if (isOpen(other)) {
                    yield Optional.of(WebAnswer.problem(inUse(handle)));
                }
                freed.put(handle, other);
                yield Optional.empty();
            }
        };
    }

    private boolean isOpen(String session) {
        return sessions.read(session).filter(found -> found.session().isOpen(time.instant())).isPresent();
    }

    private static Change freeing(Change change, Map<Handle, String> freed) {
        var added = change.added().stream()
                .map(one -> freed.containsKey(one.handle()) ? new Added(one.handle(), freed.get(one.handle())) : one)
                .toList();
        return new Change(change.before(), change.after(), change.participant(), added, change.removed());
    }

    private static Problem inUse(Handle handle) {
        return switch (handle) {
            case Handle.Cookie _ -> SessionProblems.conflict("handle_in_use", "cookie_in_use",
                    "A cookie of this session finds another living session.");
            case Handle.Sid _ -> SessionProblems.conflict("handle_in_use", "sid_in_use",
                    "This sid finds another living session of this client; each session needs its own.");
            case Handle.Saml _ -> SessionProblems.conflict("handle_in_use", "session_index_in_use",
                    "This NameID and SessionIndex find another living session of this client; each session needs its own.");
        };
    }

    private Duration jitter(int attempt) {
        var most = Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << attempt);
        return Duration.ofMillis(random.nextLong(SHORTEST_MILLIS, most + 1));
    }
}
