package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.ForwardingLogouts;
import dev.exeunt.core.action.memory.SpAnswer;
import dev.exeunt.core.action.memory.SpMessage;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.LogoutService;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.client.SelfSigned;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.saml.Status.Top;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.web.WebAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SingleLogoutTest {

    private static final String RELAY = "?a=b&c=%d +/#'\"<ü";

    private final World world = new World();
    private final Instant now = World.START;

    @BeforeEach
    void join() {
        register("pay", "default-invalidation-flow");
        register("hr", null);
        world.joinSaml("sess", "pay");
        world.joinSaml("sess", "hr");
    }

    @Test
    void e14TheOthersAreToldAndTheAnswerIsOwedToWhoAsked() {
        var answer = get(request("pay"), RELAY);

        assertThat(answer.status()).isEqualTo(303);
        var visit = visit(answer);
        assertThat(visit.way().client()).isEqualTo("pay");
        assertThat(visit.way().end()).isEqualTo(
                new Visit.End.SamlAnswer(Binding.REDIRECT, "https://pay.example/slo", "_pay-1", RELAY));
        var logout = world.logouts.read(visit.ref()).orElseThrow();
        assertThat(logout.client()).isNull();
        assertThat(logout.plan().initiator()).isEqualTo(Initiator.SP);
        assertThat(logout.plan().applications().get(logout.plan().originator()).client()).isEqualTo("pay");
        assertThat(world.sent).extracting(pointer -> pointer.client()).contains("wiki", "both").doesNotContain("pay");
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void e18WithoutAFlowOfItsOwnOnlyItsPartEnds() {
        var visit = visit(get(request("hr"), null));

        assertThat(world.isOpen("sess")).isTrue();
        assertThat(world.sent).isEmpty();
        assertThat(world.logouts.read(visit.ref()).orElseThrow().client()).isEqualTo("hr");
        assertThat(world.sessions.read("sess").orElseThrow().here()).extracting(part -> part.client())
                .doesNotContain("hr").contains("pay", "wiki");
    }

    static Stream<SpMessage> forgeries() {
        return Stream.of(
                request("pay", World.START).signedBy(null),
                request("pay", World.START).signedBy(SelfSigned.EC.signingKey()),
                request("pay", World.START).issuer("https://nobody.example/saml"),
                request("pay", World.START).issuer("https://PAY.example/saml"),
                request("pay", World.START).issuer("https://other.example/saml"));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void e13WhatNoKeyOfTheSenderSignedEndsNothingAndIsNotAnswered(SpMessage forged) {
        world.clients.put(provider("other", SelfSigned.EC, null));
        var before = world.sessions.read("sess");
        var answer = get(forged, RELAY);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).doesNotContainKey("Location");
        assertThat(Call.text(answer)).doesNotContain("SAMLResponse");
        assertThat(world.sessions.read("sess")).isEqualTo(before);
        assertThat(world.seen.count()).isZero();
        assertThat(world.events).anySatisfy(event -> assertThat(event).startsWith("saml_message_refused"));
    }

    @Test
    void e13ASignatureOverAnotherQueryIsNone() {
        var query = request("pay").query("mine");
        assertThat(raw(query.replace("RelayState=mine", "RelayState=theirs")).status()).isEqualTo(400);
        assertThat(raw(query.replace("&RelayState=mine", "")).status()).isEqualTo(400);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void e20AServiceProviderEndsNoSessionItIsNotIn() {
        world.clients.put(provider("other", SelfSigned.EC, "default-invalidation-flow"));
        var theirs = SpMessage.request("pay", now).issuer("https://other.example/saml")
                .signedBy(SelfSigned.EC.signingKey());

        assertThat(SpAnswer.of(world, get(theirs, null)).status()).isEqualTo(Status.success());
        assertThat(world.isOpen("sess")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<saml:NameID>name-PAY</saml:NameID><samlp:SessionIndex>index-pay</samlp:SessionIndex>",
        "<saml:NameID>name-pay </saml:NameID><samlp:SessionIndex>index-pay</samlp:SessionIndex>",
        "<saml:NameID>name-pay</saml:NameID><samlp:SessionIndex>index-hr</samlp:SessionIndex>",
        "<saml:NameID>name-pay</saml:NameID>",
        "<saml:NameID Format=\"urn:x\">name-pay</saml:NameID><samlp:SessionIndex>index-pay</samlp:SessionIndex>",
        "<saml:NameID NameQualifier=\"other\">name-pay</saml:NameID>"
                + "<samlp:SessionIndex>index-pay</samlp:SessionIndex>"})
    void e19WhatNamesNoSessionIsAnsweredWithSuccessAndEndsNothing(String named) {
        var answer = SpAnswer.of(world, get(request("pay").content(named), RELAY));

        assertThat(answer.status()).isEqualTo(Status.success());
        assertThat(answer.inResponseTo()).isEqualTo("_pay-1");
        assertThat(answer.relayState()).isEqualTo(RELAY);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void e4AttributesOfTheNameIdThatAreThereMustBeTheSame() {
        var full = "<saml:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\" NameQualifier=\"idp\""
                + " SPNameQualifier=\"sp\" SPProvidedID=\"its-own\">name-pay</saml:NameID>"
                + SpMessage.sessionIndex("another") + SpMessage.sessionIndex("index-pay");
        get(request("pay").content(full), null);
        assertThat(world.isOpen("sess")).isFalse();
    }

    static Stream<SpMessage> wrong() {
        var start = World.START;
        return Stream.of(
                request("pay", start).with("Destination", SpMessage.SLO + "/"),
                request("pay", start).with("Destination", "https://evil.example/saml/slo"),
                request("pay", start).without("Destination"),
                request("pay", start.minus(Duration.ofMinutes(11))),
                request("pay", start.plus(Duration.ofMinutes(4))),
                request("pay", start).with("NotOnOrAfter", start.minus(Duration.ofMinutes(3)).toString()),
                request("pay", start).content("<saml:NameID>a<!-- -->b</saml:NameID>"),
                request("pay", start).content("<samlp:SessionIndex>index-pay</samlp:SessionIndex>"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void e12ARequestThatDoesNotStandIsAnsweredToItsSenderAndEndsNothing(SpMessage message) {
        var answer = SpAnswer.of(world, get(message, RELAY));

        assertThat(answer.location()).isEqualTo("https://pay.example/slo");
        assertThat(answer.status().top()).isEqualTo(Top.REQUESTER);
        assertThat(answer.inResponseTo()).isEqualTo("_pay-1");
        assertThat(answer.relayState()).isEqualTo(RELAY);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void e12AnotherVersionIsAVersionMismatch() {
        var answer = SpAnswer.of(world, get(request("pay").with("Version", "1.1"), null));
        assertThat(answer.status().top()).isEqualTo(Top.VERSION_MISMATCH);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void e10TheAnswerToAnIdThatCannotBeReadNamesNone() {
        var location = Call.location(get(request("pay").with("ID", "1 2"), null));
        var xml = SpMessage.inflated(location.replaceAll(".*SAMLResponse=|&.*", ""));
        assertThat(xml).contains("status:Requester").doesNotContain("InResponseTo");
    }

    @Test
    void e37ARelayStateOfMoreThanEightyBytesIsAnsweredAsTheSendersFault() {
        var fits = "ü".repeat(40);
        var answer = SpAnswer.of(world, get(request("pay"), fits + "x"));

        assertThat(answer.status().top()).isEqualTo(Top.REQUESTER);
        assertThat(answer.relayState()).isNull();
        assertThat(world.isOpen("sess")).isTrue();
        assertThat(visit(get(request("pay").with("ID", "_2"), fits)).way().end())
                .isInstanceOfSatisfying(Visit.End.SamlAnswer.class,
                        owed -> assertThat(owed.relayState()).isEqualTo(fits));
    }

    @Test
    void e47AClockThatIsOffByLessThanTheSkewDoesNotMatter() {
        get(request("pay", now.plus(Duration.ofMinutes(2)))
                .with("NotOnOrAfter", now.minus(Duration.ofMinutes(2)).toString()), null);
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void e48ARepeatTellsNobodyAgainOpensNoVisitAndIsAnswered() {
        var query = request("pay").query(RELAY);
        var first = visit(raw(query));
        var visits = world.logouts.count();
        world.sent.clear();
        world.time.pass(Duration.ofMinutes(1));
        var answer = SpAnswer.of(world, raw(query));

        assertThat(world.sent).isEmpty();
        assertThat(world.logouts.count()).isEqualTo(visits);
        assertThat(answer.status()).isEqualTo(Status.partialLogout());
        assertThat(answer.inResponseTo()).isEqualTo("_pay-1");
        assertThat(answer.relayState()).isEqualTo(RELAY);
        assertThat(world.logouts.read(first.ref())).isPresent();
    }

    @Test
    void e48ARepeatEndsNothingOfAUserWhoHasSignedInAgain() {
        var query = request("hr").query(null);
        raw(query);
        world.time.pass(Duration.ofMinutes(1));
        comeBack("hr");
        var before = world.sessions.read("sess");

        assertThat(SpAnswer.of(world, raw(query)).status()).isEqualTo(Status.partialLogout());
        assertThat(world.sessions.read("sess")).isEqualTo(before);
    }

    @Test
    void e48TheBrowserThatNeverGotTheAnswerGoesOn() {
        var query = request("pay").query(null);
        var first = visit(rawWithCookie(query));
        world.sent.clear();
        var again = visit(rawWithCookie(query));

        assertThat(again.ref()).isEqualTo(first.ref());
        assertThat(again.hash()).isNotEqualTo(first.hash());
        assertThat(world.sent).isEmpty();
    }

    @Test
    void e48ARequestThatWasCutShortIsDoneWhenItComesAgain() {
        var query = request("pay").query(null);
        world.seen.note("https://pay.example/saml", "_pay-1", now, now.plusSeconds(600));
        world.time.pass(Duration.ofSeconds(10));
        raw(query);
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void e19ASessionThatHasEndedIsAnsweredInAVisitOfItsOwn() {
        var ended = world.logOut(Visit.Way.PAGE);
        world.sent.clear();
        var visit = visit(get(request("pay"), null));

        assertThat(visit.ref()).isEqualTo(ended.logout().ref());
        assertThat(visit.way().end()).isInstanceOf(Visit.End.SamlAnswer.class);
        assertThat(world.sent).isEmpty();
    }

    @Test
    void e20WhoWasSignedOutAloneEndsNothingMore() {
        get(request("hr"), null);
        register("hr", "default-invalidation-flow");
        var answer = SpAnswer.of(world, get(request("hr").with("ID", "_2"), null));

        assertThat(answer.status()).isEqualTo(Status.partialLogout());
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void e20TheSessionOfTheRequestEndsAndNotTheBrowsers() {
        world.open("theirs", "other-cookie", "wiki");
        var answer = answer(Call.get("/saml/slo").raw(request("pay").query(null)).cookie("other-cookie"));

        assertThat(world.isOpen("sess")).isFalse();
        assertThat(world.isOpen("theirs")).isTrue();
        assertThat(answer.cookies()).isEmpty();
        assertThat(visit(answer).way().named()).isFalse();
    }

    @Test
    void theBrowserOfTheSessionLosesItsCookieAndSeesNames() {
        var answer = rawWithCookie(request("pay").query(null));
        assertThat(answer.cookies()).singleElement().asString().startsWith("__Host-session=;");
        assertThat(visit(answer).way().named()).isTrue();
    }

    @Test
    void e46WhoWantsNoAnswerGetsNone() {
        var answer = get(request("pay").content("<samlp:Extensions><aslo:Asynchronous"
                + " xmlns:aslo=\"urn:oasis:names:tc:SAML:2.0:protocol:ext:async-slo\"/></samlp:Extensions>"
                + SpMessage.nameId("name-pay") + SpMessage.sessionIndex("index-pay")), null);

        assertThat(visit(answer).way().end()).isInstanceOf(Visit.End.OurPage.class);
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void e46WhoWantsNoAnswerAndNamesNobodyLeavesTheBrowsersOwnSessionAlone() {
        world.signedOutUrl = "https://idp.example/signed-out";
        var answer = get(request("pay").content("<samlp:Extensions><aslo:Asynchronous"
                + " xmlns:aslo=\"urn:oasis:names:tc:SAML:2.0:protocol:ext:async-slo\"/></samlp:Extensions>"
                + SpMessage.nameId("nobody") + SpMessage.sessionIndex("index-pay")), null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void e45TheAnswerGoesWhereTheMetadataSays() {
        var services = List.of(new LogoutService(Binding.REDIRECT, "https://pay.example/slo", null),
                new LogoutService(Binding.POST, "https://pay.example/slo", "https://pay.example/slo/answers"));
        var pay = provider("pay", SelfSigned.RSA, null);
        world.clients.put(new SamlClient("pay", pay.entityId(), pay.name(), services.subList(1, 2),
                pay.signingCertificates(), pay.channel(), pay.signature(), null));

        assertThat(SpAnswer.of(world, get(request("pay").with("Version", "3.0"), RELAY)).location())
                .isEqualTo("https://pay.example/slo/answers");
    }

    @Test
    void withoutAPlaceForAnswersTheVisitEndsOnOurPage() {
        var pay = provider("pay", SelfSigned.RSA, null);
        world.clients.put(new SamlClient("pay", pay.entityId(), pay.name(), List.of(), pay.signingCertificates(), null,
                pay.signature(), "default-invalidation-flow"));

        assertThat(get(request("pay").with("Version", "3.0"), null).status()).isEqualTo(400);
        assertThat(visit(get(request("pay"), null)).way().end()).isInstanceOf(Visit.End.OurPage.class);
    }

    @Test
    void e21AFlowThatAsksEndsNothingBeforeAYes() {
        asking();
        var page = get(request("pay"), RELAY);

        assertThat(page.status()).isEqualTo(200);
        assertThat(world.isOpen("sess")).isTrue();
        var yes = say(page, "yes");
        assertThat(world.isOpen("sess")).isFalse();
        assertThat(visit(yes).way().end()).isInstanceOfSatisfying(Visit.End.SamlAnswer.class,
                owed -> assertThat(owed.relayState()).isEqualTo(RELAY));
    }

    @Test
    void e21ANoIsAnsweredAsADenialAndEndsNothing() {
        asking();
        var answer = SpAnswer.of(world, say(get(request("pay"), RELAY), "no"));

        assertThat(answer.status()).isEqualTo(Status.requestDenied());
        assertThat(answer.inResponseTo()).isEqualTo("_pay-1");
        assertThat(answer.relayState()).isEqualTo(RELAY);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void aQuestionThatIsLoadedAgainIsAskedAgain() {
        asking();
        var query = request("pay").query(null);
        raw(query);
        assertThat(Call.sealed(raw(query))).isNotEmpty();
    }

    @Test
    void aPostWithoutTheCookieComesAgainWithIt() {
        var form = post(request("pay"));
        var parked = world.singleLogout().answer(form.crossSite().request());

        assertThat(world.isOpen("sess")).isTrue();
        assertThat(Call.location(parked)).startsWith(SpMessage.SLO + "?resume=");
        var resumed = resume(parked, "secret");
        assertThat(world.isOpen("sess")).isFalse();
        assertThat(resumed.cookies()).hasSize(1);
        var visit = visit(resumed);
        assertThat(visit.way().named()).isTrue();
        assertThat(visit.way().end()).isEqualTo(
                new Visit.End.SamlAnswer(Binding.POST, "https://pay.example/slo", "_pay-1", "r+s /%"));
    }

    @Test
    void whatWasParkedIsGoneAfterTenMinutes() {
        var parked = world.singleLogout().answer(post(request("pay")).request());
        world.time.pass(Duration.ofMinutes(10));
        assertThat(resume(parked, "secret").status()).isEqualTo(410);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void e38NothingThatGoesWrongForASenderWeKnowIsAnHttpError() {
        var changing = new ForwardingLogouts(world.logouts) {
            @Override
            public Committed commit(Ending ending) {
                return new Committed.Changed();
            }
        };
        var answer = SpAnswer.of(world, world.singleLogout(world.startLogout(changing))
                .answer(Call.get("/saml/slo").raw(request("pay").query(null)).request()));
        assertThat(answer.status().top()).isEqualTo(Top.RESPONDER);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void e39AnswersThatCarryMessagesAreNotCached() {
        var answer = get(request("pay").with("Version", "3.0"), null);
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-store").containsEntry("Pragma", "no-cache");
    }

    @Test
    void aProgramLearnsWhatAnswerIsOwedAlsoWhereNothingIsLeftToDo() {
        var nobody = "<saml:NameID>nobody</saml:NameID>";
        var query = request("pay").content(nobody).query(RELAY);
        var dry = Call.text(answer(Call.get("/saml/slo").json().raw(query + "&dry_run=true")));
        assertThat(dry).contains("\"session_end\"", "\"client_id\":\"pay\"", "https://pay.example/slo")
                .doesNotContain("SAMLResponse");
        var answer = answer(Call.get("/saml/slo").json().raw(query));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Call.text(answer)).contains("\"session_end\"", "\"next\"", "SAMLResponse=");
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void withoutAMessageThePageSaysWhatTheAddressIsFor() {
        for (var call : List.of(Call.get("/saml/slo"), Call.post("/saml/slo"), Call.get("/saml/slo").raw("x=1"))) {
            var answer = world.singleLogout().answer(call.request());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(Call.text(answer)).contains("/saml/metadata").contains("SAMLRequest");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAMLRequest=x&SAMLResponse=x", "SAMLRequest=x&samlrequest=x", "SAMLRequest=%zz",
        "SAMLRequest=x&Signature=x", "SAMLRequest=PGE%2BPC9hPg%3D%3D", "SAMLRequest="})
    void e33WhatIsNoMessageIsRefusedWithoutAnAnswer(String query) {
        assertThat(raw(query).status()).isEqualTo(400);
        assertThat(world.seen.count()).isZero();
    }

    @Test
    void wrongMethodsMediaTypesAndSizesAreRefused() {
        assertThat(answer(Call.of("PUT", "/saml/slo")).headers()).containsEntry("Allow", "GET, POST");
        assertThat(answer(Call.of("PUT", "/saml/slo")).status()).isEqualTo(405);
        assertThat(answer(Call.post("/saml/slo").header("content-type", "text/xml").raw("<a/>")).status())
                .isEqualTo(415);
        assertThat(answer(Call.post("/saml/slo").raw("a".repeat(70_000))).status()).isEqualTo(413);
    }

    private void asking() {
        world.flows.put(new Flow("asking", List.of(new FlowStage.Confirm(), new FlowStage.UserLogout())));
        register("pay", "asking");
    }

    private WebAnswer say(WebAnswer page, String word) {
        var cookie = page.cookies().getFirst().split(";")[0];
        return answer(Call.post("/saml/slo").rawCookie(cookie).with("request", Call.sealed(page), "confirm", word));
    }

    private void comeBack(String sp) {
        var before = world.sessions.read("sess").orElseThrow().session();
        var left = (Participant.Saml) world.sessions.read("sess").orElseThrow().participants().stream()
                .filter(part -> part.client().equals(sp)).findFirst().orElseThrow();
        var here = new Participant.Saml(sp, left.identities(), world.time.instant(), new Participant.Presence.Here());
        world.sessions.write(new Sessions.Change(before,
                before.joined(before.gate().next(before.gate().count() + 1, 0)), here, List.of(), List.of()));
    }

    private Visit visit(WebAnswer answer) {
        var location = Call.location(answer);
        assertThat(location).startsWith(World.BASE + "/logout/");
        var token = VisitToken.parse(location.substring((World.BASE + "/logout/").length())).orElseThrow();
        return world.logouts.visit(token.ref(), token.hash()).orElseThrow();
    }

    private WebAnswer resume(WebAnswer parked, String cookie) {
        var query = Call.location(parked).substring(SpMessage.SLO.length() + 1);
        return answer(Call.get("/saml/slo").raw(query).cookie(cookie));
    }

    private Call post(SpMessage message) {
        return Call.post("/saml/slo").raw(message.form("r+s /%"));
    }

    private WebAnswer get(SpMessage message, @Nullable String relayState) {
        return raw(message.query(relayState));
    }

    private WebAnswer raw(String query) {
        return answer(Call.get("/saml/slo").raw(query));
    }

    private WebAnswer rawWithCookie(String query) {
        return answer(Call.get("/saml/slo").raw(query).cookie("secret"));
    }

    private WebAnswer answer(Call call) {
        return world.singleLogout().answer(call.request());
    }

    private SpMessage request(String sp) {
        return request(sp, now);
    }

    private static SpMessage request(String sp, Instant at) {
        return SpMessage.request(sp, at);
    }

    private void register(String key, @Nullable String flow) {
        world.clients.put(provider(key, SelfSigned.RSA, flow));
    }

    private static SamlClient provider(String key, SelfSigned keys, @Nullable String flow) {
        var like = World.provider(key, Method.NATIVE, Binding.REDIRECT);
        return new SamlClient(key, like.entityId(), like.name(), like.singleLogoutServices(), List.of(keys.base64()),
                like.channel(), like.signature(), flow);
    }
}
