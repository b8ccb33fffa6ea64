package dev.exeunt.acceptance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rooms and the one way of dependencies, as ARCHITECTURE.md draws them.
class ArchitectureTest {

    private static final String[] FUNCTIONS = {"dev.exeunt.logout..", "dev.exeunt.backchannel..",
        "dev.exeunt.frontchannel..", "dev.exeunt.registry..", "dev.exeunt.sweeper.."};

    private static final String ROOM = "dev.exeunt.core.action.%s..";
    /// The verbs, and which others each may know.
    private static final Map<String, Set<String>> ROOMS = Map.of("door", Set.of("visit", "answer"), "visit",
            Set.of("answer"), "answer", Set.of(), "deliver", Set.of(), "registry", Set.of(), "sweep",
            Set.of("registry"));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.exeunt");
    }

    @Test
    void coreKnowsNoAws() {
        noClasses().that().resideInAPackage("dev.exeunt.core..")
                .should().dependOnClassesThat().resideInAnyPackage("software.amazon..", "com.amazonaws..",
                        "dev.exeunt.aws..", "org.apache.hc..", "dev.exeunt.local..")
                .check(classes);
    }

    @Test
    void onlyTheAwsRoomUsesTheSdk() {
        noClasses().that().resideInAnyPackage(FUNCTIONS)
                .should().dependOnClassesThat().resideInAPackage("software.amazon.awssdk..")
                .check(classes);
    }

    @Test
    void theAwsRoomKnowsNoFunction() {
        noClasses().that().resideInAPackage("dev.exeunt.aws..")
                .should().dependOnClassesThat().resideInAnyPackage(FUNCTIONS)
                .orShould().dependOnClassesThat().resideInAPackage("dev.exeunt.local..")
                .check(classes);
    }

    @Test
    void functionsNeverSeeEachOther() {
        slices().matching("dev.exeunt.(logout|backchannel|frontchannel|registry|sweeper)..")
                .should().notDependOnEachOther()
                .check(classes);
    }

    @Test
    void whatShowsNoPagesNeedsNoTemplateEngine() {
        noClasses().that().resideInAnyPackage("dev.exeunt.backchannel..", "dev.exeunt.registry..",
                "dev.exeunt.sweeper..", "dev.exeunt.core.action.deliver..", "dev.exeunt.core.action.registry..",
                "dev.exeunt.core.action.sweep..")
                .should().dependOnClassesThat().resideInAnyPackage("dev.exeunt.core.page..",
                        "dev.exeunt.core.action.door..", "dev.exeunt.core.action.visit..",
                        "dev.exeunt.core.action.answer..")
                .check(classes);
        noClasses().that().resideOutsideOfPackage("dev.exeunt.core.page..")
                .should().dependOnClassesThat().resideInAPackage("gg.jte..")
                .check(classes);
    }

    @Test
    void onlyTheDelivererNeedsTheCircuitBreaker() {
        noClasses().that().resideOutsideOfPackage("dev.exeunt.core.action.deliver..")
                .should().dependOnClassesThat().resideInAPackage("io.github.resilience4j..")
                .check(classes);
        noClasses().that().resideInAnyPackage("dev.exeunt.logout..", "dev.exeunt.frontchannel..",
                "dev.exeunt.registry..", "dev.exeunt.sweeper..")
                .should().dependOnClassesThat().resideInAPackage("dev.exeunt.core.action.deliver..")
                .check(classes);
    }

    @Test
    void functionsKnowNothingOfTheLocalRun() {
        noClasses().that().resideInAnyPackage(FUNCTIONS)
                .should().dependOnClassesThat().resideInAPackage("dev.exeunt.local..")
                .check(classes);
    }

    /// Random numbers of a seed are in every copy of a snapshot; `SecureRandom` is seeded anew.
    @Test
    void nothingThatIsDeployedDrawsNumbersThatASnapshotWouldRepeat() {
        noClasses().that().resideInAnyPackage(FUNCTIONS).or()
                .resideInAnyPackage("dev.exeunt.core..", "dev.exeunt.aws..")
                .should().dependOnClassesThat().haveFullyQualifiedName("java.util.Random")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.SplittableRandom")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould().callMethod(Math.class, "random")
                .check(classes);
    }

    @Test
    void thePackagesOfTheProjectHaveNoCycles() {
        slices().matching("dev.exeunt.(*).(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void theProtocolsNeverSeeEachOther() {
        slices().matching("dev.exeunt.core.(oidc|saml|caep)..").should().notDependOnEachOther().check(classes);
    }

    @Test
    void everyByteOfXmlGoesThroughOneRoom() {
        noClasses().that().doNotHaveFullyQualifiedName("dev.exeunt.core.saml.SecureXml")
                .should().dependOnClassesThat().resideInAnyPackage("javax.xml.parsers..", "javax.xml.transform..",
                        "javax.xml.stream..", "javax.xml.xpath..", "javax.xml.validation..", "org.w3c.dom.ls..")
                .check(classes);
        noClasses().that().doNotHaveFullyQualifiedName("dev.exeunt.core.saml.SecureXml")
                .and().haveNameNotMatching("dev\\.exeunt\\.core\\.saml\\.TreeBuilder(\\$.*)?")
                .should().dependOnClassesThat().resideInAPackage("org.xml.sax..")
                .check(classes);
        noClasses().that().doNotHaveFullyQualifiedName("dev.exeunt.core.saml.XmlSignature")
                .should().dependOnClassesThat().resideInAPackage("javax.xml.crypto..")
                .check(classes);
    }

    @Test
    void theDomainDoesNotKnowItsVerbs() {
        noClasses().that().resideInAnyPackage("dev.exeunt.core.session..", "dev.exeunt.core.client..",
                "dev.exeunt.core.plan..", "dev.exeunt.core.delivery..", "dev.exeunt.core.oidc..",
                "dev.exeunt.core.caep..", "dev.exeunt.core.saml..", "dev.exeunt.core.page..",
                "dev.exeunt.core.web..")
                .should().dependOnClassesThat().resideInAPackage("dev.exeunt.core.action..")
                .check(classes);
    }

    @Test
    void thePortsDoNotKnowWhoUsesThem() {
        noClasses().that().resideInAPackage("dev.exeunt.core.action")
                .should().dependOnClassesThat().resideInAnyPackage(rooms(room -> true))
                .check(classes);
    }

    @Test
    void theVerbsOfOneRoomKnowThoseOfNoOtherBeyondTheseFew() {
        ROOMS.forEach((room, known) -> noClasses().that().resideInAPackage(ROOM.formatted(room))
                .should().dependOnClassesThat()
                .resideInAnyPackage(rooms(other -> !other.equals(room) && !known.contains(other)))
                .check(classes));
    }

    @Test
    void onlyActionHoldsPortsSoEveryOtherInterfaceOfCoreIsSealed() {
        classes().that().resideInAPackage("dev.exeunt.core..")
                .and().resideOutsideOfPackage("dev.exeunt.core.action..")
                .and().resideOutsideOfPackage("dev.exeunt.core.page.generated..")
                .and().areInterfaces().and().doNotHaveSimpleName("package-info")
                .should(beSealed())
                .check(classes);
    }

    @Test
    void theDemoIsAStrangerWhoKnowsOnlyTheContract() {
        noClasses().that().resideInAPackage("dev.exeunt.local.demo..")
                .should().dependOnClassesThat().resideInAnyPackage("dev.exeunt.core..", "dev.exeunt.aws..")
                .check(classes);
    }

    @Test
    void handlersAreStreamHandlersWithAnEnvironmentOfTheirOwn() {
        classes().that().haveSimpleNameEndingWith("Function").and().resideInAnyPackage(FUNCTIONS)
                .should().implement(RequestStreamHandler.class)
                .andShould().bePublic()
                .check(classes);
    }

    private static String[] rooms(Predicate<String> which) {
        return ROOMS.keySet().stream().filter(which).map(ROOM::formatted).toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> beSealed() {
        return new ArchCondition<>("be sealed") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                if (!item.isSealed() && !item.isAnnotation()) {
                    events.add(SimpleConditionEvent.violated(item, item.getFullName() + " is not sealed"));
                }
            }
        };
    }
}
