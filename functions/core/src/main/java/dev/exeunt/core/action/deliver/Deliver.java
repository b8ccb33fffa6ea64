package dev.exeunt.core.action.deliver;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.Outages.Outage;
import dev.exeunt.core.action.Outbound;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Receipts.Beginning;
import dev.exeunt.core.action.Receipts.Claim;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.action.deliver.Breaker.Passage;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.delivery.RetryPolicy;
import dev.exeunt.core.delivery.Verdict;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One attempt at one delivery: claim, mint, post, judge, write the receipt. Whatever happens in between, the receipt
/// tells the next attempt where this one stood.
public final class Deliver {

    /// How much longer than the call a lease lasts, so that a slow write does not invite a second attempt.
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(10);

    /// What a call has at the least, whatever the time.
    private static final Duration LEAST_CALL = Duration.ofSeconds(1);

    /// Calls to one host at a time, in one instance of the function: several clients may share it.
    private static final int PER_HOST = 6;

    /// When a message is seen again whose turn did not come.
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Stores stores;
    private final Means means;
    private final Plans plans;
    private final Recipients recipients;
    private final Sender sender;
    private final Superseded superseded;
    private final Ledger ledger;
    private final Waits waits;
    private final Breaker breaker;
    private final Turns hosts = new Turns(PER_HOST);
    private final SecureRandom random = new SecureRandom();

    /// What is read and written.
    public record Stores(Sessions sessions, Clients clients, Logouts logouts, Receipts receipts,
            Outages outages) {}

    /// What an attempt is made with.
    ///
    /// @param idp  how the identity provider is told that a session ended, or null if it does not want to be
    /// @param saml who we are to service providers, or null if none can be told
    public record Means(Signer signer, Outbound outbound, RetryPolicy policy, InstantSource time, Events events,
            @Nullable Idp idp, @Nullable Saml saml) {

        /// Means without news for the identity provider.
        public Means(Signer signer, Outbound outbound, RetryPolicy policy, InstantSource time, Events events) {
            this(signer, outbound, policy, time, events, null, null);
        }
    }

    /// Who we are to service providers.
    ///
    /// @param entityId our entityID; null for the one that belongs to the URL
    /// @param url      base of our own URLs, where their browsers bring answers to
    public record Saml(@Nullable String entityId, String url) {}

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
        this.plans = new Plans(stores.logouts());
        this.recipients = new Recipients(stores.clients(), stores.outages(), means.time());
        this.sender = new Sender(means);
        this.superseded = new Superseded(stores.sessions(), means.time());
        this.breaker = new Breaker(stores.outages(), recipients, means.time(), means.events());
        this.waits = new Waits(stores.receipts(), means.policy().life(), means.time());
        this.ledger = new Ledger(stores.receipts(), means.events());
    }

    /// Reads beforehand what attempts at these will need, for all of them together. Nothing depends on it.
    void prepare(Collection<Pointer> pointers) {
        recipients.read(pointers.stream().map(Pointer::client).collect(Collectors.toSet()));
    }

    /// Tries once.
    ///
    /// @param before when the call must be over; one that might not be is not begun, and one that begins late because our own
    ///               services were slow has less time, but a second
    public Fate attempt(Pointer pointer, Instant before) {
        var at = means.time().instant();
        var task = Task.read(plans, recipients, pointer);
        if (task.isEmpty()) {
            means.events().emit("delivery_unknown", Map.of("ref", pointer.ref(), "delivery", pointer.delivery()));
            return new Fate.Gone();
        }
        var host = task.get().host(means.idp());
        var spare = Duration.between(means.time().instant().plus(task.get().timeout()), before);
        if (spare.isNegative() || !hosts.take(host, spare)) {
            return new Fate.Back(spare.isNegative() ? Duration.ZERO : SOON);
        }
        try {
            return atTurn(task.get(), at, pointer.run(), before);
        } finally {
            hosts.giveBack(host);
        }
    }

    /// Whoever had to wait for a turn is told as registered after the wait, not before it.
    private Fate atTurn(Task read, Instant at, int run, Instant before) {
        var now = means.time().instant();
        var task = now.isBefore(at.plus(Recipients.FRESH)) ? read : read.again(recipients);
        return now.plus(task.timeout()).isAfter(before) ? new Fate.Back(Duration.ZERO) : attempt(task, run, before);
    }

    private Fate attempt(Task task, int run, Instant before) {
        var passage = breaker.enter(task.key(), task.timeout().plus(LEASE_MARGIN),
                () -> waits.isWaiting(task.logout().ref(), task.number()));
        if (passage instanceof Passage.Shut(var outage)) {
            return waitFor(outage, task, run);
        }
        var claim = claim(task, run);
        if (!(claim instanceof Claim.Claimed)) {
            breaker.release(task.key(), passage);
        }
        return switch (claim) {
            case Claim.Claimed(var receipt) -> supersededBy(task)
                    .map(why -> supersede(task, receipt, why, passage))
                    .orElseGet(() -> send(task, receipt, passage, before));
            case Claim.Settled _ -> new Fate.Gone();
            case Claim.Leased(var until) ->
                new Fate.Back(atLeastOneSecond(Duration.between(means.time().instant(), until)));
            case Claim.Waiting(var until) -> waitUntil(until);
        };
    }

    /// Which of several messages is the one that counts on the wait is not known, and need not be: all of them keep to it.
    /// A long wait is on the clock already.
    private Fate waitUntil(Instant until) {
        var rest = Duration.between(means.time().instant(), until);
        return rest.compareTo(Limits.QUEUE_WAIT) <= 0 ? new Fate.Back(atLeastOneSecond(rest)) : new Fate.Gone();
    }

    private Claim claim(Task task, int run) {
        var now = means.time().instant();
        return stores.receipts().claim(new Beginning(task.logout().ref(), task.number(), task.key(), run, now,
                now.plus(task.timeout()).plus(LEASE_MARGIN), jti()));
    }

    /// Lets a delivery wait on the clock, without an attempt and without a message.
    ///
    /// @return whether its message is not needed any more
    public boolean putOff(Pointer pointer, Duration after) {
        return waits.putOff(pointer, after);
    }

    private Fate waitFor(Outage outage, Task task, int run) {
        var pointer = new Pointer(task.logout().ref(), task.number(), run, task.key());
        if (!waits.putOff(pointer, Breaker.afterwards(outage, random), task.logout().at())) {
            return new Fate.Back(SOON);
        }
        means.events().emit("delivery_put_off",
                Map.of("ref", pointer.ref(), "client", pointer.client(), "delivery", pointer.delivery()));
        return new Fate.Gone();
    }

    private Optional<String> supersededBy(Task task) {
        return task.client().flatMap(client -> switch (task.delivery()) {
            case Delivery.LogoutToken token when client instanceof OidcClient rp ->
                superseded.why(task.logout(), rp, token.identity());
            case Delivery.SamlLogoutRequest request when client instanceof SamlClient sp ->
                superseded.why(task.logout(), sp, request.identity());
            case Delivery.SecurityEvent event when client instanceof CaepReceiver receiver ->
                superseded.why(task.logout(), receiver, event.identity());
            case Delivery.LogoutToken _,Delivery.SamlLogoutRequest _,Delivery.SecurityEvent _,Delivery.SessionRevoked _ ->
                Optional.empty();
        });
    }

    private Fate supersede(Task task, Receipt claimed, String why, Passage passage) {
        breaker.release(task.key(), passage);
        var unattempted = claimed.with(Ledger.withoutLast(claimed.attempts()));
        ledger.write(task, claimed, unattempted.settled(State.SUPERSEDED, why));
        return new Fate.Gone();
    }

    private Fate send(Task task, Receipt claimed, Passage passage, Instant before) {
        var began = means.time().instant();
        var jti = claimed.attempts().getLast().jti();
        var outcome = sender.send(task.logout(), task.delivery(), task.client(),
                new Sender.Try(task.number(), jti, () -> left(task, before)));
        var now = means.time().instant();
        var runBegan = claimed.endOfRun(task.logout().at(), Duration.ZERO);
        var verdict = task.within(means.policy()).judge(task.delivery(), outcome,
                new RetryPolicy.Situation(claimed.attemptsEnded() + 1, runBegan, now, random));
        var attempts = Ledger.finished(claimed.attempts(), outcome, Duration.between(began, now));
        var fate = conclude(task, claimed, claimed.with(attempts), verdict);
        report(task, passage, outcome);
        return fate;
    }

    /// How long the call may take that is made now. Claim and signature may have taken long; what is left then is less than
    /// the application has otherwise.
    private Duration left(Task task, Instant before) {
        var left = Duration.between(means.time().instant(), before);
        var least = left.compareTo(LEAST_CALL) < 0 ? LEAST_CALL : left;
        return least.compareTo(task.timeout()) < 0 ? least : task.timeout();
    }

    /// What came of the attempt is written by now; that the breaker could not learn of it changes nothing about it.
    private void report(Task task, Passage passage, Outcome outcome) {
        try {
            breaker.report(task.key(), passage, outcome);
        } catch (RuntimeException e) {
            means.events().emit("outage_not_written",
                    Map.of("client", task.key(), "error", e.getClass().getName()));
        }
    }

    private Fate conclude(Task task, Receipt claimed, Receipt attempted, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Done done -> {
                ledger.write(task, claimed, attempted.settled(State.DONE, done.warning()));
                yield new Fate.Gone();
            }
            case Verdict.GiveUp giveUp -> {
                ledger.write(task, claimed, attempted.settled(State.FAILED, giveUp.why()));
                yield new Fate.Gone();
            }
            case Verdict.TryAgain again -> {
                var isShort = again.after().compareTo(Limits.QUEUE_WAIT) <= 0;
                var over = means.time().instant().plus(again.after());
                var due = isShort ? over.plus(Limits.LOST_MESSAGE) : over;
                var end = claimed.endOfRun(task.logout().at(), means.policy().life());
                ledger.write(task, claimed, attempted.waiting(State.RETRYING, over, due.isBefore(end) ? due : end));
                yield isShort ? new Fate.Back(again.after()) : new Fate.Gone();
            }
        };
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
