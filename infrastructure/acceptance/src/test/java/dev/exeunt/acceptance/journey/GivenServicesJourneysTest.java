package dev.exeunt.acceptance.journey;

import dev.exeunt.acceptance.world.Given;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.local.aws.Services;
import org.junit.jupiter.api.Nested;

/// A cloud whose DynamoDB and SQS run elsewhere, as those of [LocalStackJourneysTest] do. Here elsewhere is this process
/// too, so that what leads to a container is tried where there is none.
class GivenServicesJourneysTest {

    @Nested
    class Logout extends LogoutJourneys {

        Logout() {
            super(Elsewhere.GROUND);
        }
    }

    @Nested
    class Deliveries extends DeliveryJourneys {

        Deliveries() {
            super(Elsewhere.GROUND);
        }
    }

    private static final class Elsewhere {

        static final Ground GROUND = start();

        private static Ground start() {
            var services = Services.start();
            Runtime.getRuntime().addShutdownHook(new Thread(services::close, "end of the services"));
            return new Given(services.endpoints().dynamoDb(), services.endpoints().sqs());
        }
    }
}
