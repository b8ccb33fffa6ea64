package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.Session.Life;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Logouts in memory, beside the sessions that they end.
public final class InMemoryLogouts implements Logouts {

    private final InMemorySessions sessions;
    private final Map<String, Logout> logouts = new HashMap<>();
    private final Map<String, Instant> due = new HashMap<>();
    private final Map<String, Instant> kept = new HashMap<>();
    private final Map<String, Visit> visits = new HashMap<>();

    /// Ends these sessions.
    public InMemoryLogouts(InMemorySessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Committed commit(Ending ending) {
        synchronized (sessions) {
            var logout = ending.logout();
            if (logouts.containsKey(logout.ref())) {
                return new Committed.Done();
            }
            var stored = sessions.stored(ending.session().id());
            if (stored != null && stored.life() instanceof Life.Ended ended) {
                return new Committed.EndedBy(ended.ref());
            }
            if (!sessions.isUnchanged(ending.session())) {
                return new Committed.Changed();
            }
            end(ending.session(), logout);
            logouts.put(logout.ref(), logout);
            due.put(logout.ref(), ending.dueAt());
            if (ending.visit() != null) {
                addVisit(ending.visit());
            }
            return new Committed.Done();
        }
    }

    private void end(Session session, Logout logout) {
        if (logout.client() == null) {
            sessions.put(with(session, session.gate().count(),
                    new Life.Ended(logout.ref(), logout.at(), logout.reason())));
            return;
        }
        var here = sessions.participant(session.id(), logout.client());
        if (here == null || !here.isHere()) {
            throw new IllegalStateException("participant " + logout.client() + " is not here");
        }
        var left = new Participant.Presence.Left(logout.ref(), logout.at());
        sessions.put(session.id(), switch (here) {
            case Participant.Oidc oidc ->
                new Participant.Oidc(oidc.client(), oidc.identities(), oidc.joinedAt(), left);
            case Participant.Saml saml -> new Participant.Saml(saml.client(), saml.identities(), saml.joinedAt(), left);
            case Participant.Caep caep ->
                new Participant.Caep(caep.client(), caep.identities(), caep.joinedAt(), left);
        });
        sessions.put(with(session, session.gate().count() - 1, session.life()));
    }

    private static Session with(Session session, int count, Life life) {
        return new Session(session.id(), session.user(), session.createdAt(), session.expiresAt(), session.cookies(),
                session.gate().next(count, session.gate().bytes()), life);
    }

    @Override
    public Optional<Logout> read(String ref) {
        synchronized (sessions) {
            return Optional.ofNullable(logouts.get(ref));
        }
    }

    @Override
    public void sent(String ref, Instant dueAt) {
        synchronized (sessions) {
            due.computeIfPresent(ref, (_, _) -> dueAt);
        }
    }

    @Override
    public void addVisit(Visit visit) {
        synchronized (sessions) {
            visits.put(key(visit.ref(), visit.hash()), visit);
        }
    }

    @Override
    public Optional<Visit> visit(String ref, String hash) {
        synchronized (sessions) {
            return Optional.ofNullable(visits.get(key(ref, hash)));
        }
    }

    @Override
    public boolean advance(Visit seen, Progress next) {
        synchronized (sessions) {
            var stored = visits.get(key(seen.ref(), seen.hash()));
            if (stored == null || stored.progress().stage() != seen.progress().stage()
                    || !stored.progress().hops().equals(seen.progress().hops())) {
                return false;
            }
            put(stored, new Progress(next.stage(), next.frames(), next.hops(), stored.progress().answers()));
            return true;
        }
    }

    @Override
    public boolean answered(String ref, String hash, Progress.Entry entry, Progress.SamlStatus status) {
        synchronized (sessions) {
            var stored = visits.get(key(ref, hash));
            if (stored == null || stored.progress().answers().containsKey(entry)) {
                return false;
            }
            var before = stored.progress();
            var answers = new HashMap<>(before.answers());
            answers.put(entry, status);
            put(stored, new Progress(before.stage(), before.frames(), before.hops(), answers));
            return true;
        }
    }

    private void put(Visit visit, Progress progress) {
        visits.put(key(visit.ref(), visit.hash()), new Visit(visit.ref(), visit.hash(), visit.createdAt(),
                visit.expiresAt(), visit.way(), progress));
    }

    /// When the sweeper shall look at a logout; null if there is none, or it is off the clock.
    public @Nullable Instant dueAt(String ref) {
        synchronized (sessions) {
            return due.get(ref);
        }
    }

    @Override
    public void close(String ref) {
        synchronized (sessions) {
            due.remove(ref);
        }
    }

    @Override
    public void keep(String ref, Instant atLeast) {
        synchronized (sessions) {
            kept.put(ref, atLeast);
        }
    }

    /// Until when a logout is remembered at the least; null if nobody has said.
    public @Nullable Instant keptUntil(String ref) {
        synchronized (sessions) {
            return kept.get(ref);
        }
    }

    /// How many logouts there are.
    public int count() {
        synchronized (sessions) {
            return logouts.size();
        }
    }

    private static String key(String ref, String hash) {
        return ref + "/" + hash;
    }
}
