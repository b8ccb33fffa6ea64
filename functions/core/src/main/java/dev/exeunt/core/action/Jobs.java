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

    /// Ending all sessions of a user.
    ///
    /// @param id     its name, not secret
    /// @param user   whose sessions
    /// @param reason why
    /// @param before sessions that began later are not ended
    record Job(String id, String user, EndReason reason, Instant before, Progress progress) {}

    /// How far a job has come.
    ///
    /// @param after  the last session that was looked at in this pass, or null at its beginning
    /// @param ended  how many sessions it has ended
    /// @param failed how many could not be ended in this pass
    /// @param passes how many passes are over
    /// @param done   whether nothing is left to do
    record Progress(@Nullable String after, int ended, int failed, int passes, boolean done) {

        /// A job that begins.
        public static final Progress NONE = new Progress(null, 0, 0, 0, false);
    }
}
