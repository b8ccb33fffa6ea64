package dev.exeunt.core.action.deliver;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Outbound;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Receipts.Beginning;
import dev.exeunt.core.action.Receipts.Claim;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.delivery.RetryPolicy;
import dev.exeunt.core.delivery.Verdict;
import dev.exeunt.core.plan.Logout;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt at one delivery: claim, mint, post, judge, write the receipt. Whatever happens in between, the receipt
/// tells the next attempt where this one stood.
public final class Deliver {

    /// How much longer than the call a lease lasts, so that a slow write does not invite a second attempt.
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(10);

    /// The least time that a delivery waits on the clock, which looks each minute.
    private static final Duration SHORTEST_WAIT = Duration.ofMinutes(1);

    private final Stores stores;
    private final Means means;
    private final Sender sender;
    private final Superseded superseded;
    private final SecureRandom random = new SecureRandom();

    /// What is read and written.
    public record Stores(Sessions sessions, Clients clients, Logouts logouts, Receipts receipts) {}

    /// What an attempt is made with.
    ///
    /// @param idp how the identity provider is told that a session ended, or null if it does not want to be
    public record Means(Signer signer, Outbound outbound, RetryPolicy policy, InstantSource time, Events events,
            @Nullable Idp idp) {

        /// Means without news for the identity provider.
        public Means(Signer signer, Outbound outbound, RetryPolicy policy, InstantSource time, Events events) {
            this(signer, outbound, policy, time, events, null);
        }
    }

    /// The identity provider as the receiver of news.
    ///
    /// @param issuer its issuer
    /// @param uri    where it wants one event for each ended session
    public record Idp(String issuer, String uri) {}

    /// What becomes of the message.
    public sealed interface Fate {

        /// It is deleted: the delivery is settled, or waits on the clock.
        record Gone() implements Fate {}

        /// It is seen again after this long.
        record Back(Duration after) implements Fate {}
    }

    /// See [Deliver].
    public Deliver(Stores stores, Means means) {
        this.stores = stores;
        this.means = means;
        this.sender = new Sender(means);
        this.superseded = new Superseded(stores.sessions(), means.time());
    }

    /// Tries once.
    ///
    /// @param before when the attempt must be over; one that might not be is not begun
    public Fate attempt(Pointer pointer, Instant before) {
        var logout = stores.logouts().read(pointer.ref());
        if (logout.isEmpty() || pointer.delivery() < 0
                || pointer.delivery() >= logout.get().plan().deliveries().size()) {
            means.events().emit("delivery_unknown", Map.of("ref", pointer.ref(), "delivery", pointer.delivery()));
            return new Fate.Gone();
        }
        var delivery = logout.get().plan().deliveries().get(pointer.delivery());
        var key = logout.get().plan().recipient(pointer.delivery());
        var client = delivery.application() == Delivery.IDP
                ? Optional.<Client>empty()
                : Optional.ofNullable(stores.clients().read(List.of(key)).get(key));
        var timeout = timeout(client);
        var now = means.time().instant();
        if (now.plus(timeout).isAfter(before)) {
            return new Fate.Back(Duration.ZERO);
        }
        var jti = jti();
        var beginning = new Beginning(pointer.ref(), pointer.delivery(), key, pointer.run(), now,
                now.plus(timeout).plus(LEASE_MARGIN), jti);
        return switch (stores.receipts().claim(beginning)) {
            case Claim.Claimed claimed -> {
                var task = new Task(logout.get(), delivery, key, client, claimed.receipt());
                yield settle(task, supersededBy(task), jti, timeout);
            }
            case Claim.Settled _ -> new Fate.Gone();
            case Claim.Leased leased -> new Fate.Back(atLeastOneSecond(Duration.between(now, leased.until())));
        };
    }

    /// Lets a delivery wait on the clock, without an attempt and without a message.
    ///
    /// @return whether its message is not needed any more
    public boolean putOff(Pointer pointer, Duration after) {
        var before = stores.receipts().read(pointer.ref(), pointer.delivery())
                .orElse(Receipt.untried(pointer.delivery()));
        if (before.state().isTerminal() || before.run() != pointer.run()) {
            return true;
        }
        var now = means.time().instant();
        if (before.leaseUntil() != null && now.isBefore(before.leaseUntil())) {
            return false;
        }
        var due = now.plus(after.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : after);
        var waiting = new Receipt(before.delivery(), before.run(), before.state(), null, due, null, before.attempts());
        return stores.receipts().write(pointer.ref(), pointer.client(), before, waiting);
    }

    private record Task(Logout logout, Delivery delivery, String key, Optional<Client> client, Receipt claimed) {}

    private Optional<String> supersededBy(Task task) {
        return task.client().flatMap(client -> switch (task.delivery()) {
            case Delivery.LogoutToken token -> switch (client) {
                case OidcClient rp -> superseded.why(task.logout(), rp, token.identity());
            };
            case Delivery.SessionRevoked _ -> Optional.empty();
        });
    }

    private Fate settle(Task task, Optional<String> why, String jti, Duration timeout) {
        if (why.isPresent()) {
            var receipts = task.claimed();
            var withoutAttempt = receipts.attempts().subList(0, receipts.attempts().size() - 1);
            return write(task, new Receipt(receipts.delivery(), receipts.run(), State.SUPERSEDED, null, null, why.get(),
                    withoutAttempt), new Fate.Gone());
        }
        var began = means.time().instant();
        var outcome = sender.send(task.logout(), task.delivery(), task.client(), new Sender.Try(jti, timeout));
        var now = means.time().instant();
        var runBegan = task.claimed().run() == 1 ? task.logout().at() : firstAttempt(task.claimed());
        var verdict = means.policy().judge(outcome,
                new RetryPolicy.Situation(task.claimed().attemptsOfRun(), runBegan, now, random));
        return conclude(task, recorded(task.claimed(), outcome, Duration.between(began, now)), verdict);
    }

    private Fate conclude(Task task, List<Attempt> attempts, Verdict verdict) {
        var claimed = task.claimed();
        var now = means.time().instant();
        return switch (verdict) {
            case Verdict.Done _ ->
                write(task, new Receipt(claimed.delivery(), claimed.run(), State.DONE, null, null, null,
                        attempts), new Fate.Gone());
            case Verdict.GiveUp giveUp -> write(task, new Receipt(claimed.delivery(), claimed.run(), State.FAILED, null,
                    null, giveUp.why(), attempts), new Fate.Gone());
            case Verdict.TryAgain again -> {
                var short_ = again.after().compareTo(Limits.QUEUE_WAIT) <= 0;
                var due = now.plus(again.after()).plus(short_ ? Limits.LOST_MESSAGE : Duration.ZERO);
                var receipt = new Receipt(claimed.delivery(), claimed.run(), State.RETRYING, null, due, null, attempts);
                yield write(task, receipt, short_ ? new Fate.Back(again.after()) : new Fate.Gone());
            }
        };
    }

    private Fate write(Task task, Receipt after, Fate fate) {
        var written = stores.receipts().write(task.logout().ref(), task.key(), task.claimed(), after);
        var fields = new HashMap<String, Object>();
        fields.put("ref", task.logout().ref());
        fields.put("client", task.key());
        fields.put("delivery", after.delivery());
        fields.put("state", after.state().text());
        fields.put("attempts", after.attempts().size());
        if (after.why() != null) {
            fields.put("why", after.why());
        }
        means.events().emit(written ? "delivery_attempted" : "delivery_overtaken", fields);
        return fate;
    }

    /// The attempts with the last one finished.
    private static List<Attempt> recorded(Receipt claimed, Outcome outcome, Duration took) {
        var attempts = new ArrayList<>(claimed.attempts());
        var open = attempts.removeLast();
        attempts.add(switch (outcome) {
            case Answered answered ->
                new Attempt(open.run(), open.at(), open.jti(), answered.status(), answered.error(),
                        took.toMillis());
            case Unanswered unanswered -> new Attempt(open.run(), open.at(), open.jti(), null,
                    unanswered.fault().text(), took.toMillis());
            case Refused refused ->
                new Attempt(open.run(), open.at(), open.jti(), null, refused.why(), took.toMillis());
        });
        return attempts.subList(Math.max(0, attempts.size() - Limits.ATTEMPTS), attempts.size());
    }

    private static Instant firstAttempt(Receipt receipt) {
        return receipt.attempts().stream()
                .filter(attempt -> attempt.run() == receipt.run())
                .findFirst()
                .map(Attempt::at)
                .orElseThrow();
    }

    private static Duration timeout(Optional<Client> client) {
        return client.map(known -> switch (known) {
            case OidcClient rp -> Optional.ofNullable(rp.profile().timeout()).orElse(Limits.ATTEMPT);
        }).orElse(Limits.ATTEMPT);
    }

    private static Duration atLeastOneSecond(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : duration;
    }

    private String jti() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
