package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static dev.exeunt.acceptance.ports.Made.cookie;
import static dev.exeunt.acceptance.ports.Made.joining;
import static dev.exeunt.acceptance.ports.Made.opening;
import static dev.exeunt.acceptance.ports.Made.participant;
import static dev.exeunt.acceptance.ports.Made.session;
import static dev.exeunt.acceptance.ports.Made.sid;
import static dev.exeunt.acceptance.ports.Made.signedIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Sessions.Added;
import dev.exeunt.core.action.Sessions.Change;
import dev.exeunt.core.action.Sessions.Written;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.SamlIdentity;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

@ParameterizedClass
@EnumSource(Where.class)
class SessionsTest {

    private static final Written DONE = new Written.Done();
    private static final Written CHANGED = new Written.Changed();

    private final Services services;
    private final Sessions sessions;

    SessionsTest(Where where) {
        services = where.open();
        sessions = services.table().sessions();
    }

    @Test
    void aNewSessionIsReadAsItWasWritten() {
        assertThat(sessions.write(opening(session("s")))).isEqualTo(DONE);
        assertThat(sessions.read("s")).contains(new SignIns(session("s"), List.of()));
        assertThat(sessions.find(cookie("s"))).contains("s");
    }

    @Test
    void whatWasNeverWrittenIsNotFound() {
        assertThat(sessions.read("s")).isEmpty();
        assertThat(sessions.find(cookie("s"))).isEmpty();
        assertThat(sessions.ofUser("u", null, 10)).isEmpty();
    }

    @Test
    void aSessionThatExistsIsNotNew() {
        sessions.write(opening(session("s")));
        assertThat(sessions.write(opening(session("s")))).isEqualTo(CHANGED);
    }

    @Test
    void whoJoinsIsReadWithTheSessionAndFoundByItsSid() {
        var signIns = signedIn(sessions, "s", 3);
        assertThat(signIns.participants()).containsExactly(participant("c0", "s-0"), participant("c1", "s-1"),
                participant("c2", "s-2"));
        assertThat(signIns.session().gate()).isEqualTo(new Session.Gate(4, 3, 300));
        assertThat(sessions.find(sid("c1", "s-1"))).contains("s");
        assertThat(sessions.find(sid("c0", "s-1"))).isEmpty();
    }

    @Test
    void aServiceProviderIsReadToTheLetterAndFoundByNameAndSessionIndex() {
        sessions.write(opening(session("s")));
        var full = new SamlIdentity(new NameId(" u@x\u00e9 ", "f", "nq", "spnq", "spid"), "i-1");
        var bare = new SamlIdentity(new NameId("u@x", null, null, null, null), null);
        var sp = new Participant.Saml("hr", List.of(full, bare), NOW, new Participant.Presence.Here());
        var before = session("s");
        var handle = new Handle.Saml("hr", " u@x\u00e9 ", "i-1");
        var change = new Change(before, before.joined(before.gate().next(1, 100)), sp,
                sp.handles().stream().map(one -> new Added(one, null)).toList(), List.of());

        assertThat(change.added()).containsExactly(new Added(handle, null));
        assertThat(sessions.write(change)).isEqualTo(DONE);
        assertThat(sessions.read("s").orElseThrow().participants()).containsExactly(sp);
        assertThat(sessions.find(handle)).contains("s");
        assertThat(sessions.find(new Handle.Saml("hr", "u@x\u00e9", "i-1"))).isEmpty();
        assertThat(services.rows()).filteredOn(row -> row.get("pk").s().startsWith("H#"))
                .noneMatch(row -> row.toString().contains("u@x"));
    }

    @Test
    void aChangeOfAnOlderVersionIsRefusedWhole() {
        signedIn(sessions, "s", 1);
        var rows = services.rows();
        assertThat(sessions.write(joining(session("s"), participant("late", "late")))).isEqualTo(CHANGED);
        assertThat(services.rows()).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void nobodyJoinsAnEndedSession() {
        var signIns = signedIn(sessions, "s", 1);
        services.table().logouts().commit(Made.ending(signIns, null));
        var ended = sessions.read("s").orElseThrow().session();
        assertThat(ended.life()).isInstanceOf(Session.Life.Ended.class);
        assertThat(sessions.write(joining(signIns.session(), participant("late", "late")))).isEqualTo(CHANGED);
        assertThat(sessions.write(joining(ended, participant("late", "late")))).isEqualTo(CHANGED);
    }

    @Test
    void cookiesRotateInOneChange() {
        var before = session("s");
        sessions.write(opening(before));
        var after = before.changed(NOW.plus(Duration.ofHours(9)), List.of(cookie("new").hash()));
        assertThat(sessions.write(new Change(before, after, null, List.of(new Added(cookie("new"), null)),
                List.of(cookie("s"))))).isEqualTo(DONE);
        assertThat(sessions.find(cookie("new"))).contains("s");
        assertThat(sessions.find(cookie("s"))).isEmpty();
        assertThat(sessions.read("s").orElseThrow().session()).isEqualTo(after);
    }

    @Test
    void aHandleOfAnotherSessionIsTakenAndNothingIsWritten() {
        signedIn(sessions, "s", 1);
        var other = session("other");
        sessions.write(opening(other));
        var rows = services.rows();
        assertThat(sessions.write(joining(other, participant("c0", "s-0"))))
                .isEqualTo(new Written.Taken(sid("c0", "s-0"), "s"));
        assertThat(services.rows()).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void aHandleOfThisSessionMayBeAddedAgain() {
        var signIns = signedIn(sessions, "s", 1);
        var again = new Change(signIns.session(), signIns.session().joined(signIns.session().gate().next(1, 100)),
                participant("c0", "s-0"), List.of(new Added(sid("c0", "s-0"), null)), List.of());
        assertThat(sessions.write(again)).isEqualTo(DONE);
    }

    @Test
    void aHandleMovesFromTheSessionThatWasNamedAndFromNoOther() {
        signedIn(sessions, "ended", 1);
        var other = session("other");
        sessions.write(opening(other));
        assertThat(sessions.write(moving(other, "somebody else")))
                .isEqualTo(new Written.Taken(sid("c0", "ended-0"), "ended"));
        assertThat(sessions.write(moving(other, "ended"))).isEqualTo(DONE);
        assertThat(sessions.find(sid("c0", "ended-0"))).contains("other");
    }

    private static Change moving(Session to, String from) {
        return new Change(to, to.joined(to.gate().next(1, 1)), participant("c0", "ended-0"),
                List.of(new Added(sid("c0", "ended-0"), from)), List.of());
    }

    @Test
    void aHandleThatFindsAnotherSessionByNowIsNotRemoved() {
        sessions.write(opening(session("other")));
        var before = session("s");
        sessions.write(opening(before));
        var after = before.changed(before.expiresAt(), List.of());
        assertThat(sessions.write(new Change(before, after, null, List.of(),
                List.of(cookie("other"), cookie("nobody's"), cookie("s"))))).isEqualTo(DONE);
        assertThat(sessions.find(cookie("other"))).contains("other");
        assertThat(sessions.find(cookie("s"))).isEmpty();
    }

    @Test
    void ofSeveralChangesAtOnceOneWins() throws InterruptedException {
        var before = session("s");
        sessions.write(opening(before));
        List<Callable<Written>> joins = IntStream.range(0, 6)
                .<Callable<Written>>mapToObj(
                        number -> () -> sessions.write(joining(before, participant("c" + number, "s-" + number))))
                .toList();
        assertThat(AtOnce.<Written>run(joins)).containsOnlyOnce(DONE).containsOnly(DONE, CHANGED);
        assertThat(sessions.read("s").orElseThrow().here()).hasSize(1);
    }

    @Test
    void whoJoinsBetweenTheTwoReadingsMakesItReadAgain() {
        var before = signedIn(sessions, "s", 1).session();
        var reading = services.table(
                Faults.then("GetItem", () -> sessions.write(joining(before, participant("late", "late")))));
        var signIns = reading.sessions().read("s").orElseThrow();
        assertThat(signIns.here()).hasSize(2);
        assertThat(signIns.session().gate().count()).isEqualTo(2);
    }

    @Test
    void aSessionThatNeverAgreesWithItsParticipantsIsAFault() {
        signedIn(sessions, "s-7", 1);
        services.dynamoDb().updateItem(request -> request.tableName(services.tableName())
                .key(Map.of("pk", AttributeValue.fromS("S#s-7"), "sk", AttributeValue.fromS("A")))
                .updateExpression("SET #count = :two").expressionAttributeNames(Map.of("#count", "count"))
                .expressionAttributeValues(Map.of(":two", AttributeValue.fromN("2"))));
        assertThatThrownBy(() -> sessions.read("s-7")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("s-7");
    }

    @Test
    void participantsAreReadPageByPage() {
        var session = session("s");
        sessions.write(opening(session));
        for (int number = 0; number < 250; number++) {
            var join = joining(session, new Participant.Oidc("c" + number,
                    List.of(new OidcIdentity(Made.ISS, "x".repeat(8_000), null)), NOW,
                    new Participant.Presence.Here()));
            assertThat(sessions.write(join)).isEqualTo(DONE);
            session = join.after();
        }
        var calls = new Faults.Calls();
        assertThat(services.table(calls).sessions().read("s").orElseThrow().here()).hasSize(250);
        assertThat(calls.made()).containsExactly("GetItem", "Query", "Query");
    }

    @Test
    void aUsersSessionsArePagedInOrder() {
        var ids = new TreeSet<String>();
        for (int number = 0; number < 25; number++) {
            var id = "s" + number;
            ids.add(id);
            var made = session(id);
            sessions.write(opening(new Session(id, "u", made.createdAt(), made.expiresAt(), made.cookies(),
                    made.gate(), made.life())));
        }
        var read = new ArrayList<String>();
        var page = sessions.ofUser("u", null, 10);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            read.addAll(page);
            page = sessions.ofUser("u", page.getLast(), 10);
        }
        assertThat(read).containsExactlyElementsOf(ids);
        assertThat(sessions.ofUser("u", "s1", 2)).containsExactly("s10", "s11");
    }

    @Test
    void ofManySessionsThoseAreFoundThatLiveAndHoldAClient() {
        var ids = new ArrayList<String>();
        for (int number = 0; number < 120; number++) {
            ids.add("s-" + number);
            var made = session("s-" + number);
            sessions.write(opening(new Session(made.id(), "u", made.createdAt(), made.expiresAt(), List.of(),
                    made.gate(), made.life())));
        }
        for (int number = 40; number < 119; number++) {
            sessions.write(joining(sessions.read("s-" + number).orElseThrow().session(),
                    participant(number < 117 ? "other" : "wiki", "sid-" + number)));
        }
        var left = Made.signedIn(sessions, "left", 2);
        services.table().logouts().commit(Made.ending(left, "c0"));
        var ended = Made.signedIn(sessions, "ended", 1);
        services.table().logouts().commit(Made.ending(ended, null));
        ids.addAll(List.of("left", "ended", "never"));

        assertThat(sessions.holding(ids, "wiki", NOW)).containsExactlyInAnyOrder("s-117", "s-118");
        assertThat(sessions.holding(ids, "c0", NOW)).isEmpty();
        assertThat(sessions.holding(ids, "c1", NOW)).containsExactly("left");
        assertThat(sessions.holding(ids, "wiki", session("s-117").expiresAt())).isEmpty();
        assertThat(sessions.holding(List.of(), "wiki", NOW)).isEmpty();
    }

    @Test
    void theAnswerThatGotLostIsRecognisedWhenTheClientTriesAgain() {
        var table = services.table(Faults.lostAnswer("TransactWriteItems", 1));
        assertThat(table.sessions().write(opening(session("s")))).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void whoeverMeetsAnotherWriterReadsAgain(String code) {
        var table = services.table(Faults.before("TransactWriteItems", 1, () -> Faults.cancelled(3, 2, code)));
        assertThat(table.sessions().write(opening(session("s")))).isEqualTo(CHANGED);
        assertThat(table.sessions().write(opening(session("s")))).isEqualTo(DONE);
    }

    @Test
    void aTransactionCancelledForAFaultIsAnException() {
        var table = services.table(Faults.before("TransactWriteItems", 1,
                () -> Faults.cancelled(3, 1, "ValidationError")));
        assertThatThrownBy(() -> table.sessions().write(opening(session("s"))))
                .isInstanceOf(TransactionCanceledException.class);
    }

    @Test
    void nothingOfALivingSessionIsEverThrownAway() {
        signedIn(sessions, "s", 3);
        assertThat(services.rows()).noneMatch(row -> row.containsKey("ttl"));
    }

    @Test
    void everyRowOfAnEndedSessionIsForgottenInTime() {
        var signIns = signedIn(sessions, "s", 120);
        services.table().logouts().commit(Made.ending(signIns, null));
        var ended = sessions.read("s").orElseThrow();
        sessions.retire(ended);
        sessions.retire(ended);
        var visit = Long.toString(NOW.plus(Limits.VISIT).plus(Limits.VISIT_MEMORY).getEpochSecond());
        var rest = Long.toString(NOW.plus(Limits.MEMORY).getEpochSecond());
        var ends = services.rows().stream()
                .collect(Collectors.groupingBy(row -> row.get("ttl").n(), Collectors.counting()));
        assertThat(ends).isEqualTo(Map.of(visit, 1L, rest, 1L + 1 + 120 + 1 + 120 + 2));
        assertThat(sessions.read("s")).contains(ended);
        assertThat(sessions.find(cookie("s"))).contains("s");
        assertThat(sessions.find(sid("c7", "s-7"))).contains("s");
    }

    @Test
    void whatIsGoneOrFindsAnotherSessionIsLeftAloneWhenASessionRetires() {
        var signIns = signedIn(sessions, "ended", 3);
        services.table().logouts().commit(Made.ending(signIns, null));
        var ended = sessions.read("ended").orElseThrow();
        sessions.write(opening(session("other")));
        assertThat(sessions.write(moving(session("other"), "ended"))).isEqualTo(DONE);
        remove("S#ended", "P#c1");
        sessions.retire(ended);
        assertThat(sessions.find(sid("c0", "ended-0"))).contains("other");
        assertThat(keptForGood()).containsExactlyInAnyOrder("S#other A", "S#other P#c0", "U#user-of-other S#other",
                "handle of other", "handle of other");
        assertThat(sessions.read("ended").orElseThrow().participants()).hasSize(2);
    }

    /// The rows without an end; handles by whose they are.
    private List<String> keptForGood() {
        return services.rows().stream().filter(row -> !row.containsKey("ttl")).map(SessionsTest::describe).toList();
    }

    private static String describe(Map<String, AttributeValue> row) {
        var pk = row.get("pk").s();
        return pk.startsWith("H#") ? "handle of " + row.get("session").s() : pk + " " + row.get("sk").s();
    }

    private void remove(String pk, String sk) {
        services.dynamoDb().deleteItem(request -> request.tableName(services.tableName())
                .key(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk))));
    }

    @Test
    void aRetirementThatWasCutShortIsFinishedByTheNext() {
        var signIns = signedIn(sessions, "s", 60);
        services.table().logouts().commit(Made.ending(signIns, null));
        var ended = sessions.read("s").orElseThrow();
        var cut = services.table(Faults.after("TransactWriteItems", 1)).sessions();
        assertThatThrownBy(() -> cut.retire(ended)).isInstanceOf(Faults.Lost.class);
        assertThat(keptForGood()).isNotEmpty();
        sessions.retire(ended);
        assertThat(keptForGood()).isEmpty();
    }

    @Test
    void aLivingSessionIsNotRetired() {
        var signIns = signedIn(sessions, "s", 1);
        assertThatThrownBy(() -> sessions.retire(signIns)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSessionOfAnIdThatWasForgottenStartsAlone() {
        var signIns = signedIn(sessions, "s", 3);
        services.table().logouts().commit(Made.ending(signIns, null));
        sessions.retire(sessions.read("s").orElseThrow());
        remove("S#s", "A");
        assertThat(sessions.write(opening(session("s")))).isEqualTo(DONE);
        assertThat(sessions.read("s")).contains(new SignIns(session("s"), List.of()));
    }
}
