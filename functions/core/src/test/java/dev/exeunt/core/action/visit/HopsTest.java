package dev.exeunt.core.action.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.action.visit.Hops.Asked;
import dev.exeunt.core.action.visit.Hops.Onward;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
import dev.exeunt.core.plan.RequestId;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.saml.Binding;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HopsTest {

    private final World world = new World();
    private final Hops hops = new Hops(world.logouts, world.clients, world.time);
    private String ref = "";
    private String hash = "";

    @BeforeEach
    void begin() {
        world.clients.put(World.provider("pay", Method.NATIVE, Binding.REDIRECT));
        world.clients.put(World.provider("hr", Method.NATIVE, Binding.POST));
        world.clients.put(World.provider("cal", Method.IFRAME, Binding.POST));
        List.of("pay", "hr", "cal").forEach(each -> world.joinSaml("sess", each));
        var ended = world.logOut(Visit.Way.PAGE);
        ref = ended.logout().ref();
        hash = ended.visit().hash();
    }

    @Test
    void e49OnlyWhatWasSentCanBeAnswered() {
        assertThat(hops.asked(hop(0, 1))).isEmpty();
        start(0);

        assertThat(hops.asked(hop(0, 1))).get().extracting(asked -> asked.client().key()).isEqualTo("hr");
        assertThat(hops.asked(hop(0, 2))).isEmpty();
        assertThat(hops.asked(hop(0, 0))).isEmpty();
        assertThat(hops.asked(hop(1, 1))).isEmpty();
        assertThat(hops.asked(hop(2, 1))).isEmpty();
        assertThat(hops.asked(frame(0, 1))).get().extracting(asked -> asked.client().key()).isEqualTo("cal");
        assertThat(hops.asked(frame(0, 2))).isEmpty();
        // Frame 1 is an OIDC client's, which answers nothing.
        assertThat(hops.asked(frame(1, 1))).isEmpty();
        assertThat(hops.asked(frame(9, 1))).isEmpty();
        assertThat(hops.asked(new RequestId.Direct(ref, 0, "0".repeat(32)).text())).isEmpty();
        assertThat(hops.asked(hop(0, 1).replace(ref, "0".repeat(32)))).isEmpty();
        assertThat(hops.asked("_x")).isEmpty();
    }

    @Test
    void e49AnAnswerIsTakenOnce() {
        start(0);
        var asked = asked(hop(0, 1));

        var onward = (Onward.To) hops.record(asked, SamlStatus.SUCCESS);
        assertThat(hops.record(asked, SamlStatus.FAILURE)).isInstanceOf(Onward.Again.class);
        assertThat(hops.record(asked(hop(0, 1)), SamlStatus.FAILURE)).isInstanceOf(Onward.Again.class);
        assertThat(visit(hash).progress().answers()).containsOnlyKeys(new Entry(Place.HOP, 0))
                .containsValue(SamlStatus.SUCCESS);
        assertThat(visit(onward.visit().hash()).progress()).isEqualTo(visit(hash).progress());
        assertThat(onward.visit().ref()).isEqualTo(ref);
    }

    @Test
    void theNextHopIsOfTheVisitThatTheBrowserIsInThen() {
        start(0);
        var onward = (Onward.To) hops.record(asked(hop(0, 1)), SamlStatus.SUCCESS);
        hash = onward.visit().hash();
        start(1);

        assertThat(hops.asked(hop(1, 1))).get().extracting(asked -> asked.client().key()).isEqualTo("pay");
    }

    @Test
    void anAnswerThatComesAfterTheHopWasTriedAgainOrSkippedStillCounts() {
        start(0);
        start(0);
        world.logouts.advance(visit(hash), visit(hash).progress().skipped(0));

        assertThat(hops.record(asked(hop(0, 1)), SamlStatus.SUCCESS)).isInstanceOf(Onward.To.class);
        assertThat(visit(hash).progress().answers()).containsValue(SamlStatus.SUCCESS);
    }

    @Test
    void theAnswerOfAFrameMovesNobody() {
        assertThat(hops.record(asked(frame(0, 1)), SamlStatus.PARTIAL)).isInstanceOf(Onward.Stay.class);
        assertThat(visit(hash).progress().answers()).containsEntry(new Entry(Place.FRAME, 0), SamlStatus.PARTIAL);
    }

    @Test
    void aVisitThatIsOverIsNotAnsweredAnyMore() {
        start(0);
        world.time.pass(Limits.VISIT);

        assertThat(hops.asked(hop(0, 1))).isEmpty();
    }

    private Asked asked(String id) {
        return hops.asked(id).orElseThrow();
    }

    private void start(int hop) {
        world.logouts.advance(visit(hash), visit(hash).progress().started(hop));
    }

    private Visit visit(String of) {
        return world.logouts.visit(ref, of).orElseThrow();
    }

    private String hop(int n, int attempt) {
        return new RequestId.InBrowser(ref, hash, new Entry(Place.HOP, n), attempt).text();
    }

    private String frame(int n, int attempt) {
        return new RequestId.InBrowser(ref, hash, new Entry(Place.FRAME, n), attempt).text();
    }
}
