package dev.exeunt.core.session;

import java.util.List;

/// A session and everybody in it, read so that the participants are never older than the session's gate.
public record SignIns(Session session, List<Participant> participants) {

    public SignIns {
        participants = List.copyOf(participants);
    }

    /// Those that have not left.
    public List<Participant> here() {
        return participants.stream().filter(Participant::isHere).toList();
    }
}
