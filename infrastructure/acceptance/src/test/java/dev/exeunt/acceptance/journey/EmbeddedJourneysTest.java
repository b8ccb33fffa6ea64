package dev.exeunt.acceptance.journey;

import dev.exeunt.acceptance.world.Ground;
import org.junit.jupiter.api.Nested;

/// The journeys on DynamoDB and SQS in this process.
class EmbeddedJourneysTest {

    @Nested
    class Logout extends LogoutJourneys {

        Logout() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class EndSession extends EndSessionJourneys {

        EndSession() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Visits extends VisitJourneys {

        Visits() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Documents extends DocumentJourneys {

        Documents() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Registry extends RegistryJourneys {

        Registry() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Deliveries extends DeliveryJourneys {

        Deliveries() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Receivers extends ReceiverJourneys {

        Receivers() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Races extends RaceJourneys {

        Races() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Crashes extends CrashJourneys {

        Crashes() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Conformance extends ConformanceJourneys {

        Conformance() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Named extends NamedJourneys {

        Named() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Flows extends FlowJourneys {

        Flows() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Endings extends EndingJourneys {

        Endings() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class SingleLogout extends SingleLogoutJourneys {

        SingleLogout() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Outages extends OutageJourneys {

        Outages() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Rotations extends RotationJourneys {

        Rotations() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Saml extends SamlJourneys {

        Saml() {
            super(Ground.EMBEDDED);
        }
    }

    @Nested
    class Company extends CompanyJourneys {

        Company() {
            super(Ground.EMBEDDED);
        }
    }
}
