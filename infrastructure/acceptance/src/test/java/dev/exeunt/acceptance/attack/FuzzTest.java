package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.attack.Wire.Request;
import dev.exeunt.acceptance.world.World;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Thousands of requests made of good ones by mutation. `-Dattack.seed=` repeats a run, `-Dattack.requests=` says how many
/// there are for each route.
class FuzzTest {

    private static final long SEED = Long.getLong("attack.seed", System.nanoTime());
    private static final int REQUESTS = Integer.getInteger("attack.requests", 250);

    private final Scene scene = Scene.shared();
    private final World world = scene.world();
    private final Random random = new Random(SEED);

    @BeforeAll
    static void tellTheSeed() {
        System.err.println("FuzzTest: -Dattack.seed=" + SEED);
    }

    @Test
    void noMutatedRequestBreaksAPublicRouteOrEndsAnything() {
        var victim = scene.victim();
        var mutants = new PublicMutants(random, world, victim);
        var before = world.rows();
        send(world.cloud().url(), mutants.stream(REQUESTS));

        assertThat(world.endedBy(victim.session())).isNull();
        // A good logout request from elsewhere is kept for the browser to come again with its cookie (A23).
        assertThat(scene.changed(before)).allMatch(key -> key.startsWith("R#"));
    }

    @Test
    void noMutatedRequestBreaksTheRegistryOrIsHalfWritten() {
        var victim = scene.victim();
        var mutants = new RegistryMutants(random, world, victim);
        var refused = send(world.cloud().registryUrl(), mutants.stream(REQUESTS));

        assertThat(world.endedBy(victim.session())).isNull();
        var keys = String.join("\n", world.rows().byKey().keySet());
        refused.stream().flatMap(request -> mutants.fresh(request).stream())
                .forEach(id -> assertThat(keys).as("rows of a refused %s", id).doesNotContain(id));
    }

    /// The requests that were refused.
    private static Set<Request> send(URI base, Stream<Request> requests) {
        return requests.filter(request -> {
            var reply = Wire.send(base, request);
            assertThat(reply.status()).as("status of %s, answered %s", shown(request), reply).isBetween(200, 499);
            if (reply.status() >= 400) {
                assertThat(reply.type()).as("type of %s, answered %s", shown(request), reply)
                        .isIn("text/html", "application/problem+json", "application/json");
            }
            return reply.status() >= 400;
        }).collect(Collectors.toSet());
    }

    private static List<String> shown(Request request) {
        return List.of(request.method(), request.target(), String.join(" | ", request.headers()),
                new String(request.body(), 0, Math.min(request.body().length, 2000),
                        java.nio.charset.StandardCharsets.UTF_8));
    }
}
