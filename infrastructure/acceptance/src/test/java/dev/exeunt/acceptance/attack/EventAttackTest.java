package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.local.lambda.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions called with what the platform never sends.
class EventAttackTest {

    private static final String SECRET = "c2VjcmV0LXZhbHVl";

    private final Scene scene = Scene.shared();
    private final World world = scene.world();
    private final Victim victim = scene.unharmed();

    @ParameterizedTest
    @ValueSource(strings = {"LogoutFunction", "FrontchannelFunction", "RegistryFunction"})
    void anEventThatCannotBeReadIsABadRequest(String function) {
        var before = world.rows();
        for (var event : List.of("", "x", "null", "[]", "{", "{\"headers\":7}", "{\"headers\":{\"cookie\":\"" + SECRET
                + "\"},\"cookies\":\"" + SECRET + "\"}", "{\"body\":\"!" + SECRET + "!\",\"isBase64Encoded\":true}")) {
            var answer = answered(function, event);
            assertThat(answer.path("statusCode").asInt()).as(function + " " + event).isEqualTo(400);
            assertThat(answer.path("headers").path("Content-Type").asText()).isEqualTo("application/problem+json");
        }
        scene.assertUnchanged(before);
        assertThat(scene.lines()).noneMatch(line -> line.contains(SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LogoutFunction", "FrontchannelFunction"})
    void aRouteThatIsNotOursIsABugWithoutDetails(String function) {
        var answer = answered(function,
                Json.write(Map.of("routeKey", "ANY /" + function, "rawPath", "/x", "requestContext",
                        Map.of("domainName", "d.example", "http", Map.of("method", "GET")))));
        assertThat(answer.path("statusCode").asInt()).isEqualTo(500);
        assertThat(answer.path("body").asText()).doesNotContain("Exception").doesNotContain("dev.exeunt");
    }

    @Test
    void aPoisonedMessageGoesBackAndTouchesNothing() {
        var before = world.rows();
        var bodies = List.of("", "x", "null", "{}", "[]", "{\"ref\":\"x\",\"delivery\":-1,\"run\":1,\"client\":\"c\"}",
                "{\"ref\":\"x\",\"delivery\":\"0\",\"run\":1,\"client\":\"c\"}", "{\"ref\":7}", "[".repeat(5000));
        var records = bodies.stream().map(body -> Map.of("messageId", "m-" + bodies.indexOf(body), "receiptHandle", "h",
                "body", body)).toList();
        var answer = answered("BackchannelFunction", Json.write(Map.of("Records", records)));
        assertThat(answer.path("batchItemFailures")).hasSize(bodies.size());
        scene.assertUnchanged(before);
    }

    @Test
    void aMessageForALogoutThatIsNotThereIsGone() {
        var before = world.rows();
        for (var ref : List.of("x", "0".repeat(32), victim.session().id())) {
            var body = Json.write(Map.of("ref", ref, "delivery", 0, "run", 1, "client", "c"));
            var answer = answered("BackchannelFunction", Json.write(Map.of("Records", List.of(Map.of("messageId", "m",
                    "receiptHandle", "h", "body", body)))));
            assertThat(answer.path("batchItemFailures")).isEmpty();
        }
        scene.assertUnchanged(before);
    }

    @Test
    void aMessageThatComesAgainTellsNobodyAgain() {
        var other = scene.victim();
        world.registry().delete("/sessions/" + other.session().id());
        var ref = String.valueOf(world.endedBy(other.session()));
        world.settled(ref, "done");
        var told = other.back().rp().notices().size();
        var before = world.rows();
        for (int delivery = 0; delivery < 2; delivery++) {
            for (int run = 1; run < 3; run++) {
                var body = Json.write(Map.of("ref", ref, "delivery", delivery, "run", run, "client", "c"));
                var answer = answered("BackchannelFunction",
                        Json.write(Map.of("Records", List.of(Map.of("messageId", "m",
                                "receiptHandle", "h", "body", body)))));
                assertThat(answer.path("batchItemFailures")).isEmpty();
            }
        }
        assertThat(other.back().rp().notices()).hasSize(told);
        scene.assertUnchanged(before);
    }

    private com.fasterxml.jackson.databind.JsonNode answered(String function, String event) {
        var result = world.cloud().invoke(function, event);
        assertThat(result).as(function + " " + event).isInstanceOf(Result.Answered.class);
        return result instanceof Result.Answered(var payload)
                ? Json.parse(new String(payload, StandardCharsets.UTF_8))
                : Json.parse("{}");
    }
}
