package dev.exeunt.core.plan;

import dev.exeunt.core.session.EndReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A committed logout: what ended, why, and the plan.
///
/// @param ref     its name: 128 random bits in hexadecimal, not secret
/// @param session the session it ended, or ended a part of
/// @param user    whose it was
/// @param client  the one client it signed out of; null if the whole session ended
/// @param reason  why
/// @param at      when it was committed
/// @param plan    what was to be done; never changes
public record Logout(String ref, String session, String user, @Nullable String client, EndReason reason, Instant at,
        StagePlan plan) {}
