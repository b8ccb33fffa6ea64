package dev.exeunt.core.action;

import dev.exeunt.core.session.EndReason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where bulk jobs are kept. A job that is not done is on the clock.
public interface Jobs {

    /// Keeps a new job, due at this time.
    void add(Job job, Instant dueAt);

    /// The job of this name, read consistently.
    Optional<Job> read(String id);

    /// Writes how far a job has come, if it is still as it was seen, and when it is due again; one that is done is due no
    /// more.
    ///
    /// @return false if somebody else has moved it on
    boolean advance(Job seen, Progress next, Instant dueAt);

    /// A bulk job.
    ///
    /// @param id its name, not secret
    record Job(String id, Work work, Progress progress) {}

    /// What a job is to do.
    sealed interface Work {

        /// Ending all sessions of a user.
        ///
        /// @param user   whose sessions
        /// @param reason why
        /// @param before sessions that began later are not ended
        record EndSessions(String user, EndReason reason, Instant before) implements Work {}

        /// Sending failed deliveries again, those that fit all that is given.
        ///
        /// @param client of this registry's key
        /// @param user   of this user's logouts
        /// @param since  that failed then or later
        /// @param ref    of this logout
        /// @param at     when it was ordered: what was redriven since is left alone
        record Redrive(@Nullable String client, @Nullable String user, @Nullable Instant since, @Nullable String ref,
                Instant at) implements Work {}
    }

    /// How far a job has come.
    ///
    /// @param after  the last session, or failed delivery, that was looked at in this pass; null at its beginning
    /// @param worked how many sessions it has ended, or deliveries it has redriven
    /// @param failed how many could not be ended in this pass
    /// @param passes how many passes are over
    /// @param done   whether nothing is left to do
    record Progress(@Nullable String after, int worked, int failed, int passes, boolean done) {

        /// A job that begins.
        public static final Progress NONE = new Progress(null, 0, 0, 0, false);
    }
}
