package dev.exeunt.core.action.registry;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.DeliveryQueue;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Jobs;
import dev.exeunt.core.action.Jobs.Job;
import dev.exeunt.core.action.Jobs.Progress;
import dev.exeunt.core.action.Jobs.Work.Redrive;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Receipts.Failed;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Logout;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The work of a redrive, page by page: `failed` becomes `queued` with another run, by one conditional write for each
/// delivery, and a message is sent for it. A delivery is due from that write on, so one whose message was not sent is
/// sent by the sweeper; and as the write holds for a failed delivery only, two that work at once make one new run.
public final class RedriveJob {

    private static final int PAGE = 25;
    /// How much longer than a run its logout is remembered at the least.
    private static final Duration MARGIN = Duration.ofDays(1);

    private final Stores stores;
    private final DeliveryQueue queue;
    private final Settings settings;

    /// What is read and written.
    public record Stores(Logouts logouts, Receipts receipts, Jobs jobs) {}

    /// @param life   how long a run is tried
    /// @param time   the clock
    /// @param events the log
    public record Settings(Duration life, InstantSource time, Events events) {}

    /// See [RedriveJob].
    public RedriveJob(Stores stores, DeliveryQueue queue, Settings settings) {
        this.stores = stores;
        this.queue = queue;
        this.settings = settings;
    }

    /// Goes on with a job until it is done or the deadline.
    public void work(Job job, Redrive redrive, Instant deadline) {
        var current = Optional.of(job);
        while (current.isPresent() && settings.time().instant().isBefore(deadline)) {
            current = turn(current.get(), redrive, deadline);
        }
    }

    /// Redrives one page of deliveries, or as many of it as the deadline allows, and writes how far it came.
    ///
    /// @return the job as it is now; empty if it is done, or somebody else has moved it on
    public Optional<Job> turn(Job job, Redrive redrive, Instant deadline) {
        if (job.progress().done()) {
            return Optional.empty();
        }
        var next = slice(redrive, job.progress(), deadline);
        return stores.jobs().advance(job, next, settings.time().instant().plus(Limits.SEND_AGAIN)) && !next.done()
                ? Optional.of(new Job(job.id(), redrive, next))
                : Optional.empty();
    }

    private Progress slice(Redrive redrive, Progress progress, Instant deadline) {
        var page = page(redrive, progress);
        var pointers = new ArrayList<Pointer>();
        var after = progress.after();
        var cut = false;
        for (Failed failed : page) {
            cut = !settings.time().instant().isBefore(deadline);
            if (cut) {
                break;
            }
            redriven(redrive, failed).ifPresent(pointers::add);
            after = failed.place();
        }
        if (!pointers.isEmpty()) {
            queue.send(pointers);
        }
        return new Progress(after, progress.worked() + pointers.size(), 0, 0, !cut && page.size() < PAGE);
    }

    /// What failed after the job began is not its business: a delivery that fails again at once would be met again.
    private List<Failed> page(Redrive redrive, Progress progress) {
        if (redrive.ref() != null) {
            return ofLogout(redrive.ref(), progress);
        }
        var since = redrive.since() == null ? null : Failed.placeOf(redrive.since());
        var after = progress.after() == null ? since : progress.after();
        var end = Failed.placeOf(redrive.at().plusSeconds(1));
        return stores.receipts().failed(redrive.client(), after, PAGE).stream()
                .filter(failed -> failed.place().compareTo(end) < 0)
                .toList();
    }

    private List<Failed> ofLogout(String ref, Progress progress) {
        var after = progress.after() == null ? -1 : Integer.parseInt(progress.after());
        return stores.receipts().read(ref).stream()
                .filter(receipt -> receipt.state() == State.FAILED && receipt.delivery() > after)
                .limit(PAGE)
                .map(receipt -> new Failed(ref, receipt.delivery(), Integer.toString(receipt.delivery())))
                .toList();
    }

    private Optional<Pointer> redriven(Redrive redrive, Failed failed) {
        return stores.receipts().read(failed.ref(), failed.delivery())
                .filter(receipt -> receipt.state() == State.FAILED && !beganSince(receipt, redrive.at()))
                .flatMap(receipt -> stores.logouts().read(failed.ref())
                        .filter(logout -> isMeant(redrive, logout, failed.delivery()))
                        .flatMap(logout -> redriven(logout, receipt)));
    }

    private static boolean beganSince(Receipt receipt, Instant at) {
        return receipt.began() != null && !receipt.began().isBefore(at);
    }

    private static boolean isMeant(Redrive redrive, Logout logout, int delivery) {
        return (redrive.user() == null || redrive.user().equals(logout.user()))
                && (redrive.client() == null || redrive.client().equals(logout.plan().recipient(delivery)));
    }

    private Optional<Pointer> redriven(Logout logout, Receipt failed) {
        var now = settings.time().instant().truncatedTo(ChronoUnit.MILLIS);
        stores.logouts().keep(logout.ref(), now.plus(settings.life()).plus(MARGIN));
        var client = logout.plan().recipient(failed.delivery());
        var after = failed.redriven(now, now.plus(Limits.SEND_AGAIN));
        if (!stores.receipts().write(logout.ref(), client, failed, after)) {
            return Optional.empty();
        }
        settings.events().emit("delivery_redriven", Map.of("ref", logout.ref(), "client", client, "delivery",
                after.delivery(), "run", after.run()));
        return Optional.of(new Pointer(logout.ref(), after.delivery(), after.run(), client));
    }
}
