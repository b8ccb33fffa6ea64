package dev.exeunt.core.action.sweep;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clock;
import dev.exeunt.core.action.Clock.Due;
import dev.exeunt.core.action.DeliveryQueue;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Jobs;
import dev.exeunt.core.action.Jobs.Job;
import dev.exeunt.core.action.Jobs.Work;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.registry.EndUserSessions;
import dev.exeunt.core.action.registry.RedriveJob;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Looks what is due in one shard and does it: ends what time has ended, sends what was not sent, closes what is over.
/// Each item is claimed by putting it off, so two sweepers do no harm, and one that cannot be worked comes again later
/// and never blocks the others.
public final class Sweep {

    private static final int PAGE = 100;
    private static final Duration CLAIM = Duration.ofSeconds(60);

    private final Stores stores;
    private final StartLogout startLogout;
    private final EndUserSessions endUserSessions;
    private final RedriveJob redrive;
    private final DeliveryQueue queue;
    private final Settings settings;

    /// What is read and written.
    public record Stores(Clock clock, Sessions sessions, Logouts logouts, Receipts receipts, Jobs jobs) {}

    /// @param life   how long deliveries are tried
    /// @param time   the clock
    /// @param events the log
    public record Settings(Duration life, InstantSource time, Events events) {}

    /// What a sweep has done.
    ///
    /// @param worked how many items it claimed and worked
    /// @param failed how many of them went wrong and come again
    /// @param more   whether it stopped with items left that are due
    public record Result(int worked, int failed, boolean more) {}

    /// See [Sweep].
    public Sweep(Stores stores, StartLogout startLogout, DeliveryQueue queue, Settings settings) {
        this.stores = stores;
        this.startLogout = startLogout;
        this.endUserSessions = new EndUserSessions(stores.sessions(), stores.jobs(), startLogout, settings.time());
        this.redrive = new RedriveJob(
                new RedriveJob.Stores(stores.logouts(), stores.receipts(), stores.jobs()), queue,
                new RedriveJob.Settings(settings.life(), settings.time(), settings.events()));
        this.queue = queue;
        this.settings = settings;
    }

    /// Works one shard until nothing is due any more, or the deadline.
    public Result run(int shard, Instant deadline) {
        var worked = 0;
        var failed = 0;
        while (settings.time().instant().isBefore(deadline)) {
            var page = stores.clock().due(shard, settings.time().instant(), PAGE);
            var claimed = 0;
            for (Due due : page) {
                if (!settings.time().instant().isBefore(deadline)) {
                    return new Result(worked, failed, true);
                }
                var until = settings.time().instant().truncatedTo(ChronoUnit.SECONDS).plus(CLAIM);
                switch (work(due, until, deadline)) {
                    case DONE -> claimed++;
                    case FAILED -> {
                        claimed++;
                        failed++;
                    }
                    case NOT_OURS -> {
                        // Somebody else has it, or it is settled.
                    }
                }
            }
            worked += claimed;
            if (claimed == 0 || page.size() < PAGE) {
                return new Result(worked, failed, false);
            }
        }
        return new Result(worked, failed, true);
    }

    private enum Worked {
        DONE, FAILED, NOT_OURS
    }

    private Worked work(Due due, Instant claimedUntil, Instant deadline) {
        try {
            if (!stores.clock().putOff(due, claimedUntil)) {
                return Worked.NOT_OURS;
            }
            switch (due) {
                case Due.Expiry expiry -> expire(expiry);
                case Due.Sending sending -> send(sending);
                case Due.Retry retry -> retry(retry, claimedUntil);
                case Due.Bulk bulk -> stores.jobs().read(bulk.job()).ifPresent(job -> work(job, deadline));
            }
            return Worked.DONE;
        } catch (RuntimeException e) {
            settings.events().emit("sweep_item_failed",
                    Map.of("item", due.getClass().getSimpleName(), "error", e.getClass().getName()));
            return Worked.FAILED;
        }
    }

    private void work(Job job, Instant deadline) {
        switch (job.work()) {
            case Work.EndSessions work -> endUserSessions.work(job, work, deadline);
            case Work.Redrive work -> redrive.work(job, work, deadline);
        }
    }

    /// A session past its time ends as any other does. One that was extended meanwhile is due again at its new time,
    /// because extending writes its due time.
    private void expire(Due.Expiry expiry) {
        var session = stores.sessions().read(expiry.session());
        if (session.isEmpty() || session.get().session().isOpen(settings.time().instant())
                || session.get().session().life() instanceof Session.Life.Ended) {
            return;
        }
        startLogout
                .run(new Order(expiry.session(), Flow.INVALIDATION, null, Initiator.EXPIRY, EndReason.EXPIRED, null));
    }

    private void send(Due.Sending sending) {
        var read = stores.logouts().read(sending.ref());
        if (read.isEmpty()) {
            return;
        }
        var logout = read.get();
        var now = settings.time().instant();
        if (now.isBefore(logout.at().plus(settings.life()))) {
            settings.events().emit("logout_sent_again", Map.of("ref", logout.ref()));
            startLogout.send(logout, unsent(logout));
        } else {
            close(logout);
        }
    }

    /// The deliveries that may have no message, with their runs. One that waits for its next attempt has a due time of its
    /// own, and must not be tried before.
    private Map<Integer, Integer> unsent(Logout logout) {
        var unsent = open(logout);
        stores.receipts().read(logout.ref()).stream().filter(receipt -> receipt.dueAt() != null)
                .forEach(receipt -> unsent.remove(receipt.delivery()));
        return unsent;
    }

    /// The deliveries that are not settled, with their runs.
    private Map<Integer, Integer> open(Logout logout) {
        var open = new TreeMap<Integer, Integer>();
        for (int delivery = 0; delivery < logout.plan().deliveries().size(); delivery++) {
            open.put(delivery, 1);
        }
        for (Receipt receipt : stores.receipts().read(logout.ref())) {
            if (receipt.state().isTerminal()) {
                open.remove(receipt.delivery());
            } else {
                open.put(receipt.delivery(), receipt.run());
            }
        }
        return open;
    }

    /// The life of its deliveries is over: what is still open has failed, and an ended session may be forgotten in time.
    /// One that is just being attempted is left for the next sweep; one that was redriven has a life of its own, and a
    /// due time until it is settled.
    private void close(Logout logout) {
        var receipts = new TreeMap<Integer, Receipt>();
        stores.receipts().read(logout.ref()).forEach(receipt -> receipts.put(receipt.delivery(), receipt));
        var closed = open(logout).entrySet().stream()
                .filter(delivery -> delivery.getValue() == 1)
                .map(Map.Entry::getKey)
                .filter(delivery -> !fail(logout, receipts.getOrDefault(delivery, Receipt.untried(delivery))))
                .count() == 0;
        if (!closed) {
            return;
        }
        if (logout.client() == null) {
            stores.sessions().read(logout.session()).ifPresent(stores.sessions()::retire);
        }
        stores.logouts().close(logout.ref());
    }

    private boolean fail(Logout logout, Receipt before) {
        if (before.leaseUntil() != null && settings.time().instant().isBefore(before.leaseUntil())) {
            return false;
        }
        var client = logout.plan().recipient(before.delivery());
        var written = stores.receipts().write(logout.ref(), client, before,
                before.settled(State.FAILED, "its time ran out"));
        if (written) {
            settings.events().emit("delivery_ran_out", Map.of("ref", logout.ref(), "client", client, "delivery",
                    before.delivery(), "attempts", before.attempts().size()));
        }
        return written;
    }

    /// Puts a waiting delivery into the queue, if the life of its run is not over. Should its message get lost there, it is due again.
    private void retry(Due.Retry retry, Instant claimedUntil) {
        var receipt = stores.receipts().read(retry.ref(), retry.delivery());
        var logout = stores.logouts().read(retry.ref());
        if (receipt.isEmpty() || logout.isEmpty() || receipt.get().state().isTerminal()) {
            return;
        }
        if (!settings.time().instant().isBefore(receipt.get().endOfRun(logout.get().at(), settings.life()))) {
            fail(logout.get(), receipt.get());
            return;
        }
        var client = logout.get().plan().recipient(retry.delivery());
        var refused = queue.send(List.of(new Pointer(retry.ref(), retry.delivery(), receipt.get().run(), client)));
        if (refused.isEmpty()) {
            stores.clock().putOff(new Due.Retry(retry.ref(), retry.delivery(), claimedUntil),
                    claimedUntil.plus(Limits.LOST_MESSAGE));
        }
    }
}
