package dev.exeunt.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.SamlIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

class InjectionTest {

    private static final SamlIdentity NAME = new SamlIdentity(new NameId("n", null, null, null, null), "i1");
    private static final List<Stage.Frame> FRAMES = List.of(new Stage.Frame.Oidc(0, "https://a/fc"));
    private static final List<Stage.Hop> HOPS = List.of(new Stage.Hop(1, NAME, Binding.REDIRECT));
    private static final Stage IFRAMES = new Stage.IframeLogout(FRAMES);
    private static final Stage NATIVE = new Stage.NativeLogout(HOPS);
    private static final Stage USER_LOGOUT = new Stage.UserLogout();
    private static final Stage END = new Stage.SessionEnd();

    @Test
    void theIframeStageIsAtOneAndTheNativeStageAtTwo() {
        assertThat(Injection.inject(Flow.INVALIDATION, FRAMES, HOPS)).containsExactly(USER_LOGOUT, IFRAMES, NATIVE,
                END);
    }

    @Test
    void withoutFramesTheNativeStageTakesTheirPlace() {
        assertThat(Injection.inject(Flow.INVALIDATION, List.of(), HOPS)).containsExactly(USER_LOGOUT, NATIVE, END);
        assertThat(Injection.inject(Flow.INVALIDATION, FRAMES, List.of())).containsExactly(USER_LOGOUT, IFRAMES, END);
    }

    @Test
    void whereOneApplicationEndsItsEntryIsTheFirstStage() {
        assertThat(Injection.inject(Flow.PROVIDER_INVALIDATION, List.of(), HOPS)).containsExactly(NATIVE, END);
    }

    @Test
    void nothingIsToldBeforeThePersonWasAskedOrAfterTheBrowserLeft() {
        var flow = new Flow("f", List.of(new FlowStage.Confirm(), new FlowStage.UserLogout(),
                new FlowStage.Redirect("https://brand/bye")));
        var alone = new Flow("f", List.of(new FlowStage.Confirm(), new FlowStage.Redirect("https://brand/bye")));
        var away = new Stage.Redirect("https://brand/bye");

        assertThat(Injection.inject(flow, FRAMES, HOPS)).containsExactly(new Stage.Confirm(), USER_LOGOUT, IFRAMES,
                NATIVE, away);
        assertThat(Injection.inject(alone, FRAMES, HOPS)).containsExactly(new Stage.Confirm(), IFRAMES, NATIVE, away);
    }
}
