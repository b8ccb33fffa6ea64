package dev.exeunt.acceptance.journey;

import dev.exeunt.acceptance.world.LocalStack;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/// The same journeys on LocalStack, where Docker answers.
@EnabledIf(value = "dev.exeunt.acceptance.world.LocalStack#isThere", disabledReason = "no Docker answers")
class LocalStackJourneysTest {

    @Nested
    class Logout extends LogoutJourneys {

        Logout() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class EndSession extends EndSessionJourneys {

        EndSession() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Visits extends VisitJourneys {

        Visits() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Documents extends DocumentJourneys {

        Documents() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Registry extends RegistryJourneys {

        Registry() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Deliveries extends DeliveryJourneys {

        Deliveries() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Receivers extends ReceiverJourneys {

        Receivers() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Races extends RaceJourneys {

        Races() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Crashes extends CrashJourneys {

        Crashes() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Conformance extends ConformanceJourneys {

        Conformance() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Named extends NamedJourneys {

        Named() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Flows extends FlowJourneys {

        Flows() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Endings extends EndingJourneys {

        Endings() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Outages extends OutageJourneys {

        Outages() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Rotations extends RotationJourneys {

        Rotations() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class SingleLogout extends SingleLogoutJourneys {

        SingleLogout() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Saml extends SamlJourneys {

        Saml() {
            super(LocalStack.ground());
        }
    }

    @Nested
    class Company extends CompanyJourneys {

        Company() {
            super(LocalStack.ground());
        }
    }
}
