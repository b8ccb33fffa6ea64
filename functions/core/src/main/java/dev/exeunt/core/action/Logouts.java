package dev.exeunt.core.action;

import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.Session;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where logouts and the visits to them are kept.
public interface Logouts {

    /// Ends a session, or one participant's part in it, and writes the logout, in one transaction of few items whatever
    /// the number of participants.
    Committed commit(Ending ending);

    /// A logout by its ref, read consistently.
    Optional<Logout> read(String ref);

    /// All entries of its deliveries were accepted by the queue: the sweeper looks again only at `due`. Harmless when
    /// repeated.
    void sent(String ref, Instant due);

    /// Takes a logout off the clock for good. Harmless when repeated.
    void close(String ref);

    /// Remembers a logout and its receipts until this time at the least. Harmless when repeated.
    void keep(String ref, Instant atLeast);

    /// Another browser's visit to a logout that stands.
    void addVisit(Visit visit);

    /// The visit with this token hash, read consistently.
    Optional<Visit> visit(String ref, String hash);

    /// Moves a visit on, if its stage and its hops are still those that were seen. What applications have answered is
    /// [#answered]'s matter, and stays.
    ///
    /// @return false if it has moved meanwhile
    boolean advance(Visit seen, Progress next);

    /// Notes what an application has answered to one entry of a visit, once.
    ///
    /// @return false if it has been noted before, or there is no such visit
    boolean answered(String ref, String hash, Progress.Entry entry, Progress.SamlStatus status);

    /// What shall end.
    ///
    /// @param session the session as read; it ends only if its gate is still this one
    /// @param logout  the logout; if it names a client, that participant is marked `left` and the session stays
    /// @param visit   the browser's visit, or null if nobody is watching
    /// @param dueAt   when the sweeper shall look whether everything was sent
    record Ending(Session session, Logout logout, @Nullable Visit visit, Instant dueAt) {}

    /// What became of a commit.
    sealed interface Committed {

        /// It stands. Also when it stood already because an answer got lost on the way.
        record Done() implements Committed {}

        /// The session was ended by another logout.
        record EndedBy(String ref) implements Committed {}

        /// Nothing was written: the session changed meanwhile, or somebody else was writing. Read again.
        record Changed() implements Committed {}
    }
}
