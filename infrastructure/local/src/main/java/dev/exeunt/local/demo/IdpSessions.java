package dev.exeunt.local.demo;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The identity provider's own sessions. Exeunt decides whether one has ended; this remembers whose they are.
final class IdpSessions {

    /// A session under its stable id, which is no secret.
    ///
    /// @param trace what lets a browser see what became of a session, but opens nothing
    /// @param sids  the `sid` that each application was given
    record IdpSession(String id, Person person, Instant since, Instant expires, String trace,
            Map<Application, String> sids) {

        Optional<String> sid(Application application) {
            return Optional.ofNullable(sids.get(application));
        }

        /// The application's `sid`, made when it signs in for the first time.
        String sidFor(Application application) {
            return sids.computeIfAbsent(application, _ -> Secrets.random(16));
        }
    }

    private static final long HOURS = 8;

    private final InstantSource clock;
    private final Map<String, IdpSession> byCookieHash = Memory.bounded();
    private final Map<String, IdpSession> byTrace = Memory.bounded();

    IdpSessions(InstantSource clock) {
        this.clock = clock;
    }

    /// A session that exists nowhere yet: the registry is asked first, then it is kept.
    IdpSession draft(Person person) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new IdpSession("s-" + Secrets.random(16), person, now, now.plus(HOURS, ChronoUnit.HOURS),
                Secrets.random(16),
                new ConcurrentHashMap<>());
    }

    void keep(IdpSession session, String cookie) {
        byCookieHash.put(Secrets.sha256(cookie), session);
        byTrace.put(session.trace(), session);
    }

    Optional<IdpSession> ofCookie(String cookie) {
        return Optional.ofNullable(byCookieHash.get(Secrets.sha256(cookie)))
                .filter(session -> clock.instant().isBefore(session.expires()));
    }

    Optional<IdpSession> ofTrace(String trace) {
        return Optional.ofNullable(byTrace.get(trace));
    }
}
