package dev.exeunt.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import dev.exeunt.core.delivery.RetryPolicy.Situation;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.OidcIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The outcome table of Back-Channel Logout 2.5 and 2.7 as this system reads it (B17, B19, B20, B24).
class RetryPolicyTest {

    private static final Instant BEGAN = Instant.parse("2026-11-22T20:00:00Z");
    private static final List<Duration> CURVE = List.of(1, 5, 30, 120, 600, 3600, 21600, 86400).stream()
            .map(Duration::ofSeconds).toList();
    private static final RetryPolicy POLICY = new RetryPolicy(CURVE, Duration.ofDays(3));
    private static final Delivery TOKEN = new Delivery.LogoutToken(0, new OidcIdentity("https://idp", "u", "s"));
    /// Half of the spread: exactly the curve.
    private static final RandomGenerator MIDDLE = always(0.5);

    @Test
    void b19EverySuccessIsDone() {
        for (int status = 200; status < 300; status++) {
            assertThat(judge(status)).as("%s", status).isInstanceOf(Verdict.Done.class);
        }
    }

    @Test
    void b17OnlyWhatMayPassIsSentAgainOfAllStatuses() {
        for (int status = 100; status < 600; status++) {
            var passes = status == 408 || status == 425 || status == 429 || status >= 500;
            var expected = status / 100 == 2
                    ? Verdict.Done.class
                    : passes ? Verdict.TryAgain.class : Verdict.GiveUp.class;
            assertThat(judge(status)).as("%s", status).isInstanceOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void b24ARedirectIsNoSuccessAndGivenUp(int status) {
        assertThat(judge(status)).isEqualTo(new Verdict.GiveUp("status " + status));
    }

    @Test
    void b20AnInvalidRequestIsNotSentAgainWhateverItsErrorSays() {
        assertThat(judge(new Answered(400, "invalid_request", Duration.ofSeconds(1), 10), 1, MIDDLE))
                .isEqualTo(new Verdict.GiveUp("status 400"));
        assertThat(judge(new Answered(400, null, null, 0), 1, MIDDLE)).isInstanceOf(Verdict.GiveUp.class);
        assertThat(judge(new Answered(400, "PARTIAL_LOGOUT", null, 0), 1, MIDDLE)).isInstanceOf(Verdict.GiveUp.class);
    }

    @Test
    void aPartialLogoutKeptSomeSessionsAndIsSentAgainButOnlyWithA400() {
        assertThat(judge(new Answered(400, "partial_logout", null, 30), 1, MIDDLE))
                .isEqualTo(new Verdict.TryAgain(Duration.ofSeconds(1)));
        assertThat(judge(new Answered(403, "partial_logout", null, 30), 1, MIDDLE))
                .isInstanceOf(Verdict.GiveUp.class);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void b17WhoDoesNotAnswerIsAskedAgain(Fault fault) {
        assertThat(judge(new Unanswered(fault), 1, MIDDLE)).isEqualTo(new Verdict.TryAgain(Duration.ofSeconds(1)));
    }

    @Test
    void whatOurOwnGuardRefusesIsGivenUpWithItsReason() {
        assertThat(judge(new Refused("no longer registered"), 1, MIDDLE))
                .isEqualTo(new Verdict.GiveUp("no longer registered"));
    }

    @Test
    void theWaitsFollowTheCurveAttemptByAttempt() {
        for (int attempt = 1; attempt <= CURVE.size(); attempt++) {
            assertThat(judge(new Answered(503, null, null, 0), attempt, MIDDLE))
                    .isEqualTo(new Verdict.TryAgain(CURVE.get(attempt - 1)));
        }
    }

    @Test
    void afterTheLastWaitThereIsNoAttemptLeft() {
        assertThat(judge(new Answered(503, null, null, 0), CURVE.size() + 1, MIDDLE))
                .isEqualTo(new Verdict.GiveUp("no attempts left: status 503"));
        assertThat(judge(new Unanswered(Fault.DNS), 40, MIDDLE))
                .isEqualTo(new Verdict.GiveUp("no attempts left: dns"));
    }

    @Test
    void aWaitDiffersFromTheCurveByAQuarterAtMost() {
        var seed = 4711L;
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            var attempt = 1 + round % CURVE.size();
            var curve = CURVE.get(attempt - 1).toMillis();
            var verdict = (Verdict.TryAgain) judge(new Answered(500, null, null, 0), attempt, random);
            assertThat(verdict.after().toMillis()).as("seed %s, round %s", seed, round)
                    .isBetween(curve * 3 / 4, curve * 5 / 4);
        }
        assertThat(judge(new Answered(500, null, null, 0), 1, always(0)))
                .isEqualTo(new Verdict.TryAgain(Duration.ofMillis(750)));
    }

    @Test
    void aLongerRetryAfterIsHonouredAndAShorterOneIsNot() {
        assertThat(retryAfter(Duration.ofSeconds(90))).isEqualTo(new Verdict.TryAgain(Duration.ofSeconds(90)));
        assertThat(retryAfter(Duration.ofMillis(10))).isEqualTo(new Verdict.TryAgain(Duration.ofSeconds(1)));
        assertThat(retryAfter(Duration.ofSeconds(-90))).isEqualTo(new Verdict.TryAgain(Duration.ofSeconds(1)));
    }

    @Test
    void aRetryAfterIsCappedAtADay() {
        assertThat(retryAfter(Duration.ofDays(10_000))).isEqualTo(new Verdict.TryAgain(Duration.ofDays(1)));
        assertThat(retryAfter(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(new Verdict.TryAgain(Duration.ofDays(1)));
    }

    @Test
    void aClientsOwnBudgetEndsTheCurveEarlyAndNeverMakesItLonger() {
        var three = POLICY.within(3);
        assertThat(three.judge(TOKEN, new Unanswered(Fault.DNS), new Situation(2, BEGAN, BEGAN, MIDDLE)))
                .isEqualTo(new Verdict.TryAgain(Duration.ofSeconds(5)));
        assertThat(three.judge(TOKEN, new Unanswered(Fault.DNS), new Situation(3, BEGAN, BEGAN, MIDDLE)))
                .isEqualTo(new Verdict.GiveUp("no attempts left: dns"));
        assertThat(POLICY.within(1).judge(TOKEN, new Unanswered(Fault.DNS), new Situation(1, BEGAN, BEGAN, MIDDLE)))
                .isInstanceOf(Verdict.GiveUp.class);
        assertThat(POLICY.within(CURVE.size() + 1)).isEqualTo(POLICY);
        assertThat(POLICY.within(40)).isEqualTo(POLICY);
        assertThat(POLICY.within(null)).isEqualTo(POLICY);
    }

    @Test
    void nothingIsSentAfterTheLifeOfTheRun() {
        var short_ = new RetryPolicy(CURVE, Duration.ofMinutes(1));
        var last = new Situation(3, BEGAN, BEGAN.plusSeconds(30), MIDDLE);
        var late = new Situation(3, BEGAN, BEGAN.plusSeconds(31), MIDDLE);

        assertThat(short_.judge(TOKEN, new Unanswered(Fault.TIMEOUT), last)).isInstanceOf(Verdict.TryAgain.class);
        assertThat(short_.judge(TOKEN, new Unanswered(Fault.TIMEOUT), late))
                .isEqualTo(new Verdict.GiveUp("its time ran out: timeout"));
    }

    @Test
    void aSuccessAfterTheLifeOfTheRunIsStillASuccess() {
        assertThat(POLICY.judge(TOKEN, new Answered(204, null, null, 0),
                new Situation(99, BEGAN, BEGAN.plus(Duration.ofDays(30)), MIDDLE))).isInstanceOf(Verdict.Done.class);
    }

    @ParameterizedTest
    @MethodSource("events")
    void f12AnEventIsDoneWith202(Delivery delivery) {
        assertThat(event(delivery, 202, null)).isEqualTo(new Verdict.Done(null));
    }

    @ParameterizedTest
    @MethodSource("events")
    void f15AnotherSuccessThan202IsDoneWithAWarning(Delivery delivery) {
        assertThat(event(delivery, 200, null)).isEqualTo(new Verdict.Done("status 200, not 202"));
        assertThat(event(delivery, 204, null)).isEqualTo(new Verdict.Done("status 204, not 202"));
        assertThat(event(delivery, 301, null)).isEqualTo(new Verdict.GiveUp("status 301"));
    }

    @ParameterizedTest
    @CsvSource({"invalid_request,false", "invalid_issuer,false", "invalid_audience,false", "invalid_state,false",
        "partial_logout,false", "anything,false", ",false", "authentication_failed,true", "access_denied,true",
        "invalid_key,true"})
    void f14ARefusedEventIsSentAgainOnlyIfCredentialOrKeyMayBeMended(@Nullable String error, boolean again) {
        assertThat(events().map(delivery -> event(delivery, 400, error))).allSatisfy(
                verdict -> assertThat(verdict).isInstanceOf(again ? Verdict.TryAgain.class : Verdict.GiveUp.class));
    }

    @Test
    void f14AnEventIsSentAgainWhereTheReceiverDoesNotKnowUsAndALogoutTokenIsNot() {
        assertThat(events().flatMap(one -> Stream.of(event(one, 401, null), event(one, 403, null))))
                .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.TryAgain.class));
        assertThat(event(TOKEN, 401, null)).isInstanceOf(Verdict.GiveUp.class);
        assertThat(event(TOKEN, 400, "access_denied")).isInstanceOf(Verdict.GiveUp.class);
        assertThat(events().map(one -> event(one, 404, null)))
                .allSatisfy(verdict -> assertThat(verdict).isEqualTo(new Verdict.GiveUp("status 404")));
    }

    private static Verdict retryAfter(Duration asked) {
        return judge(new Answered(429, null, asked, 0), 1, MIDDLE);
    }

    private static Verdict judge(int status) {
        return judge(new Answered(status, null, null, 0), 1, MIDDLE);
    }

    private static Verdict judge(Outcome outcome, int attempts, RandomGenerator random) {
        return POLICY.judge(TOKEN, outcome, new Situation(attempts, BEGAN, BEGAN.plusSeconds(1), random));
    }

    private static Verdict event(Delivery delivery, int status, @Nullable String error) {
        return POLICY.judge(delivery, new Answered(status, error, null, 0),
                new Situation(1, BEGAN, BEGAN.plusSeconds(1), MIDDLE));
    }

    private static Stream<Delivery> events() {
        return Stream.of(new Delivery.SecurityEvent(0, new CaepIdentity("https://idp", "u", "s", null)),
                new Delivery.SessionRevoked());
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

}
