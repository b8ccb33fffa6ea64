package dev.exeunt.aws.table;

import java.time.Instant;

/// The index `due` knows whole seconds.
final class DueTime {

    private DueTime() {
    }

    /// The first whole second that is not before this time: nothing is listed before its time.
    static long up(Instant time) {
        return time.getNano() == 0 ? time.getEpochSecond() : time.getEpochSecond() + 1;
    }
}
