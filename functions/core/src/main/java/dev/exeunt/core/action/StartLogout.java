package dev.exeunt.core.action;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Logouts.Committed;
import dev.exeunt.core.action.Logouts.Ending;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Planner;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends a session, or one application's part in it: read, plan, commit, send. The commit is one transaction that holds
/// only if nobody joined or left meanwhile; what could not be sent after it, the sweeper sends.
public final class StartLogout {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    /// How many times as old a logout is when it is looked at the next time.
    private static final int LATER = 4;

    private final Stores stores;
    private final DeliveryQueue queue;
    private final Settings settings;
    private final SecureRandom random = new SecureRandom();

    /// What is read and written.
    public record Stores(Sessions sessions, Clients clients, Logouts logouts) {}

    /// @param life    how long deliveries are tried
    /// @param time    the clock
    /// @param pause   waits between two tries of a commit
    /// @param events  the log
    /// @param tellIdp whether the identity provider wants to be told of ended sessions
    public record Settings(Duration life, InstantSource time, Pause pause, Events events, boolean tellIdp) {

        /// Settings where the identity provider is not told.
        public Settings(Duration life, InstantSource time, Pause pause, Events events) {
            this(life, time, pause, events, false);
        }
    }

    /// What shall be ended, and for whom.
    ///
    /// @param session   the session
    /// @param flow      the flow that runs; it decides whether the session ends or only the client's part
    /// @param client    the client that asked, by its key; needed where the flow does not end the session
    /// @param initiator who began it
    /// @param reason    why
    /// @param way       where the browser goes afterwards, or null if no browser is there
    public record Order(String session, Flow flow, @Nullable String client, Initiator initiator, EndReason reason,
            Visit.@Nullable Way way) {}

    /// What became of it.
    public sealed interface Started {

        /// It has ended, now or before.
        ///
        /// @param visit the browser's way through it, or null if no browser is there
        /// @param way   where the browser goes afterwards, or null if none is there
        record Ended(Logout logout, @Nullable VisitToken visit, Visit.@Nullable Way way) implements Started {}

        /// There is nobody to sign out.
        record Nobody() implements Started {}

        /// The session kept changing; nothing has ended.
        record Busy() implements Started {}
    }

    /// See [StartLogout].
    public StartLogout(Stores stores, DeliveryQueue queue, Settings settings) {
        this.stores = stores;
        this.queue = queue;
        this.settings = settings;
    }

    /// Ends what the order names. A second order for what has ended already gets its own visit on the same logout, and
    /// tells nobody again.
    public Started run(Order order) {
        var ref = VisitToken.newRef(random);
        for (int tries = 1; tries <= Limits.COMMIT_TRIES; tries++) {
            var read = stores.sessions().read(order.session());
            if (read.isEmpty()) {
                return new Started.Nobody();
            }
            var endedBy = endedBy(read.get(), order);
            if (endedBy.isPresent()) {
                return join(endedBy.get(), ref, order);
            }
            if (concernsNobody(read.get(), order)) {
                return new Started.Nobody();
            }
            var ended = commit(read.get(), ref, order);
            if (ended.isPresent()) {
                return ended.get();
            }
            settings.pause().pause(jitter(tries));
        }
        return new Started.Busy();
    }

    /// The plan that [#run] would commit now; empty if there is nobody to sign out. Ends nothing.
    public Optional<StagePlan> preview(Order order) {
        return stores.sessions().read(order.session())
                .filter(session -> endedBy(session, order).isEmpty() && !concernsNobody(session, order))
                .map(session -> plan(session, order));
    }

    /// Sends deliveries of a committed logout, and puts off when it is looked at again if the queue accepted them all.
    ///
    /// @param open the numbers of those that may have no message and no due time of their own, with their runs
    public void send(Logout logout, Map<Integer, Integer> open) {
        var pointers = new ArrayList<Pointer>();
        open.forEach((delivery, run) -> {
            pointers.add(new Pointer(logout.ref(), delivery, run, logout.plan().recipient(delivery)));
        });
        var refused = queue.send(pointers);
        if (refused.isEmpty()) {
            stores.logouts().sent(logout.ref(), lookAgain(logout, open.isEmpty()));
        } else {
            settings.events().emit("deliveries_refused_by_queue", Map.of("ref", logout.ref(), "count", refused.size()));
        }
    }

    /// A message may get lost before its first attempt, which leaves no trace but a receipt that is missing. So while
    /// there may be such ones the logout is looked at a few times, each time four times as old; else when its life ends.
    private Instant lookAgain(Logout logout, boolean accountedFor) {
        var now = settings.time().instant();
        var end = logout.at().plus(settings.life());
        var soon = now.plus(Limits.LOST_MESSAGE);
        var older = logout.at().plus(Duration.between(logout.at(), now).multipliedBy(LATER));
        var next = older.isAfter(soon) ? older : soon;
        return accountedFor || next.isAfter(end) ? end : next;
    }

    private Optional<Started> commit(SignIns session, String ref, Order order) {
        var now = settings.time().instant();
        var plan = plan(session, order);
        var client = order.flow().endsSession() ? null : order.client();
        var logout = new Logout(ref, session.session().id(), session.session().user(), client, order.reason(), now,
                plan);
        var token = order.way() == null ? null : VisitToken.create(ref, random);
        var due = plan.deliveries().isEmpty() ? now.plus(settings.life()) : now.plus(Limits.SEND_AGAIN);
        var visit = token == null ? null : visit(token, order, plan, now);
        return switch (stores.logouts().commit(new Ending(session.session(), logout, visit, due))) {
            case Committed.Done _ -> Optional.of(committed(logout, token, order.way()));
            case Committed.EndedBy other -> Optional.of(join(other.ref(), ref, order));
            case Committed.Changed _ -> Optional.empty();
        };
    }

    /// The session has ended: from here on nothing may fail the caller. What is not sent now, the sweeper sends.
    private Started committed(Logout logout, @Nullable VisitToken token, Visit.@Nullable Way way) {
        settings.events().emit("logout_committed", Map.of("ref", logout.ref(), "session", logout.session(), "ends",
                logout.client() == null ? "session" : "application", "initiator", logout.plan().initiator().text(),
                "deliveries", logout.plan().deliveries().size()));
        logout.plan().unreachable().forEach(entry -> settings.events().emit("application_unreachable",
                Map.of("ref", logout.ref(), "client", logout.plan().applications().get(entry.application()).client(),
                        "why", entry.why())));
        if (!logout.plan().deliveries().isEmpty()) {
            sendFirst(logout);
        }
        return new Started.Ended(logout, token, way);
    }

    private void sendFirst(Logout logout) {
        var all = new java.util.TreeMap<Integer, Integer>();
        for (int delivery = 0; delivery < logout.plan().deliveries().size(); delivery++) {
            all.put(delivery, 1);
        }
        try {
            send(logout, all);
        } catch (RuntimeException e) {
            settings.events().emit("sending_cut_short", Map.of("ref", logout.ref(), "error", e.getClass().getName()));
        }
    }

    /// Another visit on a logout that stands.
    private Started join(String endedBy, String ownRef, Order order) {
        var logout = stores.logouts().read(endedBy);
        if (logout.isEmpty()) {
            return new Started.Nobody();
        }
        if (order.way() == null) {
            return new Started.Ended(logout.get(), null, null);
        }
        var token = VisitToken.create(endedBy, random);
        stores.logouts().addVisit(visit(token, order, logout.get().plan(), settings.time().instant()));
        settings.events().emit("logout_joined", Map.of("ref", endedBy, "own", endedBy.equals(ownRef)));
        return new Started.Ended(logout.get(), token, order.way());
    }

    private static Visit visit(VisitToken token, Order order, StagePlan plan, Instant now) {
        var way = order.way() == null ? Visit.Way.PAGE : order.way();
        return new Visit(token.ref(), token.hash(), now, now.plus(Limits.VISIT), way,
                new Progress(plan.firstOpen(), Map.of()));
    }

    private StagePlan plan(SignIns session, Order order) {
        var participants = order.flow().endsSession() ? session.here() : leaving(session, order);
        var registered = stores.clients().registered(participants.stream().map(Participant::client).toList());
        return Planner.plan(new Planner.Question(order.flow(), order.initiator(), order.way() != null, participants,
                registered.clients(), registered.unreadable(), settings.tellIdp(),
                order.initiator() == Initiator.SP ? order.client() : null));
    }

    private static boolean concernsNobody(SignIns session, Order order) {
        return !order.flow().endsSession() && leaving(session, order).isEmpty();
    }

    /// The one participant that an order for one application signs out.
    private static List<Participant> leaving(SignIns session, Order order) {
        return session.here().stream().filter(participant -> participant.client().equals(order.client())).toList();
    }

    /// The logout that has ended already what this order names.
    private static Optional<String> endedBy(SignIns session, Order order) {
        if (session.session().life() instanceof Session.Life.Ended ended) {
            return Optional.of(ended.ref());
        }
        if (order.flow().endsSession()) {
            return Optional.empty();
        }
        return session.participants().stream()
                .filter(participant -> participant.client().equals(order.client()))
                .flatMap(participant -> participant.presence() instanceof Participant.Presence.Left left
                        ? Optional.of(left.ref()).stream()
                        : Optional.<String>empty().stream())
                .findFirst();
    }

    private Duration jitter(int tries) {
        return FIRST_PAUSE.multipliedBy(tries).plusMillis(random.nextInt(20));
    }
}
