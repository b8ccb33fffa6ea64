package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.Session.Life;
import dev.exeunt.core.session.SignIns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Sessions in memory. Each call is one step; [InMemoryLogouts] ends them through the same gate.
public final class InMemorySessions implements Sessions {

    private final Map<String, Session> sessions = new TreeMap<>();
    private final Map<String, Map<String, Participant>> participants = new HashMap<>();
    private final Map<Handle, String> handles = new HashMap<>();
    private final List<String> retired = new ArrayList<>();
    private final Map<String, Instant> barred = new HashMap<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public synchronized Optional<SignIns> read(String session) {
        return Optional.ofNullable(sessions.get(session))
                .map(found -> new SignIns(found, List.copyOf(of(session).values())));
    }

    @Override
    public synchronized Optional<String> find(Handle handle) {
        return Optional.ofNullable(handles.get(handle));
    }

    @Override
    public synchronized Written write(Change change) {
        var id = change.after().id();
        if (change.before() == null ? sessions.containsKey(id) : !isUnchanged(change.before())) {
            return new Written.Changed();
        }
        if (!barred.getOrDefault(change.after().user(), Instant.MIN).isBefore(change.after().createdAt())) {
            return new Written.Barred();
        }
        for (Added added : change.added()) {
            var other = handles.get(added.handle());
            if (other != null && !other.equals(id) && !other.equals(added.insteadOf())) {
                return new Written.Taken(added.handle(), other);
            }
        }
        writes.incrementAndGet();
        sessions.put(id, change.after());
        if (change.participant() != null) {
            of(id).put(change.participant().client(), change.participant());
        }
        change.removed().forEach(handle -> handles.remove(handle, id));
        change.added().forEach(added -> handles.put(added.handle(), id));
        return new Written.Done();
    }

    @Override
    public synchronized List<String> holding(List<String> ids, String client, Instant at) {
        looks.incrementAndGet();
        return ids.stream().filter(sessions::containsKey).filter(id -> sessions.get(id).isOpen(at))
                .filter(id -> of(id).containsKey(client) && of(id).get(client).isHere())
                .toList();
    }

    /// How often somebody asked which sessions hold a client.
    public int looks() {
        return looks.get();
    }

    @Override
    public synchronized List<String> ofUser(String user, @Nullable String after, int limit) {
        return sessions.values().stream()
                .filter(session -> session.user().equals(user))
                .map(Session::id)
                .filter(id -> after == null || id.compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void bar(String user, Instant until) {
        barred.merge(user, until, (old, later) -> old.isAfter(later) ? old : later);
    }

    @Override
    public synchronized void retire(SignIns ended) {
        if (ended.session().life() instanceof Life.Living) {
            throw new IllegalArgumentException("session " + ended.session().id() + " lives");
        }
        retired.add(ended.session().id());
    }

    /// How many changes have been written.
    public int writes() {
        return writes.get();
    }

    /// The sessions that were retired, in order.
    public synchronized List<String> retired() {
        return List.copyOf(retired);
    }

    /// Forgets a session as time-to-live does, and its handles with it.
    public synchronized void forget(String session) {
        sessions.remove(session);
        participants.remove(session);
        handles.values().removeIf(session::equals);
    }

    /// Whether the session is as it was read, and lives.
    boolean isUnchanged(Session seen) {
        var stored = sessions.get(seen.id());
        return stored != null && stored.life() instanceof Life.Living
                && stored.gate().version() == seen.gate().version();
    }

    @Nullable
    Session stored(String id) {
        return sessions.get(id);
    }

    @Nullable
    Participant participant(String session, String client) {
        return of(session).get(client);
    }

    void put(Session session) {
        sessions.put(session.id(), session);
    }

    void put(String session, Participant participant) {
        of(session).put(participant.client(), participant);
    }

    private Map<String, Participant> of(String session) {
        return participants.computeIfAbsent(session, _ -> new TreeMap<>());
    }
}
