package dev.exeunt.acceptance.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.aws.TraceHeader;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One trace from the person's click to the application's answer, through the queue.
class TraceTest {

    /// More than one batch of the queue, so that threads of the sender's own are involved.
    private static final int APPLICATIONS = 12;

    private static Printed printed;

    @BeforeAll
    static void start() {
        printed = new Printed(options -> options);
    }

    @AfterAll
    static void end() {
        printed.close();
    }

    @Test
    void everyAttemptBelongsToTheTraceOfItsLogout() {
        var one = logOut(APPLICATIONS);
        var other = logOut(1);

        var trace = traces(printed.events("logout_committed", one));
        assertThat(trace).singleElement().asString().matches("1-[0-9a-f]{8}-[0-9a-f]{24}");
        assertThat(printed.events("delivery_attempted", one, APPLICATIONS)).hasSize(APPLICATIONS);
        assertThat(traces(printed.events("delivery_attempted", one))).isEqualTo(trace);
        assertThat(traces(printed.events("delivery_attempted", other, 1)))
                .isEqualTo(traces(printed.events("logout_committed", other))).isNotEqualTo(trace);
    }

    /// The click, the queue, the attempts; a batch of messages may be those of several logouts.
    @Test
    void everyAttemptBelongsToTheTraceOfTheClickThatEndedTheSession() {
        var one = clickedOut(3);
        var other = clickedOut(2);

        var trace = traces(printed.events("logout_committed", one));
        assertThat(trace).singleElement().asString().matches("1-[0-9a-f]{8}-[0-9a-f]{24}");
        assertThat(traces(printed.events("delivery_attempted", one, 3))).isEqualTo(trace);
        assertThat(traces(printed.events("delivery_attempted", other, 2)))
                .isEqualTo(traces(printed.events("logout_committed", other))).isNotEqualTo(trace);
    }

    @Test
    void anApplicationIsNotToldOfOurTrace() {
        var world = printed.world();
        var session = world.session();
        var rp = world.back();
        world.join(session, rp);
        var ref = end(world, session.id());

        var trace = traces(printed.events("logout_committed", ref)).iterator().next();
        assertThat(rp.notices(1)).singleElement().satisfies(notice -> {
            assertThat(notice.headers()).doesNotContainKeys("x-amzn-trace-id", "traceparent", "tracestate", "b3");
            assertThat(notice.toString()).doesNotContain(trace.substring(11));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Root=", "1-5759e988-bd862e3fe1be46a994272793",
        "Root=1-5759e988-bd862e3fe1be46a99427279",
        "Root=1-5759E988-bd862e3fe1be46a994272793", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=<script>",
        "Root=1-5759e988-bd862e3fe1be46a994272793\n", "Root=1-5759e988-bd862e3fe1be46a994272793;a=1;b=2;c=3;d=4;e=5"})
    void whatIsNoTraceHeaderIsNotCarriedOn(String header) {
        assertThat(TraceHeader.sound(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Root=1-5759e988-bd862e3fe1be46a994272793",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0;Lineage=1:a87bd80c:0"})
    void aTraceHeaderIsCarriedOnAsItIs(String header) {
        assertThat(TraceHeader.sound(header)).contains(header);
    }

    private static String logOut(int applications) {
        var world = printed.world();
        var session = world.session();
        for (int n = 0; n < applications; n++) {
            world.join(session, world.back());
        }
        return end(world, session.id());
    }

    private static String clickedOut(int applications) {
        var world = printed.world();
        var session = world.session();
        for (int n = 0; n < applications; n++) {
            world.join(session, world.back());
        }
        var browser = world.browser(session);
        var question = browser.get("/logout").question();
        assertThat(browser.post(question.action(), question.answered("yes")).status()).isEqualTo(303);
        var ref = String.valueOf(world.endedBy(session));
        world.settled(ref, "done");
        return ref;
    }

    private static String end(World world, String session) {
        var ref = world.registry().delete("/sessions/" + session + "?reason=admin").json().path("ref").asText();
        world.settled(ref, "done");
        return ref;
    }

    private static Set<String> traces(List<JsonNode> lines) {
        return lines.stream().map(line -> line.path("trace").asText()).collect(Collectors.toSet());
    }
}
