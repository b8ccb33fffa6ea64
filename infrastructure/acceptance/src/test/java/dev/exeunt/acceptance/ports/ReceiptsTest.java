package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.aws.table.Table;
import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Receipts.Beginning;
import dev.exeunt.core.action.Receipts.Claim;
import dev.exeunt.core.action.Receipts.Failed;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.delivery.Receipt.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ParameterizedClass
@EnumSource(Where.class)
class ReceiptsTest {

    private static final Instant LEASE = NOW.plusSeconds(20);
    private static final String REF = Made.ref();

    private final Services services;
    private final Receipts receipts;

    ReceiptsTest(Where where) {
        services = where.open();
        receipts = services.table().receipts();
    }

    @Test
    void theFirstClaimMakesTheReceipt() {
        var expected = new Receipt(7, 1, State.QUEUED, LEASE, null, null, List.of(Attempt.begun(1, NOW, "jti")));
        assertThat(receipts.claim(beginning(1, NOW, "jti"))).isEqualTo(new Claim.Claimed(expected));
        assertThat(receipts.read(REF, 7)).contains(expected);
        assertThat(receipts.read(REF)).containsExactly(expected);
    }

    @Test
    void whatHasFailedIsListedByClientAndForAllInTheOrderOfTimeUntilItHasNotFailedAnyMore() {
        var all = new ArrayList<Failed>();
        for (int n = 0; n < 24; n++) {
            var at = NOW.plusSeconds(60L * n);
            var ref = Made.ref();
            var client = n % 3 == 0 ? "wiki" : "mail";
            var untried = Receipt.untried(n);
            var table = new Table(services.dynamoDb(), services.tableName(), InstantSource.fixed(at));
            assertThat(table.receipts().write(ref, client, untried, untried.settled(State.FAILED, "gone"))).isTrue();
            all.add(Failed.at(at, ref, n));
        }
        var wiki = all.stream().filter(failed -> failed.delivery() % 3 == 0).toList();
        assertThat(receipts.failed(null, null, 100)).isEqualTo(all);
        assertThat(receipts.failed("wiki", null, 100)).isEqualTo(wiki);
        assertThat(receipts.failed("nobody", null, 100)).isEmpty();
        assertThat(receipts.failed(null, Failed.placeOf(NOW.plusSeconds(600)), 5)).isEqualTo(all.subList(10, 15));
        assertThat(receipts.failed(null, all.get(14).place(), 5)).isEqualTo(all.subList(15, 20));
        assertThat(receipts.failed("wiki", wiki.get(1).place(), 2)).isEqualTo(wiki.subList(2, 4));
        assertThat(all).allSatisfy(failed -> assertThat(Failed.isPlace(failed.place())).isTrue());

        var first = all.getFirst();
        var failed = receipts.read(first.ref(), 0).orElseThrow();
        assertThat(receipts.write(first.ref(), "wiki", failed, failed.redriven(NOW, NOW.plusSeconds(60)))).isTrue();
        assertThat(receipts.write(first.ref(), "wiki", failed, failed.redriven(NOW, NOW.plusSeconds(60)))).isFalse();
        assertThat(receipts.failed(null, null, 100)).isEqualTo(all.subList(1, 24));
        assertThat(receipts.failed("wiki", null, 100)).isEqualTo(wiki.subList(1, wiki.size()));
        var redriven = receipts.read(first.ref(), 0).orElseThrow();
        assertThat(redriven.run()).isEqualTo(2);
        assertThat(redriven.began()).isEqualTo(NOW);
    }

    @Test
    void aDeliveryThatWasNeverTriedHasNoReceipt() {
        assertThat(receipts.read(REF, 7)).isEmpty();
        assertThat(receipts.read(REF)).isEmpty();
    }

    @Test
    void aLivingLeaseKeepsOthersOut() {
        receipts.claim(beginning(1, NOW, "first"));
        assertThat(receipts.claim(beginning(1, LEASE.minusMillis(1), "second"))).isEqualTo(new Claim.Leased(LEASE));
        assertThat(receipts.read(REF, 7).orElseThrow().attempts()).hasSize(1);
    }

    @Test
    void aLeaseEndsAtItsTime() {
        receipts.claim(beginning(1, NOW, "first"));
        var claimed = claimed(receipts.claim(beginning(1, LEASE, "second")));
        assertThat(claimed.attempts()).extracting(Attempt::jti).containsExactly("first", "second");
        assertThat(claimed.leaseUntil()).isEqualTo(LEASE.plusSeconds(20));
    }

    @Test
    void ofManyClaimsAtOnceOneIsMade() throws InterruptedException {
        List<Callable<Claim>> claims = IntStream.range(0, 8)
                .<Callable<Claim>>mapToObj(number -> () -> receipts.claim(beginning(1, NOW, "jti" + number))).toList();
        var answers = AtOnce.<Claim>run(claims);
        assertThat(answers).filteredOn(Claim.Claimed.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(new Claim.Leased(LEASE)::equals).hasSize(7);
        assertThat(receipts.read(REF, 7).orElseThrow().attempts()).hasSize(1);
    }

    @Test
    void aClaimWhoseAnswerGotLostIsOurs() {
        var table = services.table(Faults.lostAnswer("UpdateItem", 1));
        var claimed = claimed(table.receipts().claim(beginning(1, NOW, "jti")));
        assertThat(claimed.attempts()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void aSettledDeliveryIsNotClaimed(State state) {
        var before = claimed(receipts.claim(beginning(1, NOW, "first")));
        assertThat(write(before, settled(before, state, null))).isTrue();
        var claim = receipts.claim(beginning(1, NOW.plusSeconds(1), "second"));
        assertThat(claim instanceof Claim.Settled).isEqualTo(state.isTerminal());
        assertThat(claim instanceof Claim.Claimed).isEqualTo(!state.isTerminal());
    }

    @Test
    void aMessageOfAnotherRunIsSettled() {
        var failed = settled(claimed(receipts.claim(beginning(1, NOW, "first"))), State.FAILED, null);
        assertThat(write(receipts.read(REF, 7).orElseThrow(), failed)).isTrue();
        var redriven = new Receipt(7, 2, State.QUEUED, null, null, null, failed.attempts());
        assertThat(write(failed, redriven)).isTrue();
        assertThat(receipts.claim(beginning(1, NOW, "late"))).isEqualTo(new Claim.Settled());
        assertThat(receipts.claim(beginning(3, NOW, "early"))).isEqualTo(new Claim.Settled());
        var claimed = claimed(receipts.claim(beginning(2, NOW, "second")));
        assertThat(claimed.attempts()).extracting(Attempt::run).containsExactly(1, 2);
    }

    @Test
    void whatBecameOfAnAttemptIsWritten() {
        var before = claimed(receipts.claim(beginning(1, NOW, "jti")));
        var attempts = List.of(new Attempt(1, NOW, "jti", 503, null, 120L));
        var due = NOW.plusSeconds(3600);
        var after = new Receipt(7, 1, State.RETRYING, null, due, null, attempts);
        assertThat(write(before, after)).isTrue();
        assertThat(receipts.read(REF, 7)).contains(after);
    }

    @Test
    void whatWaitsIsNotClaimedBeforeItsWaitIsOver() {
        var before = claimed(receipts.claim(beginning(1, NOW, "first")));
        var over = NOW.plusMillis(30_500);
        assertThat(write(before, before.waiting(State.RETRYING, over, NOW.plusSeconds(930)))).isTrue();
        var waiting = receipts.read(REF, 7).orElseThrow();
        assertThat(waiting.notBefore()).isEqualTo(over);
        assertThat(receipts.claim(beginning(1, NOW, "at once"))).isEqualTo(new Claim.Waiting(over));
        assertThat(receipts.claim(beginning(1, over.minusMillis(1), "early"))).isEqualTo(new Claim.Waiting(over));
        assertThat(receipts.read(REF, 7)).contains(waiting);

        assertThat(receipts.claim(beginning(2, NOW, "another run"))).isEqualTo(new Claim.Settled());
        var second = claimed(receipts.claim(beginning(1, over, "second")));
        assertThat(second.attempts()).extracting(Attempt::jti).containsExactly("first", "second");
        assertThat(write(second, second.settled(State.DONE, null))).isTrue();
        assertThat(receipts.read(REF, 7).orElseThrow().notBefore()).isNull();
    }

    @Test
    void whatWaitsBehindABrokenAttemptIsNotClaimedWhenItsLeaseAloneIsOver() {
        var broken = claimed(receipts.claim(beginning(1, NOW, "broken")));
        assertThat(write(broken, broken.dueAgain(LEASE.plusSeconds(40)))).isTrue();
        assertThat(receipts.claim(beginning(1, LEASE.minusMillis(1), "second"))).isEqualTo(new Claim.Leased(LEASE));
        assertThat(receipts.claim(beginning(1, LEASE, "third"))).isEqualTo(new Claim.Waiting(LEASE.plusSeconds(40)));
        claimed(receipts.claim(beginning(1, LEASE.plusSeconds(40), "fourth")));
    }

    @Test
    void whoeverLostTheLeaseWritesNothing() {
        var first = claimed(receipts.claim(beginning(1, NOW, "first")));
        var second = claimed(receipts.claim(beginning(1, LEASE, "second")));
        assertThat(write(first, settled(first, State.FAILED, null))).isFalse();
        assertThat(receipts.read(REF, 7)).contains(second);
        assertThat(write(second, settled(second, State.DONE, null))).isTrue();
        assertThat(write(first, settled(first, State.FAILED, null))).isFalse();
        assertThat(receipts.read(REF, 7).orElseThrow().state()).isEqualTo(State.DONE);
    }

    @Test
    void aWriteWhoseAnswerGotLostStands() {
        var before = claimed(receipts.claim(beginning(1, NOW, "jti")));
        var table = services.table(Faults.lostAnswer("UpdateItem", 1));
        assertThat(table.receipts().write(REF, "client", before, settled(before, State.DONE, null))).isTrue();
    }

    @Test
    void aReceiptThatWasNeverStoredIsMadeOnce() {
        var untried = Receipt.untried(7);
        var superseded = new Receipt(7, 1, State.SUPERSEDED, null, null, "they came back", List.of());
        assertThat(write(untried, superseded)).isTrue();
        assertThat(write(untried, superseded)).isFalse();
        assertThat(receipts.read(REF, 7)).contains(superseded);
    }

    @Test
    void anAttemptThatCameAndWentBetweenReadingAndWritingIsNotForgotten() {
        var first = claimed(receipts.claim(beginning(1, NOW, "first")));
        var waiting = settled(first, State.RETRYING, NOW.plusSeconds(900));
        write(first, waiting);
        var second = claimed(receipts.claim(beginning(1, NOW.plusSeconds(900), "second")));
        var stillWaiting = settled(second, State.RETRYING, NOW.plusSeconds(1800));
        write(second, stillWaiting);
        assertThat(write(waiting, settled(waiting, State.RETRYING, NOW.plusSeconds(3600)))).isFalse();
        assertThat(receipts.read(REF, 7)).contains(stillWaiting);
    }

    @Test
    void twoRedrivesAtOnceMakeOneRun() throws InterruptedException {
        var first = claimed(receipts.claim(beginning(1, NOW, "first")));
        var failed = settled(first, State.FAILED, null);
        write(first, failed);
        var redriven = new Receipt(7, 2, State.QUEUED, null, null, null, failed.attempts());
        List<Callable<Boolean>> redrives = List.of(() -> write(failed, redriven), () -> write(failed, redriven));
        assertThat(AtOnce.<Boolean>run(redrives)).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void failuresAreListedByClientWhileTheyLast() {
        var before = claimed(receipts.claim(beginning(1, NOW, "jti")));
        assertThat(listed()).isEmpty();
        var failed = settled(before, State.FAILED, null);
        write(before, failed);
        assertThat(listed()).containsExactly("2026-11-22T20:00:00Z#" + REF + "#0007");
        write(failed, new Receipt(7, 2, State.QUEUED, null, null, null, failed.attempts()));
        assertThat(listed()).isEmpty();
    }

    private List<String> listed() {
        return services.dynamoDb().query(request -> request.tableName(services.tableName()).indexName("listing")
                .keyConditionExpression("#list = :list").expressionAttributeNames(Map.of("#list", "list"))
                .expressionAttributeValues(Map.of(":list", AttributeValue.fromS("failed#client")))).items().stream()
                .map(item -> item.get("list_at").s()).toList();
    }

    @Test
    void onlyTheNewestAttemptsAreRemembered() {
        var before = claimed(receipts.claim(beginning(1, NOW, "jti")));
        var attempts = new ArrayList<Attempt>();
        for (int number = 0; number < Limits.ATTEMPTS + 5; number++) {
            attempts.add(new Attempt(1, NOW, "jti" + number, 503, null, 1L));
        }
        assertThat(write(before, new Receipt(7, 1, State.RETRYING, null, NOW, null, attempts))).isTrue();
        assertThat(receipts.read(REF, 7).orElseThrow().attempts())
                .containsExactlyElementsOf(attempts.subList(5, attempts.size()));
    }

    @Test
    void attemptsThatAreAllCutOffDoNotFillTheRow() {
        var now = NOW;
        for (int number = 0; number < 3 * Limits.ATTEMPTS; number++) {
            var claimed = claimed(receipts.claim(beginning(1, now, "jti" + number)));
            assertThat(claimed.attempts().size()).isLessThan(2 * Limits.ATTEMPTS);
            assertThat(claimed.attempts().getLast().jti()).isEqualTo("jti" + number);
            now = now.plusSeconds(20);
        }
        var stored = receipts.read(REF, 7).orElseThrow();
        assertThat(stored.attempts().size()).isLessThan(2 * Limits.ATTEMPTS);
        assertThat(write(stored, settled(stored, State.DONE, null))).isTrue();
    }

    @Test
    void aClaimLeavesTheDueTimeInCaseTheAttemptIsCutOff() {
        var first = claimed(receipts.claim(beginning(1, NOW, "first")));
        write(first, settled(first, State.RETRYING, NOW.plusSeconds(900)));
        var second = claimed(receipts.claim(beginning(1, NOW.plusSeconds(60), "second")));
        assertThat(second.dueAt()).isEqualTo(NOW.plusSeconds(900));
        assertThat(second.state()).isEqualTo(State.RETRYING);
    }

    @Test
    void receiptsAreReadByTheirNumbers() {
        for (int delivery : List.of(1999, 10, 9, 0, 100)) {
            receipts.claim(new Beginning(REF, delivery, "client", 1, NOW, LEASE, "jti"));
        }
        assertThat(receipts.read(REF)).extracting(Receipt::delivery).containsExactly(0, 9, 10, 100, 1999);
        assertThat(receipts.read(Made.ref())).isEmpty();
    }

    @Test
    void everyReceiptIsForgottenInTime() {
        write(claimed(receipts.claim(beginning(1, NOW, "jti"))), Receipt.untried(7));
        receipts.claim(new Beginning(REF, 8, "client", 1, NOW, LEASE, "jti"));
        assertThat(services.rows()).hasSize(2).allSatisfy(row -> assertThat(row.get("ttl").n())
                .isEqualTo(Long.toString(NOW.plus(Limits.MEMORY).getEpochSecond())));
    }

    private static Beginning beginning(int run, Instant now, String jti) {
        return new Beginning(REF, 7, "client", run, now, now.plusSeconds(20), jti);
    }

    private boolean write(Receipt before, Receipt after) {
        return receipts.write(REF, "client", before, after);
    }

    private static Receipt settled(Receipt before, State state, @Nullable Instant dueAt) {
        return new Receipt(7, before.run(), state, null, dueAt, state == State.FAILED ? "gone" : null,
                before.attempts());
    }

    private static Receipt claimed(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Claimed.class);
        return ((Claim.Claimed) claim).receipt();
    }
}
