package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Gives the rows of an ended session a time-to-live. The session row comes last: as long as it has none, a retirement
/// that was cut short is seen to be unfinished.
record Retirement(Rows rows) {

    private static final int BATCH = 50;
    private static final int TRIES = 5;

    /// @throws IllegalArgumentException if the session lives
    void retire(SignIns ended) {
        if (!(ended.session().life() instanceof Session.Life.Ended(_, var at, _))) {
            throw new IllegalArgumentException("session " + ended.session().id() + " lives");
        }
        var until = at.plus(Limits.MEMORY);
        var writes = writes(ended, until);
        for (int from = 0; from < writes.size(); from += BATCH) {
            apply(writes.subList(from, Math.min(writes.size(), from + BATCH)));
        }
        apply(List.of(forget(Key.session(ended.session().id()), until)));
    }

    private static List<Write> writes(SignIns ended, Instant until) {
        var session = ended.session();
        var writes = new ArrayList<Write>();
        writes.add(forget(Key.userSession(session.user(), session.id()), until));
        ended.participants().forEach(
                participant -> writes.add(forget(Key.participant(session.id(), participant.client()), until)));
        handles(ended).distinct().forEach(handle -> writes.add(forget(handle, session.id(), until)));
        return writes;
    }

    private static Stream<Handle> handles(SignIns ended) {
        Stream<Handle> cookies = ended.session().cookies().stream().map(Handle.Cookie::new);
        return Stream.concat(cookies, ended.participants().stream().flatMap(one -> one.handles().stream()));
    }

    private static Write forget(Key key, Instant until) {
        return new Write.Update(key, "SET #ttl = :ttl", "attribute_exists(#pk)",
                Map.of(":ttl", Write.of(until.getEpochSecond())));
    }

    /// A handle may find another session by now.
    private static Write forget(Key handle, String session, Instant until) {
        return new Write.Update(handle, "SET #ttl = :ttl", "#session = :session",
                Map.of(":ttl", Write.of(until.getEpochSecond()), ":session", Write.of(session)));
    }

    private static Write forget(Handle handle, String session, Instant until) {
        return forget(Key.handle(handle), session, until);
    }

    /// A batch in one transaction; rows that are gone, or not ours any more, are left out.
    private void apply(List<Write> writes) {
        var open = writes;
        for (int tries = 0; tries < TRIES && !open.isEmpty(); tries++) {
            if (!(rows.transact(open, null) instanceof Transacted.Cancelled cancelled)) {
                return;
            }
            var batch = open;
            open = IntStream.range(0, batch.size())
                    .filter(position -> !cancelled.failed(position))
                    .mapToObj(batch::get)
                    .toList();
        }
        if (!open.isEmpty()) {
            throw new IllegalStateException("rows of an ended session are busy");
        }
    }
}
