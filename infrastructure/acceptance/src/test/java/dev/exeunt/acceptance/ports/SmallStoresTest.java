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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tickets, parked requests, messages that were acted upon, and sealing keys.
@ParameterizedClass
@EnumSource(Where.class)
class SmallStoresTest {

    private static final CookieHash HASH = CookieHash.of("ticket");

    private final Services services;

    SmallStoresTest(Where where) {
        services = where.open();
    }

    @Test
    void aTicketIsKeptAndKnowsWhetherItWasUsed() {
        var tickets = services.table().tickets();
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
        services.table().tickets().use(HASH);
        assertThat(services.rows()).isEmpty();
    }

    @Test
    void aParkedRequestIsReadAgainAndAgainUntilItsTime() {
        var parking = services.table().parking();
        var until = NOW.plusSeconds(600);
        parking.park("hash", "sealed", until);
        assertThat(parking.read("hash", NOW)).contains("sealed");
        assertThat(parking.read("hash", until.minusNanos(1))).contains("sealed");
        assertThat(parking.read("hash", until)).isEmpty();
        assertThat(parking.read("other", NOW)).isEmpty();
    }

    @Test
    void e48AMessageIsActedUponOnceAndRemembersWhen() {
        var seen = services.table().seenMessages();
        var until = NOW.plusSeconds(600);
        assertThat(seen.note("https://sp.example", "_1", NOW, until)).isEmpty();
        assertThat(seen.note("https://sp.example", "_1", NOW.plusSeconds(5), until)).contains(NOW);
        assertThat(seen.note("https://sp.example", "_2", NOW.plusSeconds(5), until)).isEmpty();
        assertThat(seen.note("https://other.example", "_1", NOW.plusSeconds(5), until)).isEmpty();
    }

    @Test
    void e48IssuerAndIdOfAMessageAreNotRunTogether() {
        var seen = services.table().seenMessages();
        seen.note("https://sp.example/_", "1", NOW, NOW.plusSeconds(600));
        assertThat(seen.note("https://sp.example/", "_1", NOW, NOW.plusSeconds(600))).isEmpty();
    }

    @Test
    void e48OfManyCallsForOneMessageAtOnceOneIsTheFirst() throws InterruptedException {
        var until = NOW.plusSeconds(600);
        List<Callable<Optional<Instant>>> instances = IntStream.range(0, 8)
                .<Callable<Optional<Instant>>>mapToObj(
                        _ -> () -> services.table().seenMessages().note("https://sp.example", "_1", NOW, until))
                .toList();
        assertThat(AtOnce.<Optional<Instant>>run(instances)).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(services.rows()).hasSize(1);
    }

    @Test
    void e48AMessageIsForgottenOnlyWhenItWouldBeRefusedAnyway() {
        services.table().seenMessages().note("https://sp.example", "_1", NOW, NOW.plusMillis(600_500));
        var ttl = Long.parseLong(services.rows().getFirst().get("ttl").n());
        assertThat(Instant.ofEpochSecond(ttl)).isAfter(NOW.plusMillis(600_500));
    }

    @Test
    void ofManyCertificatesForOneKeyTheFirstStays() throws InterruptedException {
        List<Callable<String>> instances = IntStream.range(0, 6)
                .<Callable<String>>mapToObj(number -> () -> new String(services.table().certificates().of("thumb",
                        () -> ("der-" + number).getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .toList();
        var found = AtOnce.<String>run(instances);
        assertThat(found).containsOnly(found.getFirst());
        assertThat(new String(services.table().certificates().of("other", () -> new byte[]{'x'}),
                StandardCharsets.UTF_8)).isEqualTo("x");
        assertThat(services.rows()).hasSize(2).noneMatch(row -> row.containsKey("ttl"));
    }

    @Test
    void aJobIsKeptAsItIsAndMovedOnByOneOfTwo() {
        var jobs = services.table().jobs();
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
                .<Callable<SealKey>>mapToObj(_ -> () -> services.table().sealKeys().current(NOW)).toList();
        var keys = AtOnce.<SealKey>run(instances);
        assertThat(keys).containsOnly(keys.getFirst());
        assertThat(keys.getFirst().id()).isEqualTo("2026-11-22");
        assertThat(keys.getFirst().key().getEncoded()).hasSize(32);
        assertThat(keys.getFirst().key().getAlgorithm()).isEqualTo("AES");
        assertThat(services.rows()).hasSize(1);
    }

    @Test
    void anotherDayHasAnotherKeyAndTheEarlierOneIsFound() {
        var sealKeys = services.table().sealKeys();
        var today = sealKeys.current(NOW);
        var tomorrow = sealKeys.current(NOW.plus(Duration.ofHours(4)));
        assertThat(tomorrow.id()).isEqualTo("2026-11-23");
        assertThat(tomorrow.key()).isNotEqualTo(today.key());
        assertThat(services.table().sealKeys().find(today.id())).contains(today);
    }

    @Test
    void aKeyThatWasReadIsRemembered() {
        var calls = new Faults.Calls();
        var sealKeys = services.table(calls).sealKeys();
        sealKeys.current(NOW);
        calls.forget();
        sealKeys.current(NOW);
        sealKeys.find("2026-11-22");
        assertThat(calls.made()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-11-21", "2026-11-22 ", "../seal", "2026-11-22#", "x"})
    void whatIsNoKeyIsNotFound(String id) {
        assertThat(services.table().sealKeys().find(id)).isEmpty();
        assertThat(services.rows()).isEmpty();
    }
}
