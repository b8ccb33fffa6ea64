package dev.exeunt.core.action.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.visit.VisitView.Next;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.PlanJson;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.Stage.Hop;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.SamlIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What comes next, where SAML service providers take part.
class VisitViewTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final SamlIdentity NAME = new SamlIdentity(new NameId("n", null, null, null, null), "i1");
    private static final Hop PAY = new Hop(0, NAME, Binding.REDIRECT);
    private static final Hop HR = new Hop(1, NAME, Binding.POST);
    private static final Progress BEGUN = new Progress(1, Map.of());
    private static final Visit.Way ANSWER = new Visit.Way(
            new Visit.End.SamlAnswer(Binding.POST, "https://sp/done", "_1", null), "sp", true, null);

    @Test
    void hopsComeOneAtATimeInTheirOrder() {
        assertThat(next(BEGUN, Visit.Way.PAGE)).isEqualTo(new Next.Hop(0, PAY, 0));
        assertThat(next(BEGUN.started(0), Visit.Way.PAGE)).isEqualTo(new Next.Hop(0, PAY, 1));
        assertThat(next(answered(BEGUN.started(0), 0), Visit.Way.PAGE)).isEqualTo(new Next.Hop(1, HR, 0));
        assertThat(next(BEGUN.skipped(0), Visit.Way.PAGE)).isEqualTo(new Next.Hop(1, HR, 0));
    }

    @Test
    void afterTheLastHopComesTheNextStageAlsoIfNobodySaysSo() {
        var over = answered(BEGUN.skipped(0).started(1), 1);

        assertThat(next(over, Visit.Way.PAGE)).isEqualTo(new Next.End());
        assertThat(next(over, Visit.Way.to("https://rp/out", null, true, null)))
                .isEqualTo(new Next.Leave("https://rp/out"));
        assertThat(next(over.past(1), Visit.Way.PAGE)).isEqualTo(new Next.End());
    }

    @Test
    void e14TheServiceProviderThatAskedIsAnsweredLast() {
        assertThat(next(BEGUN, ANSWER)).isInstanceOf(Next.Hop.class);
        assertThat(next(BEGUN.skipped(0).skipped(1), ANSWER)).isInstanceOfSatisfying(Next.Answer.class,
                next -> assertThat(next.answer().location()).isEqualTo("https://sp/done"));
    }

    @Test
    void e14TheAnswerIsOwedAlsoWhereTheFlowLeadsElsewhere() {
        var plan = plan(List.<Stage>of(new Stage.UserLogout(), new Stage.Redirect("https://brand/bye")), List.of());

        assertThat(view(plan, BEGUN, Visit.Way.PAGE, NOW).next()).isEqualTo(new Next.Leave("https://brand/bye"));
        assertThat(view(plan, BEGUN, ANSWER, NOW).next()).isInstanceOf(Next.Answer.class);
        assertThat(PlanJson.of("r", plan, ANSWER, List.of(), "n").toString()).contains("https://sp/done")
                .doesNotContain("brand");
    }

    @Test
    void e15TheAnswerWaitsForNobodyForEver() {
        var plan = plan(List.<Stage>of(new Stage.UserLogout(), new Stage.SessionEnd()),
                List.of(new Delivery.SessionRevoked()));

        assertThat(view(plan, BEGUN, ANSWER, NOW).next()).isEqualTo(new Next.Wait());
        assertThat(view(plan, BEGUN, ANSWER, NOW.plus(WAIT)).next()).isInstanceOf(Next.Answer.class);
    }

    private static Progress answered(Progress before, int hop) {
        return new Progress(before.stage(), before.frames(), before.hops(),
                Map.of(new Entry(Place.HOP, hop), SamlStatus.SUCCESS));
    }

    private static Next next(Progress progress, Visit.Way way) {
        var stages = List.<Stage>of(new Stage.UserLogout(), new Stage.NativeLogout(List.of(PAY, HR)),
                new Stage.SessionEnd());
        return view(plan(stages, List.of()), progress, way, NOW).next();
    }

    private static StagePlan plan(List<Stage> stages, List<Delivery> deliveries) {
        return new StagePlan("f", Initiator.USER, stages,
                List.of(new StagePlan.Application("pay", "Pay"), new StagePlan.Application("hr", "HR")), deliveries,
                List.of());
    }

    private static VisitView view(StagePlan plan, Progress progress, Visit.Way way, Instant now) {
        var visit = new Visit("0".repeat(32), "h", NOW, NOW.plusSeconds(1800), way, progress);
        var logout = new Logout(visit.ref(), "s", "u", null, EndReason.USER, NOW, plan);
        return new VisitView(visit, logout, List.of(), WAIT, now);
    }
}
