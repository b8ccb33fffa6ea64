package dev.exeunt.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.plan.Flow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a logout would do, and ending all sessions of a user.
class PlanAndJobsTest {

    private static final String SESSION = "{\"user\":\"u-1\",\"expires_at\":\"2026-11-22T20:00:00Z\"}";

    private final Call call = new Call();

    @BeforeEach
    void aClient() {
        call.put("/clients/wiki", "{\"client_name\":\"Wiki\",\"backchannel_logout_uri\":\"https://wiki.example/bc\"}");
    }

    @AfterEach
    void nothingEverFailsInside() {
        assertThat(call.events).doesNotContain("request_failed");
    }

    @Test
    void aPlanIsShownAndEndsNothing() {
        assertThat(call.get("/sessions/s-1/plan").json()).containsEntry("code", "unknown_session");
        call.put("/sessions/s-1", SESSION);
        join("s-1");
        var plan = call.get("/sessions/s-1/plan");

        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.json()).isEqualTo(Map.of("flow", "default-invalidation-flow", "initiator", "user", "stages",
                List.of(Map.of("type", "user_logout"), Map.of("type", "session_end")), "deliveries",
                List.of(Map.of("client_id", "wiki", "name", "Wiki", "protocol", "oidc", "state", "queued")),
                "unreachable", List.of()));
        assertThat(call.get("/sessions/s-1").status()).isEqualTo(200);
        assertThat(call.queue.sent()).isEmpty();
        assertThat(call.logouts.count()).isZero();
    }

    @Test
    void aBrandFlowThatDoesNotEndTheSessionGivesWayInThePlanAsInTheRun() {
        call.brandFlow = Flow.PROVIDER_INVALIDATION;
        call.put("/sessions/s-1", SESSION);

        assertThat(call.get("/sessions/s-1/plan").json()).containsEntry("flow", "default-invalidation-flow");
        assertThat(call.delete("/sessions/s-1").status()).isEqualTo(202);
        assertThat(call.get("/sessions/s-1").status()).isEqualTo(410);
    }

    @Test
    void aSessionThatIsOverHasNoPlan() {
        call.put("/sessions/s-1", SESSION);
        call.put("/sessions/s-2", SESSION);
        var ref = call.delete("/sessions/s-1").json().get("ref");
        assertThat(call.get("/sessions/s-1/plan").status()).isEqualTo(410);
        assertThat(call.get("/sessions/s-1/plan").json()).containsEntry("ref", ref);
        call.time.pass(Duration.ofHours(12));
        assertThat(call.get("/sessions/s-2/plan").status()).isEqualTo(410);
    }

    @Test
    void allSessionsOfAUserEndAndItsOthersDoNot() {
        for (int n = 0; n < 60; n++) {
            call.put("/sessions/s-%02d".formatted(n), SESSION);
            join("s-%02d".formatted(n));
        }
        call.put("/sessions/other", SESSION.replace("u-1", "u-2"));
        call.time.pass(Duration.ofSeconds(1));
        var begun = call.delete("/users/u-1/sessions?reason=account_disabled");

        assertThat(begun.status()).isEqualTo(202);
        assertThat(call.get("/jobs/" + begun.json().get("job")).json()).isEqualTo(Map.of("job",
                begun.json().get("job"), "kind", "end_user_sessions", "user", "u-1", "reason", "account_disabled",
                "state", "done", "ended", 60L, "failed", 0L));
        assertThat(call.queue.sent()).hasSize(60);
        assertThat(call.get("/sessions/other").status()).isEqualTo(200);
        var ref = call.get("/sessions/s-07").json().get("ref");
        assertThat(call.get("/logouts/" + ref).json()).containsEntry("initiator", "bulk")
                .containsEntry("reason", "account_disabled");
    }

    @Test
    void whoIsBarredChangesNoSessionThatBeganBeforeAndOpensNewOnes() {
        call.put("/sessions/s-1", SESSION);
        call.sessions.bar("u-1", call.time.instant());

        assertThat(join("s-1").status()).isEqualTo(409);
        assertThat(join("s-1").json()).containsEntry("code", "session_ended").containsEntry("rule", "user_barred");
        assertThat(call.put("/sessions/s-1", SESSION.replace("20:00", "21:00")).status()).isEqualTo(409);
        call.time.pass(Duration.ofMillis(1));
        assertThat(call.put("/sessions/s-2", SESSION).status()).isEqualTo(201);
        assertThat(join("s-2").status()).isEqualTo(201);
    }

    @Test
    void aUserWithoutSessionsIsAJobThatIsDoneAndAWrongReasonIsNone() {
        var job = call.delete("/users/nobody/sessions").json().get("job");

        assertThat(call.get("/jobs/" + job).json()).containsEntry("state", "done").containsEntry("ended", 0L)
                .containsEntry("reason", "admin");
        assertThat(call.delete("/users/u-1/sessions?reason=because").status()).isEqualTo(400);
        assertThat(call.get("/jobs/unknown").json()).containsEntry("code", "unknown_job");
        assertThat(call.get("/jobs/unknown").status()).isEqualTo(404);
    }

    private Call.Answer join(String session) {
        return call.put("/sessions/" + session + "/participants/wiki",
                "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"sid\":\"sid-of-%s\"}".formatted(session));
    }
}
