package dev.exeunt.acceptance.packaged;

import dev.exeunt.acceptance.policy.Overheard;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.local.runtime.Archive;
import dev.exeunt.local.runtime.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// The archives of all functions, unpacked, and a world whose table and queues they use. Nothing else runs in that world.
final class Packages {

    /// As their modules are called.
    static final List<String> NAMES = List.of("logout", "backchannel", "frontchannel", "registry", "sweeper");

    /// The repository's folder.
    static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent().getParent();

    private final World world = World.start(Ground.EMBEDDED, options -> options.withoutPollers());
    private final Map<String, Overheard> overheard = new HashMap<>();
    private final Path folder;

    private Packages() {
        try {
            folder = Files.createTempDirectory("exeunt-archives");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        NAMES.forEach(name -> archive(name).unpack(folder.resolve(name)));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end of the archives"));
    }

    /// Those that all tests share; they end with the process.
    static Packages shared() {
        assumeBuilt();
        return Shared.PACKAGES;
    }

    /// Where they are not built (`mvn test` does not), the test is skipped and says so; `mvn verify` builds them before it
    /// comes here.
    static void assumeBuilt() {
        for (var name : NAMES) {
            var built = Files.exists(archive(name).file());
            if (!built) {
                System.out.println("functions/" + name + " is not packaged: the archives were not tested");
            }
            Assumptions.assumeTrue(built);
        }
    }

    static Archive archive(String name) {
        return Archive.of(REPOSITORY, name);
    }

    World world() {
        return world;
    }

    /// A folder for whatever a test writes.
    Path folder() {
        return folder;
    }

    /// How a function is started in this world.
    Launch launch(String name) {
        var id = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Function";
        var variables = new HashMap<>(overheard(id).variables());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", id);
        return new Launch(folder.resolve(name), handler(id), variables);
    }

    private synchronized Overheard overheard(String id) {
        return overheard.computeIfAbsent(id, _ -> new Overheard(world.cloud().environment(id)));
    }

    private String handler(String id) {
        return world.cloud().stack().functions().stream().filter(function -> function.id().equals(id)).findFirst()
                .orElseThrow().handler();
    }

    /// An event that each function answers without changing anything.
    static String harmless(String name) {
        return switch (name) {
            case "logout" -> Event.get("ANY /logout", "/logout", Map.of());
            case "backchannel" -> Event.batch(List.of(Event.pointer("0".repeat(32), 0, "nobody")));
            case "frontchannel" -> Event.get("ANY /oauth2/jwks", "/oauth2/jwks", Map.of());
            case "registry" -> Event.get("ANY /{proxy+}", "/clients", Map.of("proxy", "clients"));
            case "sweeper" -> "{\"shard\":0}";
            default -> throw new IllegalArgumentException(name);
        };
    }

    private synchronized void close() {
        overheard.values().forEach(Overheard::close);
        world.close();
        Archive.remove(folder);
    }

    private static final class Shared {

        static final Packages PACKAGES = new Packages();
    }
}
