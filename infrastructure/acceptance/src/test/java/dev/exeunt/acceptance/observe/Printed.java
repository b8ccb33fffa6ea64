package dev.exeunt.acceptance.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Lines;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.local.Options;
import java.util.List;
import java.util.function.UnaryOperator;

/// A world whose functions' log is kept.
final class Printed implements AutoCloseable {

    private final Lines lines = new Lines();
    private final World world;

    Printed(UnaryOperator<Options> change) {
        world = World.start(Ground.EMBEDDED, change, lines);
    }

    World world() {
        return world;
    }

    /// Every line so far, as JSON.
    List<JsonNode> lines() {
        return lines.all().stream().map(Json::parse).toList();
    }

    /// The lines of an event that are about one logout.
    List<JsonNode> events(String name, String ref) {
        return lines().stream()
                .filter(line -> line.path("event").asText().equals(name) && line.path("ref").asText().equals(ref))
                .toList();
    }

    /// The same, once there are so many: a line is written after what it tells of.
    List<JsonNode> events(String name, String ref, int count) {
        Await.until(count + " lines of " + name, () -> events(name, ref).size() >= count);
        return events(name, ref);
    }

    @Override
    public void close() {
        world.close();
    }
}
