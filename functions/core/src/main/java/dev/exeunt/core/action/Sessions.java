package dev.exeunt.core.action;

import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where sessions, their participants and the handles that find them are kept.
public interface Sessions {

    /// The session with everybody in it, read consistently: the session first, and again until the number of
    /// participants here is the one its gate names. Ended sessions are found too, as long as they are remembered.
    Optional<SignIns> read(String session);

    /// The session that a handle finds, living or ended; read consistently.
    Optional<String> find(Handle handle);

    /// Writes one change, whole or not at all.
    Written write(Change change);

    /// The user's sessions, by id, oldest id first; some may have ended. Read consistently.
    ///
    /// @param after the last id of the page before, or null for the first page
    /// @param limit at most so many
    List<String> ofUser(String user, @Nullable String after, int limit);

    /// Those of these sessions that are open at this time and have this client in them. Read consistently, in a few calls
    /// for each fifty.
    List<String> holding(List<String> sessions, String client, Instant at);

    /// Bars a user: no session that began at or before this time is opened, changed or joined any more. It can still be
    /// ended. A later time takes the place of an earlier one.
    void bar(String user, Instant until);

    /// Lets an ended session be forgotten [dev.exeunt.core.Limits#MEMORY] after it ended: the session, its
    /// participants, its handles. Harmless when repeated.
    void retire(SignIns ended);

    /// A change of one session.
    ///
    /// @param before      the session as read, or null for one that is new; the change is made only if the stored gate
    ///                    is still this one's and it lives
    /// @param after       the session as it shall be; its gate is one version on
    /// @param participant the participant as it shall be, or null if none changes
    /// @param added       handles that shall find this session
    /// @param removed     handles that shall find it no more
    record Change(@Nullable Session before, Session after, @Nullable Participant participant, List<Added> added,
            List<Handle> removed) {

        public Change {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /// A handle that shall find the session.
    ///
    /// @param insteadOf the ended session it found until now, or null if it finds none or this one already
    record Added(Handle handle, @Nullable String insteadOf) {}

    /// What became of a change.
    sealed interface Written {

        /// It stands.
        record Done() implements Written {}

        /// The session is not the one that was read any more (or not new any more): read again.
        record Changed() implements Written {}

        /// The user was barred after the session began.
        record Barred() implements Written {}

        /// A handle finds another session.
        record Taken(Handle handle, String session) implements Written {}
    }
}
