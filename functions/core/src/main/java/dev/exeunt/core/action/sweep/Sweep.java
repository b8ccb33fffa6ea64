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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/// Looks what is due in one shard and does it: ends what time has ended, sends what was not sent, closes what is over.
/// Each item is claimed by putting it off, so two sweepers do no harm, and one that cannot be worked comes again later
/// and never blocks the others. A job is worked in turns, between which everything else that is due goes first.
public final class Sweep {

    private static final int PAGE = 100;
    private static final Duration CLAIM = Duration.ofSeconds(60);
    /// How long a job may keep what is due waiting.
    private static final Duration TURN = Duration.ofSeconds(2);

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
    /// @param failed how often something went wrong that comes again
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

    /// Works one shard until nothing is due any more and its jobs are done, or the deadline.
    public Result run(int shard, Instant deadline) {
        return new Round(shard, deadline).run();
    }

    /// One run. Jobs, which may be long, get the time that nobody else needs: a turn at a time, each job in its turn, and
    /// after each the clock is asked anew.
    private final class Round {

        private final int shard;
        private final Instant deadline;
        private final Deque<Job> jobs = new ArrayDeque<>();
        private int worked;
        private int failed;
        /// Up to where this round has seen the list. What lags behind in it, or is of a kind that is left alone, is seen once.
        private Instant seen = Instant.EPOCH;

        Round(int shard, Instant deadline) {
            this.shard = shard;
            this.deadline = deadline;
        }

        Result run() {
            while (hasTime()) {
                if (workPage()) {
                    continue;
                }
                if (jobs.isEmpty()) {
                    return new Result(worked, failed, false);
                }
                var job = jobs.removeFirst();
                attempt("Bulk", () -> turn(job).ifPresent(jobs::addLast));
            }
            return new Result(worked, failed, true);
        }

        private boolean hasTime() {
            return settings.time().instant().isBefore(deadline);
        }

        /// Works what is listed now.
        ///
        /// @return whether more may be listed
        private boolean workPage() {
            var page = stores.clock().due(shard, seen, settings.time().instant(), PAGE);
            var before = worked;
            var seenBefore = seen;
            for (Due due : page) {
                if (!hasTime()) {
                    return true;
                }
                attempt(due.getClass().getSimpleName(), () -> work(due));
            }
            if (!page.isEmpty()) {
                seen = page.getLast().at();
            }
            return page.size() == PAGE && (worked > before || seen.isAfter(seenBefore));
        }

        /// What goes wrong comes again by itself, and is in nobody's way.
        private void attempt(String item, Runnable work) {
            try {
                work.run();
            } catch (RuntimeException e) {
                failed++;
                settings.events().emit("sweep_item_failed", Map.of("item", item, "error", e.getClass().getName()));
            }
        }

        /// Claims an item and works it, unless somebody else has it, or it is settled.
        private void work(Due due) {
            var until = settings.time().instant().truncatedTo(ChronoUnit.SECONDS).plus(CLAIM);
            if (!stores.clock().putOff(due, until)) {
                return;
            }
            worked++;
            switch (due) {
                case Due.Expiry expiry -> expire(expiry);
                case Due.Sending sending -> notices.send(sending);
                case Due.Retry retry -> notices.retry(retry, until);
                case Due.Bulk bulk -> stores.jobs().read(bulk.job()).ifPresent(jobs::addLast);
            }
        }

        private Optional<Job> turn(Job job) {
            var end = settings.time().instant().plus(TURN);
            var until = end.isBefore(deadline) ? end : deadline;
            return switch (job.work()) {
                case Work.EndSessions work -> endUserSessions.turn(job, work, until);
                case Work.Redrive work -> redrive.turn(job, work, until);
            };
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
