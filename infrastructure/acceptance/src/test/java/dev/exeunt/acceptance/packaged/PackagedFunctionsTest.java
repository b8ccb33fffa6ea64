package dev.exeunt.acceptance.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.local.runtime.PackagedFunction;
import dev.exeunt.local.runtime.Turn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Each archive in a JVM of its own under Lambda's runtime client: events in, answers out.
class PackagedFunctionsTest {

    static final List<String> NAMES = Packages.NAMES;

    private final Packages packages = Packages.shared();
    private final World world = packages.world();

    @Test
    void aLogoutGoesThroughAllFiveArchives() {
        var session = world.session();
        var told = world.back();
        var down = world.back();
        world.join(session, told);
        world.join(session, down);

        JsonNode plan;
        try (var logout = start("logout")) {
            var answer = Json.parse(logout.invoke(confirmed(session)).answer());
            assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
            plan = Json.parse(answer.path("body").asText());
        }
        var ref = plan.path("ref").asText();
        assertThat(plan.path("deliveries")).hasSize(2);

        down.close();
        try (var backchannel = start("backchannel")) {
            var bodies = List.of(pointer(plan, 0), "poison", pointer(plan, 1));
            var failures = Json.parse(backchannel.invoke(Event.batch(bodies)).answer()).path("batchItemFailures");
            var unreached = plan.path("deliveries").get(0).path("client_id").asText().equals(down.id()) ? "m-0" : "m-2";
            assertThat(failures.findValuesAsText("itemIdentifier")).containsExactlyInAnyOrder("m-1", unreached);
        }
        assertThat(told.notices()).hasSize(1);
        assertThat(told.notices().getFirst().logoutToken()).contains(".");

        try (var frontchannel = start("frontchannel")) {
            var visit = plan.path("next").asText().replaceFirst(".*/", "");
            var page = Json.parse(frontchannel
                    .invoke(Event.get("ANY /logout/{visit}", "/logout/" + visit, Map.of("visit", visit))).answer());
            assertThat(page.path("statusCode").asInt()).isEqualTo(200);
            assertThat(page.path("body").asText()).contains(told.name(), down.name());
        }
        try (var registry = start("registry")) {
            var receipt = Json.parse(registry
                    .invoke(Event.get("ANY /{proxy+}", "/logouts/" + ref, Map.of("proxy", "logouts/" + ref))).answer());
            assertThat(receipt.path("statusCode").asInt()).isEqualTo(200);
            assertThat(Json.parse(receipt.path("body").asText()).path("deliveries").findValuesAsText("state"))
                    .containsExactlyInAnyOrder("done", "retrying");
        }
        try (var sweeper = start("sweeper")) {
            var swept = Json.parse(sweeper.invoke("{\"shard\":0}").answer());
            assertThat(swept.path("failed").asInt(-1)).isZero();
            assertThat(sweeper.invoke("{\"shard\":9}").turn()).isInstanceOfSatisfying(Turn.Failed.class,
                    failed -> assertThat(failed.body()).contains("IllegalArgumentException"));
            assertThat(Json.parse(sweeper.invoke("{\"shard\":1}").answer()).path("failed").asInt(-1)).isZero();
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void aFunctionThatCannotStartSaysSoAndEnds(String name) {
        var launch = packages.launch(name).with("TABLE_NAME", "");
        try (var function = PackagedFunction.start(launch)) {
            assertThat(function.first()).as(function::output).isInstanceOfSatisfying(Turn.NotStarted.class,
                    failure -> assertThat(failure.body()).contains("TABLE_NAME"));
        }
    }

    private PackagedFunction start(String name) {
        var function = PackagedFunction.start(packages.launch(name));
        assertThat(function.first()).as(function::output).isInstanceOf(Turn.Waiting.class);
        return function;
    }

    private static String pointer(JsonNode plan, int delivery) {
        return Event.pointer(plan.path("ref").asText(), delivery,
                plan.path("deliveries").get(delivery).path("client_id").asText());
    }

    /// A program logs a session out and says that it has asked.
    static String confirmed(Session session) {
        return Event.http("POST", "ANY /logout", "/logout", Map.of(),
                Map.of("accept", "application/json", "exeunt-request", "1", "content-type",
                        "application/x-www-form-urlencoded"),
                List.of(World.COOKIE + "=" + session.cookie()), Form.encode(Form.of("confirm", "yes")));
    }
}
