package dev.exeunt.core.action.sweep;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clock.Due;
import dev.exeunt.core.action.DeliveryQueue;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.sweep.Sweep.Settings;
import dev.exeunt.core.action.sweep.Sweep.Stores;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Logout;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What time does to notices: those that may have no message get one, those whose life is over have failed.
record Notices(Stores stores, StartLogout startLogout, DeliveryQueue queue, Settings settings) {

    /// Sends what a logout has left that may have no message: it was never accepted by the queue, or got lost there. Or
    /// closes the logout.
    void send(Due.Sending sending) {
        var read = stores.logouts().read(sending.ref());
        if (read.isEmpty()) {
            return;
        }
        var logout = read.get();
        var receipts = receipts(logout);
        if (!settings.time().instant().isBefore(logout.at().plus(settings.life()))) {
            close(logout, receipts);
            return;
        }
        var unsent = open(logout, receipts);
        // One that waits for its next attempt has a due time of its own until it is settled, and must not be tried before.
        receipts.values().stream().filter(receipt -> receipt.dueAt() != null)
                .forEach(receipt -> unsent.remove(receipt.delivery()));
        if (!unsent.isEmpty()) {
            settings.events().emit("logout_sent_again", Map.of("ref", logout.ref()));
        }
        startLogout.send(logout, unsent);
    }

    /// Puts a waiting delivery into the queue, if the life of its run is not over. Should its message get lost there, it
    /// is due again.
    ///
    /// @param claimedUntil the due time that it was claimed with
    void retry(Due.Retry retry, Instant claimedUntil) {
        var receipt = stores.receipts().read(retry.ref(), retry.delivery());
        var logout = stores.logouts().read(retry.ref());
        if (receipt.isEmpty() || logout.isEmpty() || receipt.get().state().isTerminal()) {
            return;
        }
        var end = receipt.get().endOfRun(logout.get().at(), settings.life());
        if (!settings.time().instant().isBefore(end)) {
            fail(logout.get(), receipt.get());
            return;
        }
        var client = logout.get().plan().recipient(retry.delivery());
        var refused = queue.send(List.of(new Pointer(retry.ref(), retry.delivery(), receipt.get().run(), client)));
        if (refused.isEmpty()) {
            var next = claimedUntil.plus(patience(receipt.get(), logout.get().at()));
            stores.clock().putOff(new Due.Retry(retry.ref(), retry.delivery(), claimedUntil),
                    next.isBefore(end) ? next : end);
        }
    }

    /// How long a message that was just sent may take before it counts as lost. It grows with what the delivery is behind
    /// already: behind a queue that is only slow, a message for each quarter of an hour would make it slower.
    private Duration patience(Receipt receipt, Instant logout) {
        var since = Stream.of(receipt.notBefore(), receipt.began(), logout,
                receipt.attempts().isEmpty() ? null : receipt.attempts().getLast().at())
                .filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(logout);
        var threefold = Duration.between(since, settings.time().instant()).multipliedBy(3);
        return threefold.compareTo(Limits.LOST_MESSAGE) < 0 ? Limits.LOST_MESSAGE : threefold;
    }

    private Map<Integer, Receipt> receipts(Logout logout) {
        var receipts = new TreeMap<Integer, Receipt>();
        stores.receipts().read(logout.ref()).forEach(receipt -> receipts.put(receipt.delivery(), receipt));
        return receipts;
    }

    /// The deliveries that are not settled, with their runs.
    private static Map<Integer, Integer> open(Logout logout, Map<Integer, Receipt> receipts) {
        var open = new TreeMap<Integer, Integer>();
        for (int delivery = 0; delivery < logout.plan().deliveries().size(); delivery++) {
            var receipt = receipts.getOrDefault(delivery, Receipt.untried(delivery));
            if (!receipt.state().isTerminal()) {
                open.put(delivery, receipt.run());
            }
        }
        return open;
    }

    /// The life of its deliveries is over: what is still open has failed, and an ended session may be forgotten in time.
    /// One that is just being attempted is left for the next sweep; one that was redriven has a life of its own, and a
    /// due time until it is settled.
    private void close(Logout logout, Map<Integer, Receipt> receipts) {
        var closed = open(logout, receipts).entrySet().stream()
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
}
