package dev.exeunt.core.action.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dev.exeunt.core.Limits;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.action.Outbound.Reply;
import dev.exeunt.core.action.deliver.Deliver.Fate;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.client.SelfSigned;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.RequestId;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Judgement;
import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Message.Head;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.saml.SoapBinding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.saml.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Service providers that are told without a browser: `dir` by SOAP, `old` by a post of ours.
class DeliverSamlTest {

    private static final String OUR_ID = World.BASE + "/saml";
    private static final SigningKey ITS_KEY = SelfSigned.RSA.signingKey();
    private static final SigningKey FOREIGN = SelfSigned.EC.signingKey();

    private final World world = new World();
    private String ref = "";
    private int number;

    @Test
    void e41TheRequestIsTheOnlyChildOfASoapBodyAndSignedAndToTheLetter() {
        begin("dir", Binding.SOAP);
        world.provider = answering(Status.success());
        assertThat(attempt()).isInstanceOf(Fate.Gone.class);

        var notice = world.posted.getLast();
        var request = request(notice);
        assertThat(notice.uri()).isEqualTo("https://dir.example/slo");
        assertThat(notice.contentType()).isEqualTo("text/xml; charset=utf-8");
        assertThat(notice.headers()).containsEntry("SOAPAction", "\"http://www.oasis-open.org/committees/security\"")
                .containsEntry("Cache-Control", "no-cache, no-store").containsEntry("Pragma", "no-cache");
        assertThat(request.nameId().spProvidedId()).isEqualTo("its-own");
        assertThat(request.sessionIndexes()).containsExactly("index-dir");
        assertThat(request.reason()).isEqualTo("urn:oasis:names:tc:SAML:2.0:logout:user");
        assertThat(request.notOnOrAfter()).isEqualTo(world.time.instant().plus(Limits.SAML_REQUEST));
        assertThat(request.head().destination()).isEqualTo("https://dir.example/slo");
        assertThat(RequestId.parse(request.head().id()))
                .contains(new RequestId.Direct(ref, number, receipt().attempts().getFirst().jti()));
        assertThat(receipt().state()).isEqualTo(State.DONE);
        assertThat(receipt().why()).isNull();
        assertThat(world.events.toString() + receipt()).doesNotContain("name-dir");
    }

    @Test
    void e1EveryAttemptHasAnIdOfItsOwn() {
        begin("dir", Binding.SOAP);
        attempt();
        world.time.pass(Duration.ofSeconds(20));
        world.provider = answering(Status.success());
        attempt();

        assertThat(world.posted).extracting(notice -> request(notice).head().id()).doesNotHaveDuplicates().hasSize(2);
        assertThat(receipt().attempts()).extracting(Receipt.Attempt::error).containsExactly("connect", null);
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    static Stream<Arguments> e17OnlyAProvenSuccessIsDone() {
        var partial = new Status(Status.Top.RESPONDER, Status.PARTIAL_LOGOUT, null);
        return Stream.of(
                said(Status.partialLogout(), State.FAILED, "partial_logout"),
                said(Status.requester(), State.FAILED, "requester"),
                said(Status.versionMismatch(), State.FAILED, "version_mismatch"),
                said(Status.requestDenied(), State.FAILED, "request_denied"),
                said(Status.responder(), State.RETRYING, "responder"),
                said(partial, State.RETRYING, "responder"),
                bad("signature_key", (head, id) -> envelope(head, id, FOREIGN)),
                bad("unsigned", (head, id) -> envelope(head, id, null)),
                bad("in_response_to", (head, _) -> envelope(head, "_another", ITS_KEY)),
                bad("other_issuer", (head, id) -> envelope(
                        new Head(head.id(), head.issueInstant(), null, "https://evil.example"), id, ITS_KEY)),
                bad("destination", (head, id) -> envelope(
                        new Head(head.id(), head.issueInstant(), "https://evil.example", head.issuer()), id, ITS_KEY)),
                bad("stale", (head, id) -> envelope(
                        new Head(head.id(), head.issueInstant().minusSeconds(601), null, head.issuer()), id, ITS_KEY)),
                bad("not_xml", (_, _) -> bytes("<html><body>Sign in")),
                bad("not_xml", (_, _) -> bytes("")),
                bad("soap", (_, _) -> bytes("<html><body>Sign in</body></html>")),
                bad("doctype", (_, _) -> bytes("<!DOCTYPE x><x/>")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void e17OnlyAProvenSuccessIsDone(String word, State state, BiFunction<Head, String, byte[]> answer) {
        begin("dir", Binding.SOAP);
        world.provider = notice -> reply(200, null,
                answer.apply(new Head("_r1", world.time.instant(), null, "https://dir.example/saml"),
                        request(notice).head().id()));
        attempt();

        assertThat(receipt().state()).isEqualTo(state);
        assertThat(receipt().attempts().getLast().status()).isEqualTo(200);
        assertThat(receipt().attempts().getLast().error()).isEqualTo(word);
    }

    @Test
    void e42AFaultIsTriedAgainAndARefusalIsNot() {
        begin("dir", Binding.SOAP);
        world.provider = _ -> reply(500, null, SoapBinding.fault(SoapBinding.FaultCode.SERVER, "later"));
        attempt();
        assertThat(receipt().state()).isEqualTo(State.RETRYING);
        world.time.pass(Duration.ofSeconds(20));
        world.provider = _ -> reply(403, null, bytes("no"));
        attempt();
        assertThat(receipt().state()).isEqualTo(State.FAILED);
        assertThat(receipt().why()).isEqualTo("status 403");
    }

    @Test
    void aRedirectIsNoAnswerToSoap() {
        begin("dir", Binding.SOAP);
        world.provider = _ -> reply(302, "https://dir.example/login", bytes(""));
        attempt();

        assertThat(receipt().state()).isEqualTo(State.FAILED);
    }

    @Test
    void aServiceProviderThatHasOnlyPostIsPostedToAndAnswersByAPage() {
        begin("old", Binding.POST);
        world.provider = notice -> {
            var form = PostBinding.form(response("old", request(notice), World.BASE + "/saml/slo"), null, ITS_KEY);
            return reply(200, null, bytes("<html><form action='" + form.action()
                    + "'><INPUT type=hidden data-name=\"SAMLRequest\" value='"
                    + form.fields().get("SAMLResponse").replace("+", "&#43;").replace("=", "&#x3D;")
                            .replace("/", "&sol;")
                    + "' name=SAMLResponse></form>"));
        };
        attempt();

        assertThat(world.posted.getLast().contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void aServiceProviderThatHasOnlyPostMayAnswerByARedirectToUs() {
        begin("old", Binding.POST);
        world.provider = notice -> reply(302,
                RedirectBinding.url(response("old", request(notice), World.BASE + "/saml/slo"), null, ITS_KEY),
                bytes(""));
        attempt();

        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void aRedirectToALoginPageAndAPageThatProvesNothingAreNoSuccess() {
        begin("old", Binding.POST);
        world.provider = _ -> reply(302, "https://old.example/login", bytes(""));
        attempt();
        world.time.pass(Duration.ofSeconds(20));
        world.provider = _ -> reply(200, null, bytes("<html><h1>Welcome</h1><input name=user value=x>"));
        attempt();
        world.time.pass(Duration.ofSeconds(60));
        world.provider = notice -> reply(302, RedirectBinding.url(
                response("old", request(notice), "https://elsewhere.example/saml/slo"), null, ITS_KEY), bytes(""));
        attempt();

        assertThat(receipt().state()).isEqualTo(State.RETRYING);
        assertThat(receipt().attempts()).extracting(Receipt.Attempt::error).containsOnly("no_message");
    }

    @Test
    void theKeysAreThoseThatAreRegisteredNow() {
        begin("dir", Binding.SOAP);
        var sp = World.provider("dir", Method.BACKCHANNEL, Binding.SOAP);
        world.clients.put(new SamlClient("dir", sp.entityId(), sp.name(), sp.singleLogoutServices(),
                List.of(SelfSigned.EC.base64()), sp.channel(), null, null));
        world.provider = notice -> reply(200, null,
                envelope(new Head("_r1", world.time.instant(), null, "https://dir.example/saml"), id(notice), FOREIGN));
        attempt();

        assertThat(receipt().state()).isEqualTo(State.DONE);
        assertThat(world.posted.getLast().body()).doesNotContain("SignatureValue");
    }

    @Test
    void withoutAKeyForItsAlgorithmItWaits() {
        begin("dir", Binding.SOAP);
        world.ourKeys.clear();
        attempt();

        assertThat(receipt().state()).isEqualTo(State.RETRYING);
        assertThat(receipt().attempts().getLast().error()).isEqualTo("no_signing_key");
        assertThat(world.posted).isEmpty();
    }

    @Test
    void whoIsToldOtherwiseSinceIsNotToldByBackChannel() {
        begin("dir", Binding.SOAP);
        world.clients.put(World.provider("dir", Method.NATIVE, Binding.POST));
        attempt();

        assertThat(receipt().state()).isEqualTo(State.FAILED);
        assertThat(receipt().why()).contains("no endpoint");
    }

    private static Arguments said(Status status, State state, String word) {
        BiFunction<Head, String, byte[]> answer = (head, id) -> SoapBinding
                .envelope(new LogoutResponse(head, id, status), ITS_KEY);
        return Arguments.of(word, state, answer);
    }

    private static Arguments bad(String word, BiFunction<Head, String, byte[]> answer) {
        return Arguments.of(word, State.RETRYING, answer);
    }

    private static byte[] envelope(Head head, String id, @Nullable SigningKey key) {
        return SoapBinding.envelope(new LogoutResponse(head, id, Status.success()), key);
    }

    private LogoutResponse response(String client, LogoutRequest request, String destination) {
        return new LogoutResponse(
                new Head("_r1", world.time.instant(), destination, "https://" + client + ".example/saml"),
                request.head().id(), Status.success());
    }

    private Function<Notice, Reply> answering(Status status) {
        return notice -> reply(200, null, SoapBinding.envelope(new LogoutResponse(
                new Head("_r1", world.time.instant(), null, "https://dir.example/saml"), request(notice).head().id(),
                status), ITS_KEY));
    }

    private static Reply reply(int status, @Nullable String location, byte[] body) {
        return new Reply.Answer(new Answered(status, null, null, body.length), location, body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// What a service provider makes of it: signed by us, for it, now.
    private LogoutRequest request(Notice notice) {
        var arrived = (Parsed.Good<Arrived>) (notice.contentType().startsWith("text/xml")
                ? SoapBinding.receive(bytes(notice.body()))
                : PostBinding.receive(notice.body()));
        try {
            var verified = (Parsed.Good<Verified>) arrived.value().verify(List.of(World.OUR_KEY.toPublicKey()));
            return ((Judgement.Accepted<LogoutRequest>) Judgement.ofRequest(verified.value(),
                    new Judgement.Arrival(notice.uri(), world.time.instant(), Duration.ofMinutes(3), OUR_ID)))
                    .message();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String id(Notice notice) {
        var id = java.util.regex.Pattern.compile(" ID=\"([^\"]+)\"").matcher(notice.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private void begin(String client, Binding binding) {
        world.clients.put(World.provider(client, Method.BACKCHANNEL, binding));
        world.joinSaml("sess", client);
        ref = world.logOut(Visit.Way.PAGE).logout().ref();
        var plan = world.logouts.read(ref).orElseThrow().plan();
        number = java.util.stream.IntStream.range(0, plan.deliveries().size())
                .filter(n -> plan.recipient(n).equals(client)).findFirst().orElseThrow();
    }

    private Fate attempt() {
        var plan = world.logouts.read(ref).orElseThrow().plan();
        return world.deliver().attempt(new Pointer(ref, number, 1, plan.recipient(number)),
                world.time.instant().plusSeconds(30));
    }

    private Receipt receipt() {
        return world.receipts.read(ref, number).orElseThrow();
    }
}
