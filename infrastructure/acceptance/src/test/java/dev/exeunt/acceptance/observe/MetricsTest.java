package dev.exeunt.acceptance.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Lines;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.aws.JsonLog;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The log read as CloudWatch reads it.
class MetricsTest {

    private static final Duration WAITED = Duration.ofMinutes(14);

    private static Printed printed;
    private static String ref;
    private static Session session;

    /// One application takes its notice, one refuses it, and one is down for longer than the queue keeps a message.
    @BeforeAll
    static void aLogout() {
        printed = new Printed(options -> options.parameter("RetrySeconds", "1200"));
        var world = printed.world();
        session = world.session();
        world.join(session, world.back());
        var refuses = world.back();
        refuses.answers(Reply.status(400));
        world.join(session, refuses);
        var down = world.back();
        down.alwaysAnswers(Reply.status(503));
        world.join(session, down);
        world.join(session, world.mute());
        ref = world.registry().delete("/sessions/" + session.id() + "?reason=admin").json().path("ref").asText();
        printed.events("delivery_attempted", ref, 3);
    }

    @AfterAll
    static void end() {
        printed.close();
    }

    @Test
    void everyAttemptIsCountedByWhatCameOfIt() {
        var data = Emf.read(linesOf(ref));

        assertThat(Emf.sums(data, "Attempts", Set.of())).isEqualTo(Map.of("", 3.0));
        assertThat(Emf.sums(data, "Attempts", Set.of("Outcome"))).isEqualTo(Map.of("2xx", 1.0, "4xx", 1.0, "5xx", 1.0));
        assertThat(Emf.sums(data, "DeliveriesFailed", Set.of())).isEqualTo(Map.of("", 1.0));
        assertThat(Emf.sums(data, "AttemptDuration", Set.of()).get("")).isGreaterThanOrEqualTo(0);
    }

    @Test
    void anEndedSessionAndAnApplicationThatNobodyCanTellAreCounted() {
        var data = Emf.read(linesOf(ref));

        assertThat(Emf.sums(data, "SessionsEnded", Set.of("Initiator"))).isEqualTo(Map.of("operator", 1.0));
        assertThat(Emf.sums(data, "ApplicationsUnreachable", Set.of())).isEqualTo(Map.of("", 1.0));
    }

    @Test
    void theSweeperTellsHowLongTheOldestUnsettledNoticeHasWaited() {
        var world = printed.world();
        world.cloud().fire("SweeperFunction");
        var before = oldest();
        world.time().forward(WAITED);
        world.cloud().fire("SweeperFunction");

        assertThat(before).isLessThan(WAITED.toSeconds());
        assertThat(oldest()).isBetween((double) WAITED.toSeconds(), WAITED.plusMinutes(5).toSeconds() + 0.0);
    }

    @Test
    void noDimensionHasAValueThatSomebodyElseChose() {
        var values = new TreeSet<String>();
        Emf.read(printed.lines()).forEach(datum -> values.addAll(datum.dimensions().values()));

        assertThat(values).isNotEmpty().allMatch(value -> value.matches("exeunt|[1-5]xx|[a-z_]+"))
                .noneMatch(value -> value.contains(session.user()) || value.contains("app-"));
    }

    @Test
    void everyMetricIsInTheGuideWithWhatItIsKeptApartBy() {
        var guide = OperatingGuide.read().metrics();
        Emf.read(printed.lines()).forEach(datum -> {
            var dimensions = new TreeSet<>(datum.dimensions().keySet());
            dimensions.remove("Stack");
            assertThat(guide).containsKey(datum.name());
            assertThat(guide.get(datum.name())).as(datum.name()).containsAll(dimensions);
        });
    }

    @Test
    void everyFieldOfALineIsInTheGuide() {
        printed.lines().forEach(OperatingGuide.read()::requireTold);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            logout_committed        | {"ends":"session","initiator":"user"}                   | SessionsEnded
            logout_committed        | {"ends":"application","initiator":"rp"}                 | -
            delivery_attempted      | {"state":"done","outcome":"2xx","ms":4}                 | Attempts AttemptDuration
            delivery_attempted      | {"state":"failed","outcome":"refused","ms":4}           | Attempts AttemptDuration DeliveriesFailed
            delivery_attempted      | {"state":"superseded"}                                  | -
            delivery_overtaken      | {"state":"failed","outcome":"4xx","ms":4}               | Attempts AttemptDuration
            delivery_ran_out        | {"client":"app"}                                        | DeliveriesFailed
            backlog_measured        | {"shard":0,"age_seconds":0}                             | OldestUnsettledAge
            outages_measured        | {"down":0}                                              | ApplicationsDown
            application_unreachable | {"client":"app"}                                        | ApplicationsUnreachable
            client_down             | {"client":"app"}                                        | OutagesBegun
            client_still_down       | {"client":"app"}                                        | ProbesFailed
            client_up               | {"client":"app"}                                        | OutagesEnded
            delivery_put_off        | {"client":"app"}                                        | DeliveriesPutOff
            message_poisoned        | {"message":"m"}                                         | MessagesPoisoned
            attempt_broken          | {"message":"m"}                                         | AttemptsBroken
            sweep_item_failed       | {"item":"Retry"}                                        | SweepItemsFailed
            request_failed          | {"route":"ANY /logout"}                                 | RequestsFailed
            logout_joined           | {"ref":"r"}                                             | -
            """)
    void eachEventCountsForTheseMetrics(String event, String fields, String metrics) {
        var lines = new Lines();
        var now = Instant.parse("2026-11-22T20:00:00.123Z");
        var log = new JsonLog(new PrintStream(lines, true, StandardCharsets.UTF_8), InstantSource.fixed(now), "blue");
        log.emit(event, Json.map(fields));

        var read = lines.all().stream().map(Json::parse).toList();
        var names = new TreeSet<String>();
        Emf.read(read).forEach(datum -> names.add(datum.name()));
        assertThat(names).isEqualTo(metrics.equals("-") ? Set.of() : new TreeSet<>(List.of(metrics.split(" "))));
        assertThat(read).singleElement().satisfies(line -> {
            assertThat(line.path("event").asText()).isEqualTo(event);
            assertThat(line.path("timestamp").asText()).isEqualTo("2026-11-22T20:00:00.123Z");
            assertThat(line.path("_aws").path("Timestamp").asLong(now.toEpochMilli())).isEqualTo(now.toEpochMilli());
        });
    }

    private static double oldest() {
        var measured = Emf.read(printed.lines()).stream().filter(datum -> datum.name().equals("OldestUnsettledAge"))
                .mapToDouble(Emf.Datum::value).toArray();
        var oldest = 0.0;
        for (var shard = 1; shard <= 4; shard++) {
            oldest = Math.max(oldest, measured[measured.length - shard]);
        }
        return oldest;
    }

    private static List<JsonNode> linesOf(String ref) {
        return printed.lines().stream().filter(line -> line.path("ref").asText().equals(ref)).toList();
    }
}
