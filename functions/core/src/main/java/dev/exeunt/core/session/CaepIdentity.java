package dev.exeunt.core.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one receiver of security events knows the user of a session. Nothing that arrives from outside finds the session
/// by it: receivers only listen.
///
/// @param iss   the issuer, ours
/// @param sub   the subject, as this receiver knows it
/// @param sid   the session's id, as this receiver knows it, or null if it knows none
/// @param email the user's address, or null if the receiver is not to be told it
public record CaepIdentity(String iss, String sub, @Nullable String sid, @Nullable String email) implements Identity {

    @Override
    public Optional<Handle> handle(String client) {
        return Optional.empty();
    }

    /// The issuer alone: who it names is personal.
    @Override
    public String toString() {
        return "CaepIdentity[" + iss + "]";
    }
}
