package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.SpAnswer;
import dev.exeunt.core.action.memory.SpMessage;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.client.SelfSigned;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.saml.Status.Top;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.web.WebAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoapLogoutTest {

    private static final String URL = SpMessage.SLO + "/soap";

    private final World world = new World();

    @BeforeEach
    void join() {
        register("default-invalidation-flow");
        world.open("quiet", "cookie-2", "wiki");
        world.joinSaml("quiet", "pay");
    }

    @Test
    void e16EverybodyWhoAnswersInTimeMakesItSuccess() {
        world.pause = waited -> {
            world.time.pause(waited);
            world.sent.forEach(pointer -> world.deliver().attempt(pointer, world.time.instant().plusSeconds(20)));
            world.sent.clear();
        };
        var answer = SpAnswer.soap(world, post(request()));

        assertThat(answer.status()).isEqualTo(Status.success());
        assertThat(answer.inResponseTo()).isEqualTo("_pay-1");
        var ref = ended("quiet");
        assertThat(world.logouts.read(ref).orElseThrow().plan().initiator()).isEqualTo(Initiator.SP);
        assertThat(world.posted).hasSize(1);
    }

    @Test
    void e17WhoDoesNotAnswerInTimeMakesItPartialAndTheWaitIsBounded() {
        var start = world.time.instant();
        assertThat(SpAnswer.soap(world, post(request())).status()).isEqualTo(Status.partialLogout());
        assertThat(Duration.between(start, world.time.instant())).isEqualTo(Duration.ofSeconds(2));
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void e17WhoCanOnlyBeToldThroughABrowserMakesItPartialAtOnce() {
        world.joinAs("quiet", "mail", "sub");
        var start = world.time.instant();
        assertThat(SpAnswer.soap(world, post(request())).status()).isEqualTo(Status.partialLogout());
        assertThat(world.time.instant()).isEqualTo(start);
        assertThat(world.isOpen("quiet")).isFalse();
    }

    @Test
    void e17WhereOnlyItsOwnPartEndsTheAnswerSaysSo() {
        register(null);
        assertThat(SpAnswer.soap(world, post(request())).status()).isEqualTo(Status.partialLogout());
        assertThat(world.isOpen("quiet")).isTrue();
    }

    @Test
    void e21NobodyCanBeAskedSoAFlowThatAsksIsDenied() {
        world.flows.put(new Flow("asking", List.of(new FlowStage.Confirm(), new FlowStage.UserLogout())));
        register("asking");
        var status = SpAnswer.soap(world, post(request())).status();

        assertThat(status.top()).isEqualTo(Top.RESPONDER);
        assertThat(status.second()).isEqualTo(Status.REQUEST_DENIED);
        assertThat(world.isOpen("quiet")).isTrue();
    }

    @Test
    void e42WhoeverIsNotProvenIsRefused() {
        for (SigningKey key : new SigningKey[]{null, SelfSigned.EC.signingKey()}) {
            assertThat(post(request().signedBy(key)).status()).isEqualTo(403);
        }
        assertThat(post(request().issuer("https://nobody.example/saml")).status()).isEqualTo(403);
        assertThat(world.isOpen("quiet")).isTrue();
        assertThat(world.seen.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<a/>", "x", "<!DOCTYPE a><a/>",
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>"})
    void e42WhatIsNoEnvelopeWithOneMessageIsAMalformedRequest(String body) {
        assertThat(raw(body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<s:Body><a/></s:Body>",
        "<s:Header><h s:mustUnderstand=\"1\"/></s:Header><s:Body><a/></s:Body>"})
    void e42AnEnvelopeWithSomethingElseInItIsAFault(String content) {
        var answer = raw("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">" + content
                + "</s:Envelope>");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(Call.text(answer)).contains("Fault").contains("Header".equals(content.substring(3, 9))
                ? "MustUnderstand"
                : "Client");
    }

    @Test
    void e12ARequestThatDoesNotStandIsAnsweredWithAStatus() {
        var answer = SpAnswer.soap(world, post(request().with("Destination", SpMessage.SLO)));
        assertThat(answer.status().top()).isEqualTo(Top.REQUESTER);
        assertThat(world.isOpen("quiet")).isTrue();
    }

    @Test
    void e9BySoapTheDestinationMayBeMissing() {
        post(request().without("Destination"));
        assertThat(world.isOpen("quiet")).isFalse();
    }

    @Test
    void e19ASessionThatIsNotThereIsSuccess() {
        var other = World.provider("hr", Method.BACKCHANNEL, Binding.SOAP);
        world.clients.put(other);
        var answer = SpAnswer.soap(world, post(SpMessage.request("hr", World.START).with("Destination", URL)));
        assertThat(answer.status()).isEqualTo(Status.success());
    }

    @Test
    void e48ARepeatTellsNobodyAgainAndIsAnswered() {
        var body = new String(request().envelope(), StandardCharsets.UTF_8);
        raw(body);
        world.sent.clear();
        assertThat(SpAnswer.soap(world, raw(body)).status()).isEqualTo(Status.partialLogout());
        assertThat(world.sent).isEmpty();
    }

    @Test
    void e46WhoWantsNoAnswerGetsNone() {
        var answer = post(request().content("Asynchronous"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(world.isOpen("quiet")).isFalse();
    }

    @Test
    void e43AnswersAreNotCached() {
        var headers = post(request()).headers();
        assertThat(headers).containsEntry("Cache-Control", "no-cache, no-store, must-revalidate, private")
                .containsEntry("Pragma", "no-cache").containsEntry("Content-Type", "text/xml; charset=utf-8");
    }

    @Test
    void e41OtherMethodsMediaTypesAndSizesAreRefused() {
        assertThat(answer(Call.get("/saml/slo/soap")).status()).isEqualTo(405);
        assertThat(answer(Call.post("/saml/slo/soap").raw("<a/>")).status()).isEqualTo(415);
        assertThat(raw("a".repeat(70_000)).status()).isEqualTo(413);
        assertThat(world.isOpen("quiet")).isTrue();
    }

    private String ended(String session) {
        var life = world.sessions.read(session).orElseThrow().session().life();
        return ((Session.Life.Ended) life).ref();
    }

    private SpMessage request() {
        return SpMessage.request("pay", World.START).with("Destination", URL);
    }

    private WebAnswer post(SpMessage message) {
        return raw(new String(message.envelope(), StandardCharsets.UTF_8));
    }

    private WebAnswer raw(String body) {
        return answer(Call.post("/saml/slo/soap").header("content-type", "text/xml; charset=utf-8").raw(body));
    }

    private WebAnswer answer(Call call) {
        return world.soapLogout().answer(call.request());
    }

    private void register(@Nullable String flow) {
        var like = World.provider("pay", Method.BACKCHANNEL, Binding.SOAP);
        world.clients.put(new SamlClient("pay", like.entityId(), like.name(), like.singleLogoutServices(),
                like.signingCertificates(), like.channel(), like.signature(), flow));
    }
}
