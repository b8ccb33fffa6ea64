package dev.exeunt.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.web.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanJsonTest {

    private static final OidcIdentity WHO = new OidcIdentity("i", "u", "s");
    private static final StagePlan PLAN = new StagePlan("default-invalidation-flow", Initiator.RP,
            List.of(new Stage.Confirm(), new Stage.UserLogout(),
                    new Stage.IframeLogout(List.of(new Stage.Frame(0, "https://wiki/fc"),
                            new Stage.Frame(1, "https://mail/fc"))),
                    new Stage.SessionEnd()),
            List.of(new StagePlan.Application("wiki", "Wiki"), new StagePlan.Application("mail", "Mail"),
                    new StagePlan.Application("old", "Old")),
            List.of(new Delivery.LogoutToken(0, WHO), new Delivery.LogoutToken(1, WHO)),
            List.of(new StagePlan.Unreachable(2, "no logout endpoint")));

    @Test
    void aPlanHasTheShapeOfTheContract() {
        var receipts = List.of(new Receipt(1, 1, Receipt.State.RETRYING, null, null, null, List.of()));
        var json = Json.write(PlanJson.of("r1", PLAN, new Visit.Way("https://wiki/out?state=s", "wiki", true, null),
                receipts, "https://x/logout/v"));

        assertThat(json).isEqualTo("{\"ref\":\"r1\",\"flow\":\"default-invalidation-flow\",\"initiator\":\"rp\","
                + "\"stages\":[{\"type\":\"confirm\"},{\"type\":\"user_logout\"},{\"type\":\"iframe_logout\",\"frames\":["
                + "{\"client_id\":\"wiki\",\"name\":\"Wiki\",\"protocol\":\"oidc\",\"url\":\"https://wiki/fc\"},"
                + "{\"client_id\":\"mail\",\"name\":\"Mail\",\"protocol\":\"oidc\",\"url\":\"https://mail/fc\"}]},"
                + "{\"type\":\"session_end\",\"redirect_uri\":\"https://wiki/out?state=s\"}],"
                + "\"deliveries\":[{\"client_id\":\"wiki\",\"name\":\"Wiki\",\"protocol\":\"oidc\",\"state\":\"queued\"},"
                + "{\"client_id\":\"mail\",\"name\":\"Mail\",\"protocol\":\"oidc\",\"state\":\"retrying\"}],"
                + "\"unreachable\":[{\"client_id\":\"old\",\"name\":\"Old\",\"why\":\"no logout endpoint\"}],"
                + "\"next\":\"https://x/logout/v\"}");
    }

    @Test
    void aHintAloneSeesItsOwnClientAndCountsTheOthers() {
        var json = PlanJson.of("r1", PLAN, new Visit.Way(null, "wiki", false, null), List.of(), "n");

        assertThat(Json.write(json)).contains("Wiki").doesNotContain("mail").doesNotContain("Mail")
                .doesNotContain("old").doesNotContain("Old");
        assertThat(Json.write(json)).contains("\"others\":{\"frames\":1,\"deliveries\":1,\"unreachable\":1}");
    }

    @Test
    void whoeverProvedNothingAndNamesNobodySeesOnlyCounts() {
        var json = PlanJson.of("r1", PLAN, new Visit.Way(null, null, false, null), List.of(), "n");

        assertThat(Json.write(json)).doesNotContain("wiki").doesNotContain("Mail");
    }

    @Test
    void aPreviewHasNeitherRefNorNext() {
        assertThat(PlanJson.of(null, PLAN, Visit.Way.PAGE, List.of(), null)).doesNotContainKeys("ref", "next",
                "others");
    }

    @Test
    void nobodySignedInIsAWayBackAndNothingElse() {
        assertThat(Json.write(PlanJson.nobody(new Visit.Way("https://a/out", null, true, null))))
                .isEqualTo("{\"stages\":[{\"type\":\"session_end\",\"redirect_uri\":\"https://a/out\"}]}");
        assertThat(Json.write(PlanJson.nobody(Visit.Way.PAGE)))
                .isEqualTo("{\"stages\":[{\"type\":\"session_end\"}]}");
    }

    @Test
    void aVisitTokenIsReadBackAndShowsNoSecret() {
        var random = new SecureRandom();
        var token = VisitToken.create(VisitToken.newRef(random), random);

        assertThat(VisitToken.parse(token.text())).contains(token);
        assertThat(token.text()).matches("[0-9a-f]{32}[A-Za-z0-9_-]{43}");
        assertThat(token.toString()).doesNotContain(token.secret());
        assertThat(token.hash()).doesNotContain(token.secret()).hasSize(43);
        assertThat(VisitToken.create(token.ref(), random).hash()).isNotEqualTo(token.hash());
    }

    @Test
    void whatHasNotTheFormOfATokenIsNone() {
        var good = "0".repeat(32) + "A".repeat(43);
        for (String bad : List.of("", "x", good + "A", good.substring(1), "G" + good.substring(1),
                good.substring(0, 74) + "=", good.substring(0, 74) + "\n", good + "\n", good.toUpperCase() + " ")) {
            assertThat(VisitToken.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void aVisitIsOpenUntilItsLastMomentExcluded() {
        var now = Instant.parse("2026-11-22T12:00:00Z");
        var visit = new Visit("r", "h", now, now.plus(Duration.ofMinutes(30)), Visit.Way.PAGE,
                new Visit.Progress(1, java.util.Map.of()));

        assertThat(visit.isOpen(now.plus(Duration.ofMinutes(30)).minusNanos(1))).isTrue();
        assertThat(visit.isOpen(now.plus(Duration.ofMinutes(30)))).isFalse();
    }
}
