package dev.exeunt.acceptance.world;

import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// LocalStack in a container of its own, where Docker answers. It ends with the process.
public final class LocalStack {

    /// The last one that needs no token.
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");
    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";

    private LocalStack() {
    }

    /// Whether there can be one; says in one line if not.
    public static boolean isThere() {
        return Docker.ANSWERS;
    }

    /// Its services; starts it first.
    public static Ground ground() {
        return Running.GROUND;
    }

    private static final class Docker {

        static final boolean ANSWERS = answers();

        private static boolean answers() {
            var answers = DockerClientFactory.instance().isDockerAvailable();
            if (!answers) {
                System.out.println("Skipped: the journeys on LocalStack, because no Docker answers.");
            }
            return answers;
        }
    }

    private static final class Running {

        static final Ground GROUND = start();

        private static Ground start() {
            var container = new LocalStackContainer(IMAGE).withServices("dynamodb", "sqs");
            Optional.ofNullable(System.getenv(TOKEN)).ifPresent(token -> container.withEnv(TOKEN, token));
            container.start();
            return new Given(container.getEndpoint(), container.getEndpoint());
        }
    }
}
