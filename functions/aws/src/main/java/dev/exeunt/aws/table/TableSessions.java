package dev.exeunt.aws.table;

import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Sessions in the table.
final class TableSessions implements Sessions {

    /// Each reading costs two calls; to need more than a few, a session must change at every one of them.
    private static final int READINGS = 8;

    static final String UNCHANGED = "#version = :seen AND attribute_not_exists(#ended_ref)";

    private final Rows rows;
    private final Retirement retirement;

    TableSessions(Table table) {
        this.rows = table.rows();
        this.retirement = new Retirement(rows);
    }

    @Override
    public Optional<SignIns> read(String id) {
        var here = 0L;
        for (int reading = 1; reading <= READINGS; reading++) {
            var row = rows.get(Key.session(id));
            if (row.isEmpty()) {
                return Optional.empty();
            }
            var signIns = new SignIns(SessionRows.session(row.get()), participants(row.get()));
            here = signIns.here().size();
            if (isWhole(signIns)) {
                return Optional.of(signIns);
            }
        }
        throw new IllegalStateException(
                "session %s names another number of participants than the %d here".formatted(id, here));
    }

    /// Nobody joins or leaves an ended session, so what was read after its end is whole; and once it is retired, its
    /// rows go in no order.
    private static boolean isWhole(SignIns signIns) {
        var session = signIns.session();
        return session.life() instanceof Session.Life.Ended || signIns.here().size() == session.gate().count();
    }

    /// Rows that are waiting to be thrown away belong to an earlier session of the same id, unless this one is too.
    private List<Participant> participants(Row session) {
        return rows.all(session.key().pk(), Key.PARTICIPANTS)
                .filter(row -> session.has("ended_ref") || !row.has("ttl"))
                .map(ParticipantRows::participant)
                .toList();
    }

    @Override
    public Optional<String> find(Handle handle) {
        return rows.get(Key.handle(handle)).map(row -> row.text("session"));
    }

    @Override
    public Written write(Change change) {
        var elsewhere = new HashSet<Handle>();
        while (true) {
            var parts = new Parts(change, elsewhere);
            switch (rows.transact(parts.writes, null)) {
                case Transacted.Done _ -> {
                    return new Written.Done();
                }
                case Transacted.InProgress _ -> {
                    return new Written.Changed();
                }
                case Transacted.Cancelled cancelled -> {
                    // Handles that find another session by now are not ours to remove; each round knows more of them.
                    var answer = parts.answer(cancelled);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                    elsewhere.addAll(parts.notOurs(cancelled));
                }
            }
        }
    }

    @Override
    public List<String> ofUser(String user, @Nullable String after, int limit) {
        var last = after == null ? null : Key.userSession(user, after);
        return rows.some(Key.userSession(user, ""), last, limit).stream().map(row -> row.key().part()).toList();
    }

    /// The participants first: mostly there is none, and no session need be read.
    @Override
    public List<String> holding(List<String> ids, String client, Instant at) {
        var here = rows.each(ids.stream().distinct().map(id -> Key.participant(id, client)).toList())
                .filter(row -> !row.has("ttl") && !row.has("left_ref"))
                .map(row -> Key.session(row.key().name()))
                .toList();
        return rows.each(here).map(SessionRows::session).filter(session -> session.isOpen(at)).map(Session::id)
                .toList();
    }

    /// The row stays as long as the user may have sessions that it speaks of.
    @Override
    public void bar(String user, Instant until) {
        rows.write(new Write.Update(Key.user(user), "SET #barred_until = :until",
                "attribute_not_exists(#barred_until) OR #barred_until < :until",
                Map.of(":until", Write.of(until.toEpochMilli()))));
    }

    @Override
    public void retire(SignIns ended) {
        retirement.retire(ended);
    }

    /// The writes of one change, and which of them concern which handle.
    private static final class Parts {

        private final List<Write> writes = new ArrayList<>();
        private final Map<Integer, Handle> added = new HashMap<>();
        private final Map<Integer, Handle> removed = new HashMap<>();
        private final int bar;

        Parts(Change change, Set<Handle> elsewhere) {
            var id = change.after().id();
            writes.add(session(change));
            if (change.before() == null) {
                writes.add(Write.put(Row.at(Key.userSession(change.after().user(), id))));
            }
            if (change.participant() != null) {
                writes.add(Write.put(ParticipantRows.row(id, change.participant())));
            }
            for (var handle : change.added().stream().distinct().toList()) {
                added.put(writes.size(), handle.handle());
                writes.add(add(handle, id));
            }
            change.removed().stream().distinct()
                    .filter(handle -> !added.containsValue(handle) && !elsewhere.contains(handle))
                    .forEach(handle -> {
                        removed.put(writes.size(), handle);
                        writes.add(remove(handle, id));
                    });
            bar = writes.size();
            writes.add(notBarred(change.after()));
        }

        private static Write notBarred(Session session) {
            return new Write.Check(Key.user(session.user()),
                    "attribute_not_exists(#barred_until) OR #barred_until < :began",
                    Map.of(":began", Write.of(session.createdAt().toEpochMilli())));
        }

        private static Write session(Change change) {
            var row = SessionRows.row(change.after());
            var before = change.before();
            return before == null
                    ? new Write.Put(row, "attribute_not_exists(#pk)", Map.of())
                    : new Write.Put(row, UNCHANGED, Map.of(":seen", Write.of(before.gate().version())));
        }

        private static Write add(Added added, String id) {
            var free = "attribute_not_exists(#pk) OR #session = :me";
            var row = Row.at(Key.handle(added.handle())).text("session", id);
            var values = new HashMap<String, AttributeValue>(Map.of(":me", Write.of(id)));
            if (added.insteadOf() == null) {
                return new Write.Put(row, free, values);
            }
            values.put(":ended", Write.of(added.insteadOf()));
            return new Write.Put(row, free + " OR #session = :ended", values);
        }

        private static Write remove(Handle handle, String id) {
            return new Write.Delete(Key.handle(handle), "attribute_not_exists(#pk) OR #session = :me",
                    Map.of(":me", Write.of(id)));
        }

        /// What the port answers; empty if only removals stood in the way.
        Optional<Written> answer(Transacted.Cancelled cancelled) {
            if (cancelled.failed(0) || cancelled.busy()) {
                return Optional.of(new Written.Changed());
            }
            if (cancelled.failed(bar)) {
                return Optional.of(new Written.Barred());
            }
            var taken = added.entrySet().stream()
                    .filter(part -> cancelled.failed(part.getKey()))
                    .<Written>map(part -> taken(part.getValue(), cancelled.row(part.getKey())))
                    .findFirst();
            if (taken.isEmpty() && notOurs(cancelled).isEmpty()) {
                throw new IllegalStateException("a transaction was cancelled for no reason: " + cancelled);
            }
            return taken;
        }

        /// A row that is gone by the time it should be shown leaves the question open.
        private static Written taken(Handle handle, Optional<Row> row) {
            return row.<Written>map(other -> new Written.Taken(handle, other.text("session")))
                    .orElseGet(Written.Changed::new);
        }

        Set<Handle> notOurs(Transacted.Cancelled cancelled) {
            var handles = new HashSet<Handle>();
            removed.forEach((position, handle) -> {
                if (cancelled.failed(position)) {
                    handles.add(handle);
                }
            });
            return handles;
        }
    }
}
