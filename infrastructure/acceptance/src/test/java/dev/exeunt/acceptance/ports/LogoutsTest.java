package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static dev.exeunt.acceptance.ports.Made.ending;
import static dev.exeunt.acceptance.ports.Made.signedIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clock.Due;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Logouts.Committed;
import dev.exeunt.core.action.Logouts.Ending;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Sessions.Written;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.FrameResult;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Participant.Presence;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

@ParameterizedClass
@EnumSource(Where.class)
class LogoutsTest {

    private static final Committed DONE = new Committed.Done();
    private static final Committed CHANGED = new Committed.Changed();

    private final Services services;
    private final Sessions sessions;
    private final Logouts logouts;

    LogoutsTest(Where where) {
        services = where.open();
        sessions = services.table().sessions();
        logouts = services.table().logouts();
    }

    @Test
    void aCommitEndsTheSessionAndKeepsThePlanAndTheVisit() {
        var ending = ending(signedIn(sessions, "s", 3), null);
        assertThat(logouts.commit(ending)).isEqualTo(DONE);
        var read = sessions.read("s").orElseThrow();
        assertThat(read.session().life())
                .isEqualTo(new Session.Life.Ended(ending.logout().ref(), NOW, EndReason.USER));
        assertThat(read.here()).hasSize(3);
        assertThat(read.session().gate()).isEqualTo(new Session.Gate(5, 3, 300));
        assertThat(logouts.read(ending.logout().ref())).contains(ending.logout());
        assertThat(visit(ending)).isEqualTo(ending.visit());
        assertThat(sessions.find(Made.cookie("s"))).contains("s");
    }

    @Test
    void aPlanThatIsLargerThanAnItemIsWrittenAsSeveralInTheSameTransaction() {
        var small = ending(signedIn(sessions, "s", 1), null);
        var seed = 20261122L;
        var random = new Random(seed);
        var frames = IntStream.range(0, 1000).<Stage.Frame>mapToObj(_ -> new Stage.Frame.Oidc(0,
                "https://rp.example/" + random.ints(900, 'a', 'z').mapToObj(Character::toString)
                        .collect(Collectors.joining())))
                .toList();
        var plan = new StagePlan("flow", Initiator.USER,
                List.of(new Stage.IframeLogout(frames), new Stage.SessionEnd()),
                List.of(new StagePlan.Application("rp", "RP")), List.of(), List.of());
        var logout = new Logout(small.logout().ref(), "s", small.logout().user(), null, EndReason.USER, NOW, plan);
        var ending = new Ending(small.session(), logout, null, small.dueAt());

        assertThat(logouts.commit(ending)).as("seed %s", seed).isEqualTo(DONE);
        assertThat(logouts.commit(ending)).isEqualTo(DONE);
        assertThat(logouts.read(logout.ref())).contains(logout);
        assertThat(services.rows().stream().filter(row -> row.get("sk").s().startsWith("PLAN"))).hasSizeGreaterThan(1);
    }

    @Test
    void aLogoutWithoutABrowserHasNoVisit() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        assertThat(logouts.commit(new Ending(ending.session(), ending.logout(), null, ending.dueAt()))).isEqualTo(DONE);
        assertThat(services.rows()).noneMatch(row -> row.get("sk").s().startsWith("V#"));
    }

    @Test
    void anEndedSessionIsOffTheClockAndItsLogoutIsOnIt() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        logouts.commit(ending);
        assertThat(due()).containsExactly(new Due.Sending(ending.logout().ref(), ending.dueAt()));
    }

    @Test
    void endingOnePartLeavesTheSessionAndTheOthers() {
        var ending = ending(signedIn(sessions, "s", 3), "c1");
        assertThat(logouts.commit(ending)).isEqualTo(DONE);
        var read = sessions.read("s").orElseThrow();
        assertThat(read.session().life()).isEqualTo(new Session.Life.Living());
        assertThat(read.session().gate()).isEqualTo(new Session.Gate(5, 2, 300));
        assertThat(read.participants().get(1).presence()).isEqualTo(new Presence.Left(ending.logout().ref(), NOW));
        assertThat(read.here()).extracting("client").containsExactly("c0", "c2");
        assertThat(due()).contains(new Due.Expiry("s", NOW.plus(Duration.ofHours(8))));
        assertThat(services.rows()).filteredOn(row -> row.get("pk").s().equals("S#s"))
                .noneMatch(row -> row.containsKey("ttl"));
    }

    @Test
    void whoLeftMayComeBack() {
        logouts.commit(ending(signedIn(sessions, "s", 1), "c0"));
        var left = sessions.read("s").orElseThrow().session();
        assertThat(sessions.write(Made.joining(left, Made.participant("c0", "s-0")))).isEqualTo(new Written.Done());
        assertThat(sessions.read("s").orElseThrow().here()).hasSize(1);
    }

    @Test
    void aCommitIsOneTransactionWhateverTheNumberOfParticipants() {
        var signIns = signedIn(sessions, "s", Limits.PARTICIPANTS);
        var calls = new Faults.Calls();
        assertThat(services.table(calls).logouts().commit(ending(signIns, null))).isEqualTo(DONE);
        assertThat(calls.made()).containsExactly("TransactWriteItems");
        assertThat(sessions.read("s").orElseThrow().here()).hasSize(Limits.PARTICIPANTS);
    }

    @Test
    void ofTwoCommitsAtOnceOneEndsTheSessionAndTheOtherLearnsWhose() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            var signIns = signedIn(sessions, "s" + round, 2);
            var endings = List.of(ending(signIns, null), ending(signIns, null));
            var answers = AtOnce.<Committed>run(endings.stream()
                    .<Callable<Committed>>map(ending -> () -> logouts.commit(ending)).toList());
            var winner = answers.indexOf(DONE);
            assertThat(answers.get(1 - winner))
                    .isEqualTo(new Committed.EndedBy(endings.get(winner).logout().ref()));
            assertThat(logouts.read(endings.get(1 - winner).logout().ref())).isEmpty();
        }
    }

    @Test
    void whoJoinsWhileTheSessionEndsIsToldOrRefused() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            var signIns = signedIn(sessions, "s" + round, 1);
            var late = Made.joining(signIns.session(), Made.participant("late", "late" + round));
            var answers = AtOnce.<Object>run(List.<Callable<Object>>of(
                    () -> logouts.commit(ending(signIns, null)), () -> sessions.write(late)));
            assertThat(answers).isIn(List.of(DONE, new Written.Changed()), List.of(CHANGED, new Written.Done()));
        }
    }

    @Test
    void aSessionThatChangedSinceItWasReadDoesNotEnd() {
        var signIns = signedIn(sessions, "s", 1);
        sessions.write(Made.joining(signIns.session(), Made.participant("late", "late")));
        var rows = services.rows();
        assertThat(logouts.commit(ending(signIns, null))).isEqualTo(CHANGED);
        assertThat(logouts.commit(ending(signIns, "c0"))).isEqualTo(CHANGED);
        assertThat(services.rows()).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void aSessionThatIsGoneDoesNotEnd() {
        var gone = new SignIns(Made.session("gone"), List.of(Made.participant("c0", "x")));
        assertThat(logouts.commit(ending(gone, null))).isEqualTo(CHANGED);
        assertThat(services.rows()).isEmpty();
    }

    @Test
    void onePartOfASessionThatAnotherEndedIsNotEndedAgain() {
        var signIns = signedIn(sessions, "s", 2);
        var whole = ending(signIns, null);
        logouts.commit(whole);
        assertThat(logouts.commit(ending(signIns, "c0"))).isEqualTo(new Committed.EndedBy(whole.logout().ref()));
    }

    @Test
    void endingThePartOfSomebodyWhoIsNotThereIsAFault() {
        var signIns = signedIn(sessions, "s", 1);
        var logout = Made.logout(signIns, "nobody");
        assertThatThrownBy(() -> logouts.commit(new Ending(signIns.session(), logout, null, NOW)))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "c0")
    void aCommitWhoseAnswerGotLostStandsWhenItIsRepeated(@Nullable String client) {
        var ending = ending(signedIn(sessions, "s", 2), client);
        var table = services.table(Faults.after("TransactWriteItems", 1));
        assertThatThrownBy(() -> table.logouts().commit(ending)).isInstanceOf(Faults.Lost.class);
        assertThat(table.logouts().commit(ending)).isEqualTo(DONE);
        assertThat(visit(ending)).isEqualTo(ending.visit());
        assertThat(sessions.read("s").orElseThrow().session().gate().version()).isEqualTo(4);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "c0")
    void itStandsAlsoWhenTheServiceHasForgottenTheToken(@Nullable String client) {
        var ending = ending(signedIn(sessions, "s", 2), client);
        var table = services.table(Faults.after("TransactWriteItems", 1), Faults.forgetfulTokens());
        assertThatThrownBy(() -> table.logouts().commit(ending)).isInstanceOf(Faults.Lost.class);
        assertThat(table.logouts().commit(ending)).isEqualTo(DONE);
        assertThat(visit(ending)).isEqualTo(ending.visit());
        assertThat(sessions.read("s").orElseThrow().session().gate().version()).isEqualTo(4);
    }

    @Test
    void theEndOfOnePartStandsWhateverBecameOfTheSessionSince() {
        var signIns = signedIn(sessions, "s", 2);
        var ending = ending(signIns, "c0");
        var table = services.table(Faults.after("TransactWriteItems", 1), Faults.forgetfulTokens());
        assertThatThrownBy(() -> table.logouts().commit(ending)).isInstanceOf(Faults.Lost.class);
        var left = sessions.read("s").orElseThrow().session();
        sessions.write(Made.joining(left, Made.participant("c0", "s-0")));
        assertThat(table.logouts().commit(ending)).isEqualTo(DONE);
        logouts.commit(ending(sessions.read("s").orElseThrow(), null));
        assertThat(table.logouts().commit(ending)).isEqualTo(DONE);
    }

    @Test
    void whoComesBackWithAnotherPlanForTheSameRefGoesByTheOneThatStands() {
        var signIns = signedIn(sessions, "s", 2);
        var first = ending(signIns, null);
        var table = services.table(Faults.after("TransactWriteItems", 1));
        assertThatThrownBy(() -> table.logouts().commit(first)).isInstanceOf(Faults.Lost.class);
        var plan = first.logout();
        var later = new Logout(plan.ref(), plan.session(), plan.user(), plan.client(), plan.reason(),
                plan.at().plusSeconds(1), plan.plan());
        var second = new Ending(signIns.session(), later, Made.visit(later), first.dueAt());
        assertThat(logouts.commit(second)).isEqualTo(new Committed.EndedBy(plan.ref()));
        assertThat(logouts.read(plan.ref())).contains(plan);
    }

    @Test
    void theClientsOwnRepetitionIsRecognised() {
        var ending = ending(signedIn(sessions, "s", 2), null);
        var table = services.table(Faults.lostAnswer("TransactWriteItems", 1));
        assertThat(table.logouts().commit(ending)).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void whoeverMeetsAnotherWriterReadsAgain(String code) {
        var signIns = signedIn(sessions, "s", 2);
        for (int position = 0; position < 4; position++) {
            var at = position;
            var table = services.table(
                    Faults.before("TransactWriteItems", 1, () -> Faults.cancelled(4, at, code)));
            assertThat(table.logouts().commit(ending(signIns, null))).isEqualTo(CHANGED);
        }
        assertThat(logouts.commit(ending(signIns, null))).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ValidationError", "ItemCollectionSizeLimitExceeded", "SomethingNew"})
    void aTransactionCancelledForAFaultIsAnException(String code) {
        var signIns = signedIn(sessions, "s", 1);
        var table = services.table(Faults.before("TransactWriteItems", 1, () -> Faults.cancelled(4, 1, code)));
        assertThatThrownBy(() -> table.logouts().commit(ending(signIns, null)))
                .isInstanceOf(TransactionCanceledException.class);
    }

    @Test
    void aCommitThatIsStillBeingMadeIsReadAgainUnlessItStands() {
        var signIns = signedIn(sessions, "s", 1);
        var ending = ending(signIns, null);
        var table = services.table(Faults.before("TransactWriteItems", 2,
                () -> TransactionInProgressException.builder().message("in progress").build()));
        assertThat(table.logouts().commit(ending)).isEqualTo(CHANGED);
        logouts.commit(ending);
        assertThat(table.logouts().commit(ending)).isEqualTo(DONE);
    }

    @Test
    void aServiceThatCannotBeReachedIsAnException() {
        var signIns = signedIn(sessions, "s", 1);
        var table = services.table(Faults.before("TransactWriteItems", 1, () -> SdkClientException.create("down")));
        assertThatThrownBy(() -> table.logouts().commit(ending(signIns, null)))
                .isInstanceOf(SdkClientException.class);
        assertThat(sessions.read("s")).contains(signIns);
    }

    @Test
    void aLogoutThatWasSentIsLookedAtOnlyWhenItsLifeIsOver() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        logouts.commit(ending);
        var over = NOW.plus(Duration.ofDays(3));
        logouts.sent(ending.logout().ref(), over);
        logouts.sent(ending.logout().ref(), over);
        assertThat(due()).containsExactly(new Due.Sending(ending.logout().ref(), over));
    }

    @Test
    void aClosedLogoutStaysOffTheClock() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        logouts.commit(ending);
        logouts.close(ending.logout().ref());
        logouts.close(ending.logout().ref());
        logouts.sent(ending.logout().ref(), NOW);
        assertThat(due()).isEmpty();
        assertThat(logouts.read(ending.logout().ref())).contains(ending.logout());
    }

    @Test
    void whatIsSaidOfAnUnknownLogoutLeavesNoTrace() {
        logouts.sent("unknown", NOW);
        logouts.close("unknown");
        assertThat(logouts.read("unknown")).isEmpty();
        assertThat(logouts.visit("unknown", "unknown")).isEmpty();
        assertThat(services.rows()).isEmpty();
    }

    @Test
    void aLogoutIsKeptWithItsReceiptsForAsLongAsItIsNeeded() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        logouts.commit(ending);
        var ref = ending.logout().ref();
        var untried = Receipt.untried(0);
        services.table().receipts().write(ref, "c0", untried, untried.settled(Receipt.State.FAILED, "gone"));
        logouts.keep(ref, NOW.plus(Duration.ofDays(4)));
        assertThat(timesToLive(ref)).containsOnly(NOW.plus(Limits.MEMORY).getEpochSecond());

        var atLeast = NOW.plus(Duration.ofDays(33));
        logouts.keep(ref, atLeast);
        logouts.keep(ref, atLeast.plusSeconds(60));
        logouts.keep("unknown", atLeast);
        assertThat(timesToLive(ref)).containsOnly(atLeast.plus(Limits.MEMORY).getEpochSecond());
        assertThat(logouts.read(ref)).contains(ending.logout());
    }

    /// Of everything of a logout but its visits.
    private List<Long> timesToLive(String ref) {
        return services.rows().stream()
                .filter(row -> row.get("pk").s().equals("L#" + ref) && !row.get("sk").s().startsWith("V#"))
                .map(row -> Long.valueOf(row.get("ttl").n()))
                .toList();
    }

    @Test
    void anotherBrowserHasItsOwnVisit() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        logouts.commit(ending);
        var another = Made.visit(ending.logout());
        logouts.addVisit(another);
        assertThat(logouts.visit(another.ref(), another.hash())).contains(another);
        assertThat(visit(ending)).isEqualTo(ending.visit());
        assertThat(logouts.visit(Made.ref(), another.hash())).isEmpty();
    }

    @Test
    void aVisitMovesOnOnceFromWhereItWasSeen() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        logouts.commit(ending);
        var seen = visit(ending);
        var next = new Progress(2, Map.of(0, FrameResult.LOADED, 11, FrameResult.TIMEOUT));
        assertThat(logouts.advance(seen, next)).isTrue();
        assertThat(visit(ending).progress()).isEqualTo(next);
        assertThat(logouts.advance(seen, new Progress(3, Map.of()))).isFalse();
        assertThat(visit(ending).progress()).isEqualTo(next);
        assertThat(logouts.advance(Made.visit(ending.logout()), next)).isFalse();
    }

    @Test
    void aVisitMovesOnOnlyFromTheHopsThatWereSeen() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        logouts.commit(ending);
        var seen = visit(ending);
        var started = seen.progress().started(0);
        assertThat(logouts.advance(seen, started)).isTrue();
        assertThat(logouts.advance(seen, seen.progress().skipped(0))).isFalse();
        assertThat(visit(ending).progress()).isEqualTo(started);
        assertThat(logouts.advance(visit(ending), started.started(0))).isTrue();
        assertThat(visit(ending).progress().times(0)).isEqualTo(2);
    }

    @Test
    void e49AnAnswerIsTakenOnceAndStandsWhereverTheVisitMoves() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        logouts.commit(ending);
        var ref = ending.logout().ref();
        var seen = visit(ending);
        var frame = new Entry(Place.FRAME, 11);
        var hop = new Entry(Place.HOP, 11);
        assertThat(logouts.answered(ref, seen.hash(), frame, SamlStatus.SUCCESS)).isTrue();
        assertThat(logouts.answered(ref, seen.hash(), frame, SamlStatus.FAILURE)).isFalse();
        assertThat(logouts.answered(ref, seen.hash(), hop, SamlStatus.PARTIAL)).isTrue();

        assertThat(logouts.advance(seen, seen.progress().started(3).past(1))).isTrue();
        assertThat(visit(ending).progress().answers()).isEqualTo(
                Map.of(frame, SamlStatus.SUCCESS, hop, SamlStatus.PARTIAL));
        assertThat(visit(ending).progress().stage()).isEqualTo(2);
    }

    @Test
    void anAnswerToAVisitThatIsNotThereLeavesNothing() {
        var before = services.rows().size();
        assertThat(logouts.answered(Made.ref(), "h".repeat(43), new Entry(Place.HOP, 0), SamlStatus.SUCCESS)).isFalse();
        assertThat(services.rows()).hasSize(before);
    }

    @Test
    void everythingOfALogoutIsForgottenInTime() {
        var ending = ending(signedIn(sessions, "s", 1), null);
        logouts.commit(ending);
        assertThat(timesToLive(ending.logout().ref())).hasSize(2)
                .containsOnly(NOW.plus(Limits.MEMORY).getEpochSecond());
        assertThat(services.rows()).filteredOn(row -> row.get("sk").s().startsWith("V#")).singleElement()
                .satisfies(row -> assertThat(row.get("ttl").n()).isEqualTo(Long
                        .toString(NOW.plus(Limits.VISIT).plus(Limits.VISIT_MEMORY).getEpochSecond())));
    }

    private Visit visit(Ending ending) {
        var visit = ending.visit();
        assertThat(visit).isNotNull();
        return logouts.visit(visit.ref(), visit.hash()).orElseThrow();
    }

    private List<Due> due() {
        var clock = services.table().clock();
        return IntStream.range(0, Limits.DUE_SHARDS).boxed()
                .flatMap(shard -> clock.due(shard, Instant.EPOCH, NOW.plus(Duration.ofDays(30)), 100).stream())
                .toList();
    }
}
