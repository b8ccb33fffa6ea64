package dev.exeunt.core.session;

import java.time.Instant;
import java.util.List;

/// One signed-in browser at the IdP.
///
/// @param id        the IdP's own stable, non-secret session id
/// @param user      the IdP's id of the user
/// @param createdAt when the registry first heard of it
/// @param expiresAt when time ends it
/// @param cookies   hashes of the cookie values that find it now, at most [dev.exeunt.core.Limits#COOKIE_HASHES]
/// @param gate      what every change of the session must have seen
/// @param life      living, or ended and by which logout
public record Session(String id, String user, Instant createdAt, Instant expiresAt, List<CookieHash> cookies, Gate gate,
        Life life) {

    public Session {
        cookies = List.copyOf(cookies);
    }

    /// The version gate: a change names the gate it read, and loses if another change came between.
    ///
    /// @param version goes up by one with every change
    /// @param count   how many participants are here; a reading that finds another number is read again
    /// @param bytes   how much JSON the participants take together
    public record Gate(long version, int count, int bytes) {

        /// The gate of a session without participants.
        public static final Gate NEW = new Gate(1, 0, 0);

        /// The gate after a change.
        public Gate next(int newCount, int newBytes) {
            return new Gate(version + 1, newCount, newBytes);
        }
    }

    /// Whether a session lives.
    public sealed interface Life {

        /// It has not been ended; whether it is past its time is [Session#isOpen]'s question.
        record Living() implements Life {}

        /// It was ended, by the logout `ref`.
        record Ended(String ref, Instant at, EndReason reason) implements Life {}
    }

    /// Whether somebody may still join: not ended, and not past its time.
    public boolean isOpen(Instant now) {
        return life instanceof Life.Living && now.isBefore(expiresAt);
    }

    /// This session with another end, other cookies and the gate moved on.
    public Session changed(Instant newExpiresAt, List<CookieHash> newCookies) {
        return new Session(id, user, createdAt, newExpiresAt, newCookies, gate.next(gate.count(), gate.bytes()), life);
    }

    /// This session with the gate that a join leaves behind.
    public Session joined(Gate after) {
        return new Session(id, user, createdAt, expiresAt, cookies, after, life);
    }
}
