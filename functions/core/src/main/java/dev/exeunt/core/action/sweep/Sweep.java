package dev.exeunt.core.action.sweep;

import dev.exeunt.core.action.Clock;
import dev.exeunt.core.action.Clock.Due;
import dev.exeunt.core.action.DeliveryQueue;
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
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

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
    private final Notices notices;
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
        this.notices = new Notices(stores, startLogout, queue, settings);
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
                case Due.Sending sending -> notices.send(sending);
                case Due.Retry retry -> notices.retry(retry, claimedUntil);
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
}
