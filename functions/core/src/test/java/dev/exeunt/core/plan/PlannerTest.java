package dev.exeunt.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.plan.Planner.Question;
import dev.exeunt.core.plan.StagePlan.Unreachable;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.SamlIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final String ISS = "https://idp.example";
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void everyRandomQuestionKeepsTheRules() {
        var seed = 20_261_122L;
        var random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            var question = question(random);
            var plan = Planner.plan(question);
            var label = "seed " + seed + ", round " + round + ": " + question;

            theFramesAreRightAfterUserLogoutAndOnce(label, question, plan);
            theHopsAreRightAfterTheFramesAndOnce(label, question, plan);
            samlEntriesComeFirstAndKeepTheirIdentity(label, question, plan);
            whoAskedBySamlIsNotToldAndIsDone(label, question, plan);
            nothingComesAfterWhatLeaves(label, plan);
            everybodyIsReachedOrUnreachableWithAReason(label, question, plan);
            assertThat(plan.firstOpen()).as(label).isBetween(0, plan.stages().size() - 1);
            theSameQuestionHasTheSameAnswer(label, question, plan);
        }
    }

    private static void theFramesAreRightAfterUserLogoutAndOnce(String label, Question question, StagePlan plan) {
        var frames = IntStream.range(0, plan.stages().size())
                .filter(n -> plan.stages().get(n) instanceof Stage.IframeLogout).boxed().toList();
        assertThat(frames.size()).as(label).isLessThanOrEqualTo(1);
        if (!frames.isEmpty() && question.flow().endsSession()) {
            assertThat(plan.stages().get(frames.getFirst() - 1)).as(label).isInstanceOf(Stage.UserLogout.class);
        }
        if (!frames.isEmpty()) {
            assertThat(((Stage.IframeLogout) plan.stages().get(frames.getFirst())).frames()).as(label).isNotEmpty()
                    .doesNotHaveDuplicates();
            assertThat(question.browser()).as(label).isTrue();
        }
        var hops = plan.stages().stream().filter(Stage.NativeLogout.class::isInstance).count();
        assertThat(plan.stages().size() - frames.size() - (int) hops).as(label)
                .isBetween(question.flow().stages().size(), question.flow().stages().size() + 1);
    }

    private static void theHopsAreRightAfterTheFramesAndOnce(String label, Question question, StagePlan plan) {
        var natives = IntStream.range(0, plan.stages().size())
                .filter(n -> plan.stages().get(n) instanceof Stage.NativeLogout).boxed().toList();
        assertThat(natives.size()).as(label).isLessThanOrEqualTo(1);
        if (natives.isEmpty()) {
            return;
        }
        assertThat(question.browser()).as(label).isTrue();
        assertThat(hops(plan)).as(label).isNotEmpty().doesNotHaveDuplicates();
        var before = plan.stages().subList(0, natives.getFirst());
        assertThat(before).as(label).allMatch(stage -> stage instanceof Stage.Confirm
                || stage instanceof Stage.UserLogout || stage instanceof Stage.IframeLogout);
        assertThat(before.stream().anyMatch(Stage.UserLogout.class::isInstance)).as(label)
                .isEqualTo(question.flow().endsSession());
        assertThat(before.stream().anyMatch(Stage.IframeLogout.class::isInstance)).as(label)
                .isEqualTo(!frames(plan).isEmpty());
    }

    private static void samlEntriesComeFirstAndKeepTheirIdentity(String label, Question question, StagePlan plan) {
        var kinds = frames(plan).stream().map(Stage.Frame.Saml.class::isInstance).toList();
        assertThat(kinds.stream().dropWhile(saml -> saml)).as(label).doesNotContain(true);
        var told = new ArrayList<Object>();
        frames(plan).forEach(frame -> {
            if (frame instanceof Stage.Frame.Saml saml) {
                told.add(List.of(saml.application(), saml.identity()));
            }
        });
        hops(plan).forEach(hop -> told.add(List.of(hop.application(), hop.identity())));
        plan.deliveries().forEach(delivery -> {
            if (delivery instanceof Delivery.SamlLogoutRequest request) {
                told.add(List.of(request.application(), request.identity()));
            }
        });
        var lost = plan.unreachable().stream().map(StagePlan.Unreachable::application).toList();
        var wanted = new ArrayList<Object>();
        for (int n = 0; n < plan.applications().size(); n++) {
            var application = n;
            var key = plan.applications().get(n).client();
            question.participants().stream().filter(one -> one.client().equals(key) && !lost.contains(application)
                    && one instanceof Participant.Saml && !plan.isOriginator(application))
                    .flatMap(one -> one.identities().stream())
                    .forEach(identity -> wanted.add(List.of(application, identity)));
        }
        assertThat(told).as(label).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private static void whoAskedBySamlIsNotToldAndIsDone(String label, Question question, StagePlan plan) {
        var asked = question.participants().stream().anyMatch(one -> one instanceof Participant.Saml
                && one.client().equals(question.originator())
                && question.clients().get(one.client()) instanceof SamlClient);
        assertThat(plan.originator() != null).as(label).isEqualTo(asked);
        if (plan.originator() != null) {
            var index = plan.originator();
            assertThat(plan.applications().get(index).client()).as(label).isEqualTo(question.originator());
            assertThat(ApplicationState.of(plan, List.of(), null).get(index)).as(label)
                    .isEqualTo(ApplicationState.DONE);
        }
    }

    private static List<Stage.Hop> hops(StagePlan plan) {
        return plan.stages().stream().filter(Stage.NativeLogout.class::isInstance)
                .flatMap(stage -> ((Stage.NativeLogout) stage).hops().stream()).toList();
    }

    private static void nothingComesAfterWhatLeaves(String label, StagePlan plan) {
        assertThat(leaves(plan.stages().getLast())).as(label).isTrue();
        assertThat(plan.stages().subList(0, plan.stages().size() - 1).stream().noneMatch(PlannerTest::leaves))
                .as(label).isTrue();
    }

    private static boolean leaves(Stage stage) {
        return stage instanceof Stage.Redirect || stage instanceof Stage.SessionEnd;
    }

    private static void everybodyIsReachedOrUnreachableWithAReason(String label, Question question, StagePlan plan) {
        assertThat(plan.applications().stream().map(StagePlan.Application::client)).as(label)
                .containsExactlyInAnyOrderElementsOf(
                        question.participants().stream().map(Participant::client).toList());
        for (int n = 0; n < plan.applications().size(); n++) {
            var index = n;
            var told = plan.isOriginator(index)
                    || plan.deliveries().stream().anyMatch(delivery -> delivery.application() == index)
                    || hops(plan).stream().anyMatch(hop -> hop.application() == index)
                    || frames(plan).stream().anyMatch(frame -> frame.application() == index);
            var lost = plan.unreachable().stream().filter(entry -> entry.application() == index).toList();
            assertThat(told || !lost.isEmpty()).as(label).isTrue();
            assertThat(lost).as(label).allSatisfy(entry -> assertThat(entry.why()).isNotBlank()).hasSizeLessThan(2);
        }
    }

    @Test
    void anIdentityWithoutAnyChannelMakesItsApplicationUnreachableWhateverTheOthersComeTo() {
        var client = new OidcClient("wiki", "wiki", "Wiki", List.of(), List.of(),
                new OidcClient.LogoutUri("https://wiki.example/bc", true), null, "RS256", null, null,
                OidcClient.Profile.STANDARD);
        var participant = new Participant.Oidc("wiki",
                List.of(new OidcIdentity("https://idp.example", "sub-1", "sid-1"),
                        new OidcIdentity("https://idp.example", "sub-2", null)),
                Instant.EPOCH, new Participant.Presence.Here());

        var plan = Planner.plan(
                new Question(Flow.INVALIDATION, Initiator.USER, true, List.of(participant), Map.of("wiki", client)));

        assertThat(plan.deliveries()).hasSize(1);
        assertThat(plan.unreachable()).singleElement().satisfies(
                entry -> assertThat(entry.why()).contains("session id"));
        assertThat(ApplicationState.of(plan, List.of(), null)).containsExactly(ApplicationState.UNREACHABLE);
    }

    private static List<Stage.Frame> frames(StagePlan plan) {
        return plan.stages().stream().filter(Stage.IframeLogout.class::isInstance)
                .flatMap(stage -> ((Stage.IframeLogout) stage).frames().stream()).toList();
    }

    private static void theSameQuestionHasTheSameAnswer(String label, Question question, StagePlan plan) {
        var shuffled = new ArrayList<>(question.participants());
        Collections.shuffle(shuffled, new Random(1));
        assertThat(Planner.plan(new Question(question.flow(), question.initiator(), question.browser(), shuffled,
                question.clients(), question.unreadable(), question.tellIdp(), question.originator()))).as(label)
                .isEqualTo(plan);
    }

    private static Question question(Random random) {
        var clients = new HashMap<String, Client>();
        var unreadable = new HashSet<String>();
        var participants = new ArrayList<Participant>();
        for (int n = 0; n < random.nextInt(6); n++) {
            var key = "client-" + n;
            var saml = random.nextBoolean();
            if (random.nextInt(6) > 0) {
                clients.put(key, saml == random.nextInt(8) > 0 ? sp(key, random) : client(key, random));
            } else if (random.nextBoolean()) {
                unreadable.add(key);
            }
            var at = NOW.plusSeconds(random.nextInt(3));
            participants.add(saml
                    ? new Participant.Saml(key, samlIdentities(random), at, new Participant.Presence.Here())
                    : new Participant.Oidc(key, identities(random), at, new Participant.Presence.Here()));
        }
        return new Question(flow(random), Initiator.values()[random.nextInt(6)], random.nextBoolean(), participants,
                clients, unreadable, random.nextBoolean(),
                random.nextInt(3) == 0 ? "client-" + random.nextInt(6) : null);
    }

    private static SamlClient sp(String key, Random random) {
        var method = SamlClient.Method.values()[random.nextInt(3)];
        var channel = random.nextInt(5) == 0
                ? null
                : new SamlClient.Channel(method, method.bindings().get(random.nextInt(2)));
        return new SamlClient(key, "https://" + key + ".example/saml", "Name of " + key, List.of(), List.of(), channel,
                null, null);
    }

    private static List<SamlIdentity> samlIdentities(Random random) {
        var identities = new ArrayList<SamlIdentity>();
        for (int n = 0; n <= random.nextInt(3); n++) {
            identities.add(new SamlIdentity(new NameId("name-" + random.nextInt(2), null, null, null, null),
                    n == 0 ? null : "index-" + n));
        }
        return identities;
    }

    private static Flow flow(Random random) {
        var stages = new ArrayList<FlowStage>();
        if (random.nextBoolean()) {
            stages.add(new FlowStage.Confirm());
        }
        if (random.nextBoolean()) {
            stages.add(new FlowStage.UserLogout());
        }
        switch (random.nextInt(3)) {
            case 0 -> stages.add(new FlowStage.Redirect("https://idp.example/bye"));
            case 1 -> stages.add(new FlowStage.SessionEnd());
            default -> {
                // It ends without saying so.
            }
        }
        return new Flow("flow", stages);
    }

    private static OidcClient client(String key, Random random) {
        var back = random.nextBoolean() ? new LogoutUri("https://" + key + ".example/bc", random.nextBoolean()) : null;
        var front = random.nextBoolean() ? new LogoutUri("https://" + key + ".example/fc", random.nextBoolean()) : null;
        return new OidcClient(key, key, "Name of " + key, List.of(), List.of(), back, front, "RS256", null, null,
                new Profile("logout+jwt", Subject.values()[random.nextInt(3)], null));
    }

    private static List<OidcIdentity> identities(Random random) {
        var identities = new ArrayList<OidcIdentity>();
        for (int n = 0; n <= random.nextInt(3); n++) {
            identities.add(new OidcIdentity(ISS, "sub-" + n, random.nextBoolean() ? "sid-" + n : null));
        }
        return identities;
    }

    @Test
    void aClientWithBothChannelsIsToldByBoth() {
        var plan = plan(true, client("wiki", true, true, Profile.STANDARD), new OidcIdentity(ISS, "u", "s"));

        assertThat(plan.deliveries()).containsExactly(new Delivery.LogoutToken(0, new OidcIdentity(ISS, "u", "s")));
        assertThat(frames(plan)).containsExactly(
                new Stage.Frame.Oidc(0, "https://wiki.example/fc?iss=https%3A%2F%2Fidp.example&sid=s"));
        assertThat(plan.unreachable()).isEmpty();
    }

    @Test
    void c3AFrameThatNeedsASidIsNotLoadedWithoutOne() {
        var client = new OidcClient("wiki", "wiki", "Wiki", List.of(), List.of(), null,
                new LogoutUri("https://wiki.example/fc", true), "RS256", null, null, Profile.STANDARD);
        var plan = plan(true, client, new OidcIdentity(ISS, "u", null));

        assertThat(frames(plan)).isEmpty();
        assertThat(plan.unreachable().getFirst().why()).contains("session id");
    }

    @Test
    void b3ANoticeThatNeedsASidIsNotSentWithoutOne() {
        var client = new OidcClient("wiki", "wiki", "Wiki", List.of(), List.of(),
                new LogoutUri("https://wiki.example/bc", true), null, "RS256", null, null, Profile.STANDARD);

        assertThat(plan(true, client, new OidcIdentity(ISS, "u", null)).unreachable()).hasSize(1);
        assertThat(plan(true, client, new OidcIdentity(ISS, "u", "s")).deliveries()).hasSize(1);
    }

    @Test
    void withoutABrowserAFrontOnlyClientIsUnreachableAndSaysSo() {
        var plan = plan(false, client("wiki", false, true, Profile.STANDARD), new OidcIdentity(ISS, "u", "s"));

        assertThat(plan.unreachable().getFirst().why()).contains("browser");
        assertThat(plan.stages()).containsExactly(new Stage.UserLogout(), new Stage.SessionEnd());
    }

    @Test
    void aClientThatIsGoneStopsNobody() {
        var participants = List.<Participant>of(here("gone", 0), here("wiki", 1));
        var plan = Planner.plan(new Question(Flow.INVALIDATION, Initiator.USER, true, participants,
                Map.of("wiki", client("wiki", true, false, Profile.STANDARD))));

        assertThat(plan.unreachable()).containsExactly(new StagePlan.Unreachable(0, "no longer registered"));
        assertThat(plan.deliveries()).extracting(Delivery::application).containsExactly(1);
    }

    @Test
    void b15EveryIdentityGetsANoticeOfItsOwn() {
        var plan = plan(true, client("wiki", true, false, Profile.STANDARD), new OidcIdentity(ISS, "u", "s1"),
                new OidcIdentity(ISS, "u", "s2"));

        assertThat(plan.deliveries()).hasSize(2);
        assertThat(plan.applications()).hasSize(1);
    }

    @Test
    void theSameNoticeIsNeverSentTwice() {
        var plan = plan(true, client("wiki", true, true, new Profile("JWT", Subject.SUB, null)),
                new OidcIdentity(ISS, "u", "s1"), new OidcIdentity(ISS, "u", "s2"));
        var silent = plan(true, client("wiki", false, true, Profile.STANDARD), new OidcIdentity(ISS, "u", null),
                new OidcIdentity(ISS, "v", null));

        assertThat(plan.deliveries()).hasSize(1);
        assertThat(frames(plan)).hasSize(2);
        assertThat(frames(silent)).hasSize(1);
    }

    @Test
    void inAnAppOnlyLogoutTheFramesAreTheFirstStage() {
        var plan = Planner.plan(new Question(Flow.PROVIDER_INVALIDATION, Initiator.RP, true, List.of(here("wiki", 0)),
                Map.of("wiki", client("wiki", false, true, Profile.STANDARD))));

        assertThat(plan.stages()).hasExactlyElementsOfTypes(Stage.IframeLogout.class, Stage.SessionEnd.class);
        assertThat(plan.firstOpen()).isZero();
    }

    @Test
    void nobodyInTheSessionIsAPlanToo() {
        var plan = Planner.plan(new Question(Flow.INVALIDATION, Initiator.USER, true, List.of(), Map.of()));

        assertThat(plan.stages()).containsExactly(new Stage.UserLogout(), new Stage.SessionEnd());
        assertThat(plan.firstOpen()).isEqualTo(1);
    }

    @Test
    void b14AClientWithoutAKeyThatFitsIsUnreachableAndTheOthersAreTold() {
        var encrypted = encrypted(new OidcClient.Encryption("ECDH-ES", "A256GCM", "{\"keys\":[]}", null));
        var plan = Planner.plan(new Question(Flow.INVALIDATION, Initiator.USER, true,
                List.of(here("wiki", 0), here("mail", 1)),
                Map.of("wiki", encrypted, "mail", client("mail", true, false, Profile.STANDARD))));

        assertThat(plan.unreachable()).containsExactly(new Unreachable(0, "none of its keys fits ECDH-ES"));
        assertThat(plan.deliveries()).extracting(Delivery::application).containsExactly(1);
    }

    @Test
    void aClientWhoseRegistrationCannotBeReadIsUnreachableAndTheOthersAreTold() {
        var plan = Planner.plan(new Question(Flow.INVALIDATION, Initiator.USER, true,
                List.of(here("wiki", 0), here("mail", 1)),
                Map.of("mail", client("mail", true, false, Profile.STANDARD)), Set.of("wiki"), false, null));

        assertThat(plan.unreachable()).containsExactly(new Unreachable(0, "its registration cannot be read"));
        assertThat(plan.deliveries()).extracting(Delivery::application).containsExactly(1);
    }

    @Test
    void b14KeysAtAnAddressAreNotFetchedForAPlan() {
        var plan = plan(true, encrypted(new OidcClient.Encryption("ECDH-ES", "A256GCM", null, "https://a/jwks")),
                new OidcIdentity(ISS, "u", "s"));

        assertThat(plan.unreachable()).isEmpty();
        assertThat(plan.deliveries()).hasSize(1);
    }

    private static OidcClient encrypted(OidcClient.Encryption encryption) {
        return new OidcClient("wiki", "wiki", "Wiki", List.of(), List.of(),
                new LogoutUri("https://wiki.example/bc", false), null, "RS256", encryption, null, Profile.STANDARD);
    }

    @Test
    void aReceiverOfEventsIsToldOncePerSubjectThatItsFormTellsApart() {
        var identities = List.of(new CaepIdentity(ISS, "u", "s1", null), new CaepIdentity(ISS, "u", "s2", null));

        assertThat(planned(CaepReceiver.Subject.OPAQUE, identities).deliveries())
                .containsExactly(event(identities.getFirst()), event(identities.getLast()));
        assertThat(planned(CaepReceiver.Subject.ISS_SUB, identities).deliveries())
                .containsExactly(event(identities.getFirst()));
    }

    @Test
    void aReceiverWhoseFormNeedsMoreThanItWasGivenIsUnreachable() {
        var plan = planned(CaepReceiver.Subject.EMAIL, List.of(new CaepIdentity(ISS, "u", "s", null)));

        assertThat(plan.deliveries()).isEmpty();
        assertThat(plan.unreachable()).containsExactly(
                new Unreachable(0, "it needs an email address that it was never given"));
    }

    @Test
    void aClientThatIsOfAnotherKindThanWhenItJoinedIsUnreachable() {
        var receiver = new CaepReceiver("wiki", "wiki", "Wiki", "https://wiki.example/e", null,
                CaepReceiver.Subject.COMPLEX);
        var plan = Planner.plan(new Question(Flow.INVALIDATION, Initiator.USER, true, List.of(here("wiki", 0)),
                Map.of("wiki", receiver)));

        assertThat(plan.deliveries()).isEmpty();
        assertThat(plan.unreachable()).extracting(Unreachable::why)
                .containsExactly("registered as a client of another kind since it joined");
    }

    private static Delivery event(CaepIdentity identity) {
        return new Delivery.SecurityEvent(0, identity);
    }

    private static StagePlan planned(CaepReceiver.Subject subject, List<CaepIdentity> identities) {
        var participant = new Participant.Caep("hub", identities, NOW, new Participant.Presence.Here());
        var receiver = new CaepReceiver("hub", "hub", "Hub", "https://hub.example/e", null, subject);
        return Planner.plan(new Question(Flow.INVALIDATION, Initiator.OPERATOR, false, List.of(participant),
                Map.of("hub", receiver)));
    }

    private static Participant here(String key, int order) {
        return new Participant.Oidc(key, List.of(new OidcIdentity(ISS, "u", "s")), NOW.plusSeconds(order),
                new Participant.Presence.Here());
    }

    private static OidcClient client(String key, boolean back, boolean front, Profile profile) {
        return new OidcClient(key, key, "Name of " + key, List.of(), List.of(),
                back ? new LogoutUri("https://" + key + ".example/bc", false) : null,
                front ? new LogoutUri("https://" + key + ".example/fc", false) : null, "RS256", null, null, profile);
    }

    private static StagePlan plan(boolean browser, OidcClient client, OidcIdentity... identities) {
        var participant = new Participant.Oidc(client.key(), List.of(identities), NOW,
                new Participant.Presence.Here());
        return Planner.plan(new Question(Flow.INVALIDATION, Initiator.USER, browser, List.of(participant),
                Map.of(client.key(), client)));
    }
}
