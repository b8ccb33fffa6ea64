package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.Jobs.Job;
import dev.exeunt.core.action.Jobs.Progress;
import dev.exeunt.core.action.Jobs.Work;
import dev.exeunt.core.action.SealKeys.SealKey;
import dev.exeunt.core.action.Tickets.Ticket;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.EndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tickets, parked requests, messages that were acted upon, and sealing keys.
class SmallStoresTest {

    private static final CookieHash HASH = CookieHash.of("ticket");

    private final Embedded embedded = new Embedded();

    @Test
    void aTicketIsKeptAndKnowsWhetherItWasUsed() {
        var tickets = embedded.table().tickets();
        var ticket = new Ticket("s", NOW.plusMillis(60_500), false);
        assertThat(tickets.read(HASH)).isEmpty();
        tickets.issue(HASH, ticket);
        assertThat(tickets.read(HASH)).contains(ticket);
        tickets.use(HASH);
        tickets.use(HASH);
        assertThat(tickets.read(HASH)).contains(new Ticket("s", ticket.expiresAt(), true));
    }

    @Test
    void aTicketThatNeverWasIsNotMadeByUsingIt() {
        embedded.table().tickets().use(HASH);
        assertThat(embedded.rows()).isEmpty();
    }

    @Test
    void aParkedRequestIsReadAgainAndAgainUntilItsTime() {
        var parking = embedded.table().parking();
        var until = NOW.plusSeconds(600);
        parking.park("hash", "sealed", until);
        assertThat(parking.read("hash", NOW)).contains("sealed");
        assertThat(parking.read("hash", until.minusNanos(1))).contains("sealed");
        assertThat(parking.read("hash", until)).isEmpty();
        assertThat(parking.read("other", NOW)).isEmpty();
    }

    @Test
    void e48AMessageIsActedUponOnceAndRemembersWhen() {
        var seen = embedded.table().seenMessages();
        var until = NOW.plusSeconds(600);
        assertThat(seen.note("https://sp.example", "_1", NOW, until)).isEmpty();
        assertThat(seen.note("https://sp.example", "_1", NOW.plusSeconds(5), until)).contains(NOW);
        assertThat(seen.note("https://sp.example", "_2", NOW.plusSeconds(5), until)).isEmpty();
        assertThat(seen.note("https://other.example", "_1", NOW.plusSeconds(5), until)).isEmpty();
    }

    @Test
    void e48IssuerAndIdOfAMessageAreNotRunTogether() {
        var seen = embedded.table().seenMessages();
        seen.note("https://sp.example/_", "1", NOW, NOW.plusSeconds(600));
        assertThat(seen.note("https://sp.example/", "_1", NOW, NOW.plusSeconds(600))).isEmpty();
    }

    @Test
    void e48OfManyCallsForOneMessageAtOnceOneIsTheFirst() throws InterruptedException {
        var until = NOW.plusSeconds(600);
        List<Callable<Optional<Instant>>> instances = IntStream.range(0, 8)
                .<Callable<Optional<Instant>>>mapToObj(
                        _ -> () -> embedded.table().seenMessages().note("https://sp.example", "_1", NOW, until))
                .toList();
        assertThat(AtOnce.<Optional<Instant>>run(instances)).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(embedded.rows()).hasSize(1);
    }

    @Test
    void e48AMessageIsForgottenOnlyWhenItWouldBeRefusedAnyway() {
        embedded.table().seenMessages().note("https://sp.example", "_1", NOW, NOW.plusMillis(600_500));
        var ttl = Long.parseLong(embedded.rows().getFirst().get("ttl").n());
        assertThat(Instant.ofEpochSecond(ttl)).isAfter(NOW.plusMillis(600_500));
    }

    @Test
    void aJobIsKeptAsItIsAndMovedOnByOneOfTwo() {
        var jobs = embedded.table().jobs();
        var works = List.<Work>of(new Work.EndSessions("u", EndReason.POLICY, NOW),
                new Work.Redrive("wiki", "u", NOW.plusNanos(5), null, NOW),
                new Work.Redrive(null, null, null, "0".repeat(32), NOW));
        for (Work work : works) {
            var job = new Job(Made.ref(), work, Progress.NONE);
            jobs.add(job, NOW);
            assertThat(jobs.read(job.id())).contains(job);
            var next = new Progress("after", 7, 1, 2, false);
            assertThat(jobs.advance(job, next, NOW)).isTrue();
            assertThat(jobs.advance(job, next, NOW)).isFalse();
            assertThat(jobs.read(job.id())).contains(new Job(job.id(), work, next));
        }
    }

    @Test
    void aDayHasOneSealingKeyForAllInstances() throws InterruptedException {
        List<Callable<SealKey>> instances = IntStream.range(0, 6)
                .<Callable<SealKey>>mapToObj(_ -> () -> embedded.table().sealKeys().current(NOW)).toList();
        var keys = AtOnce.<SealKey>run(instances);
        assertThat(keys).containsOnly(keys.getFirst());
        assertThat(keys.getFirst().id()).isEqualTo("2026-11-22");
        assertThat(keys.getFirst().key().getEncoded()).hasSize(32);
        assertThat(keys.getFirst().key().getAlgorithm()).isEqualTo("AES");
        assertThat(embedded.rows()).hasSize(1);
    }

    @Test
    void anotherDayHasAnotherKeyAndTheEarlierOneIsFound() {
        var sealKeys = embedded.table().sealKeys();
        var today = sealKeys.current(NOW);
        var tomorrow = sealKeys.current(NOW.plus(Duration.ofHours(4)));
        assertThat(tomorrow.id()).isEqualTo("2026-11-23");
        assertThat(tomorrow.key()).isNotEqualTo(today.key());
        assertThat(embedded.table().sealKeys().find(today.id())).contains(today);
    }

    @Test
    void aKeyThatWasReadIsRemembered() {
        var calls = new Faults.Calls();
        var sealKeys = embedded.table(calls).sealKeys();
        sealKeys.current(NOW);
        calls.forget();
        sealKeys.current(NOW);
        sealKeys.find("2026-11-22");
        assertThat(calls.made()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-11-21", "2026-11-22 ", "../seal", "2026-11-22#", "x"})
    void whatIsNoKeyIsNotFound(String id) {
        assertThat(embedded.table().sealKeys().find(id)).isEmpty();
        assertThat(embedded.rows()).isEmpty();
    }
}
