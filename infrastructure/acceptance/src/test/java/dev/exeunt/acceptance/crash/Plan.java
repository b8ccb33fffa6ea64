package dev.exeunt.acceptance.crash;

import dev.exeunt.acceptance.memory.MemoryQueue;
import dev.exeunt.local.aws.Naming;
import dev.exeunt.local.template.Stack;
import dev.exeunt.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the template says of table, queue and functions.
final class Plan {

    static final String ISSUER = "https://idp.example";
    static final String PUBLIC_URL = "https://slo.example";
    static final String IDP = ISSUER + "/ended";

    private static final Stack STACK = stack();

    static final Stack.Table TABLE = STACK.tables().getFirst();

    private Plan() {
    }

    static MemoryQueue.Settings queue() {
        var queue = STACK.queues().stream().filter(one -> one.redrive().isPresent()).findFirst().orElseThrow();
        return new MemoryQueue.Settings(environment(Cloud.Function.LOGOUT).get("DELIVERIES_QUEUE_URL"),
                Duration.ofSeconds(Long.parseLong(queue.attributes().get("VisibilityTimeout"))),
                queue.redrive().orElseThrow().maxReceiveCount());
    }

    static Map<String, String> environment(Cloud.Function function) {
        var variables = new HashMap<>(of(function).environment());
        variables.put("AWS_REGION", "eu-central-1");
        return variables;
    }

    static Duration timeout(Cloud.Function function) {
        return of(function).timeout();
    }

    /// The waits after the first, second, … attempt.
    static List<Duration> retryWaits() {
        return Stream.of(environment(Cloud.Function.BACKCHANNEL).get("RETRY_SECONDS").split(","))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))).toList();
    }

    private static Stack.Function of(Cloud.Function function) {
        return STACK.functions().stream().filter(one -> one.id().equals(function.id())).findFirst().orElseThrow();
    }

    private static Stack stack() {
        try {
            return Template.parse(Files.readString(Path.of("..", "..", "template.yaml"))).stack(
                    Map.of("Issuer", ISSUER, "IdpJwksUri", ISSUER + "/jwks", "PublicUrl", PUBLIC_URL,
                            "SessionEndedUri", IDP),
                    new Naming(URI.create("https://sqs.example")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
