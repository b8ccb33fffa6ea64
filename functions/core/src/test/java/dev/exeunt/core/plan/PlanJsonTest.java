package dev.exeunt.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.SamlIdentity;
import dev.exeunt.core.web.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanJsonTest {

    private static final OidcIdentity WHO = new OidcIdentity("i", "u", "s");
    private static final StagePlan PLAN = new StagePlan("default-invalidation-flow", Initiator.RP,
            List.of(new Stage.Confirm(), new Stage.UserLogout(),
                    new Stage.IframeLogout(List.of(new Stage.Frame.Oidc(0, "https://wiki/fc"),
                            new Stage.Frame.Oidc(1, "https://mail/fc"))),
                    new Stage.SessionEnd()),
            List.of(new StagePlan.Application("wiki", "Wiki"), new StagePlan.Application("mail", "Mail"),
                    new StagePlan.Application("old", "Old")),
            List.of(new Delivery.LogoutToken(0, WHO), new Delivery.LogoutToken(1, WHO)),
            List.of(new StagePlan.Unreachable(2, "no logout endpoint")));

    private static final SamlIdentity NAME = new SamlIdentity(new NameId("u@x", null, null, null, null), "i1");
    private static final StagePlan SAML = new StagePlan("default-invalidation-flow", Initiator.USER,
            List.of(new Stage.UserLogout(),
                    new Stage.IframeLogout(List.of(new Stage.Frame.Saml(0, NAME, Binding.POST),
                            new Stage.Frame.Oidc(1, "https://wiki/fc"),
                            new Stage.Frame.Saml(2, NAME, Binding.REDIRECT))),
                    new Stage.NativeLogout(List.of(new Stage.Hop(2, NAME, Binding.REDIRECT))),
                    new Stage.SessionEnd()),
            List.of(new StagePlan.Application("pay", "Pay"), new StagePlan.Application("wiki", "Wiki"),
                    new StagePlan.Application("hr", "HR")),
            List.of(), List.of());

    @Test
    void aPlanHasTheShapeOfTheContract() {
        var receipts = List.of(new Receipt(1, 1, Receipt.State.RETRYING, null, null, null, List.of()));
        var json = Json.write(PlanJson.of("r1", PLAN, Visit.Way.to("https://wiki/out?state=s", "wiki", true, null),
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
        var json = PlanJson.of("r1", PLAN, Visit.Way.to(null, "wiki", false, null), List.of(), "n");

        assertThat(Json.write(json)).contains("Wiki").doesNotContain("mail").doesNotContain("Mail")
                .doesNotContain("old").doesNotContain("Old");
        assertThat(Json.write(json))
                .contains("\"others\":{\"frames\":1,\"hops\":0,\"deliveries\":1,\"unreachable\":1}");
    }

    @Test
    void samlEntriesHaveABindingAndAFrameOfTheirsLeadsToUsFirst() {
        var stages = PlanJson.of("r1", SAML, Visit.Way.PAGE, List.of(), "https://x/logout/v").get("stages");

        assertThat(Json.write(Map.of("stages", stages))).isEqualTo("{\"stages\":[{\"type\":\"user_logout\"},"
                + "{\"type\":\"iframe_logout\",\"frames\":["
                + "{\"client_id\":\"pay\",\"name\":\"Pay\",\"protocol\":\"saml\",\"binding\":\"post\","
                + "\"url\":\"https://x/logout/v/frames/0\"},"
                + "{\"client_id\":\"wiki\",\"name\":\"Wiki\",\"protocol\":\"oidc\",\"url\":\"https://wiki/fc\"},"
                + "{\"client_id\":\"hr\",\"name\":\"HR\",\"protocol\":\"saml\",\"binding\":\"redirect\","
                + "\"url\":\"https://x/logout/v/frames/2\"}]},"
                + "{\"type\":\"native_logout\",\"hops\":["
                + "{\"client_id\":\"hr\",\"name\":\"HR\",\"binding\":\"redirect\"}]},"
                + "{\"type\":\"session_end\"}]}");
    }

    @Test
    void aPlanNamesNobodyByHisNameIdentifier() {
        assertThat(Json.write(PlanJson.of("r1", SAML, Visit.Way.PAGE, List.of(), "n"))).doesNotContain("u@x");
    }

    @Test
    void aSamlFrameHasNoAddressBeforeThereIsAVisit() {
        assertThat(Json.write(PlanJson.of(null, SAML, Visit.Way.PAGE, List.of(), null))).doesNotContain("/frames/")
                .contains("https://wiki/fc");
    }

    @Test
    void framesKeepTheirNumbersWhereOthersMayNotBeNamed() {
        var json = Json.write(PlanJson.of("r1", SAML, Visit.Way.to(null, "hr", false, null), List.of(), "n"));

        assertThat(json).contains("n/frames/2").doesNotContain("pay")
                .contains("\"others\":{\"frames\":2,\"hops\":0,\"deliveries\":0,\"unreachable\":0}");
    }

    @Test
    void theEndOfAVisitThatASpAskedForIsItsAnswer() {
        var answer = new Visit.End.SamlAnswer(Binding.POST, "https://hr/slo-done", "_1", "secret state");
        var json = Json.write(PlanJson.nobody(new Visit.Way(answer, "hr", false, null)));

        assertThat(json).isEqualTo("{\"stages\":[{\"type\":\"session_end\",\"answer\":{\"client_id\":\"hr\","
                + "\"protocol\":\"saml\",\"binding\":\"post\",\"url\":\"https://hr/slo-done\"}}]}");
        assertThat(answer.toString()).doesNotContain("secret state");
    }

    @Test
    void whoeverProvedNothingAndNamesNobodySeesOnlyCounts() {
        var json = PlanJson.of("r1", PLAN, Visit.Way.to(null, null, false, null), List.of(), "n");

        assertThat(Json.write(json)).doesNotContain("wiki").doesNotContain("Mail");
    }

    @Test
    void aPreviewHasNeitherRefNorNext() {
        assertThat(PlanJson.of(null, PLAN, Visit.Way.PAGE, List.of(), null)).doesNotContainKeys("ref", "next",
                "others");
    }

    @Test
    void nobodySignedInIsAWayBackAndNothingElse() {
        assertThat(Json.write(PlanJson.nobody(Visit.Way.to("https://a/out", null, true, null))))
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
                new Progress(1, Map.of()));

        assertThat(visit.isOpen(now.plus(Duration.ofMinutes(30)).minusNanos(1))).isTrue();
        assertThat(visit.isOpen(now.plus(Duration.ofMinutes(30)))).isFalse();
    }
}
