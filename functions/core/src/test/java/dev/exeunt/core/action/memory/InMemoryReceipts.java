package dev.exeunt.core.action.memory;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Receipts in memory.
public final class InMemoryReceipts implements Receipts {

    private final Map<String, TreeMap<Integer, Receipt>> receipts = new HashMap<>();
    private final Map<Failed, String> failures = new HashMap<>();
    private final InstantSource time;

    /// Failures all at one time.
    public InMemoryReceipts() {
        this(InstantSource.fixed(Instant.EPOCH));
    }

    /// @param time when failures are listed
    public InMemoryReceipts(InstantSource time) {
        this.time = time;
    }

    @Override
    public synchronized List<Failed> failed(@Nullable String client, @Nullable String after, int limit) {
        return failures.keySet().stream()
                .filter(failed -> client == null || client.equals(failures.get(failed)))
                .filter(failed -> after == null || failed.place().compareTo(after) > 0)
                .sorted(Comparator.comparing(Failed::place))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Receipt> read(String ref) {
        return List.copyOf(of(ref).values());
    }

    @Override
    public synchronized Optional<Receipt> read(String ref, int delivery) {
        return Optional.ofNullable(of(ref).get(delivery));
    }

    @Override
    public synchronized Claim claim(Beginning beginning) {
        var before = of(beginning.ref()).getOrDefault(beginning.delivery(), Receipt.untried(beginning.delivery()));
        if (before.state().isTerminal() || before.run() != beginning.run()) {
            return new Claim.Settled();
        }
        if (before.leaseUntil() != null && before.leaseUntil().isAfter(beginning.now())) {
            return new Claim.Leased(before.leaseUntil());
        }
        if (before.notBefore() != null && before.notBefore().isAfter(beginning.now())) {
            return new Claim.Waiting(before.notBefore());
        }
        var claimed = new Receipt(before.delivery(), before.run(), before.began(), before.state(),
                beginning.leaseUntil(), before.notBefore(), before.dueAt(), before.why(), latest(before.attempts(),
                        Attempt.begun(beginning.run(), beginning.now(), beginning.jti())));
        of(beginning.ref()).put(beginning.delivery(), claimed);
        return new Claim.Claimed(claimed);
    }

    @Override
    public synchronized boolean write(String ref, String client, Receipt before, Receipt after) {
        var stored = of(ref).get(before.delivery());
        var run = stored == null ? 1 : stored.run();
        @Nullable
        Instant lease = stored == null ? null : stored.leaseUntil();
        var state = stored == null ? Receipt.State.QUEUED : stored.state();
        if (run != before.run() || state != before.state() || !Objects.equals(lease, before.leaseUntil())) {
            return false;
        }
        of(ref).put(after.delivery(), after);
        failures.keySet().removeIf(failed -> failed.ref().equals(ref) && failed.delivery() == after.delivery());
        if (after.state() == Receipt.State.FAILED) {
            failures.put(Failed.at(time.instant(), ref, after.delivery()), client);
        }
        return true;
    }

    private static List<Attempt> latest(List<Attempt> attempts, Attempt next) {
        var all = new ArrayList<>(attempts);
        all.add(next);
        return all.subList(Math.max(0, all.size() - Limits.ATTEMPTS), all.size());
    }

    private TreeMap<Integer, Receipt> of(String ref) {
        return receipts.computeIfAbsent(ref, _ -> new TreeMap<>());
    }
}
