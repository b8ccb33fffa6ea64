package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.SpMessage;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.client.SelfSigned;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
import dev.exeunt.core.plan.RequestId;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.web.WebAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// LogoutResponses that browsers bring to `/saml/slo`.
class SamlResponseTest {

    private final World world = new World();
    private String ref = "";
    private String hash = "";

    @BeforeEach
    void begin() {
        world.clients.put(World.provider("pay", Method.NATIVE, Binding.REDIRECT));
        world.clients.put(World.provider("cal", Method.IFRAME, Binding.POST));
        world.clients.put(other());
        List.of("pay", "cal").forEach(each -> world.joinSaml("sess", each));
        var ended = world.logOut(Visit.Way.PAGE);
        ref = ended.logout().ref();
        hash = ended.visit().hash();
        var seen = visit(hash);
        world.logouts.advance(seen, seen.progress().started(0));
    }

    @Test
    void e49AnAnswerToAHopLeadsOnUnderAnotherToken() {
        var answer = get(toHop());

        var location = Call.location(answer);
        assertThat(location).startsWith(World.BASE + "/logout/");
        var token = VisitToken.parse(location.substring((World.BASE + "/logout/").length())).orElseThrow();
        assertThat(token.hash()).isNotEqualTo(hash);
        assertThat(visit(hash).progress().answers()).containsEntry(new Entry(Place.HOP, 0), SamlStatus.SUCCESS);
        assertThat(visit(token.hash()).progress()).isEqualTo(visit(hash).progress());
    }

    @Test
    void e49AnAnswerToAFrameIsAnEmptyPageThatOnlyWeMayFrame() {
        var answer = get(response("cal", frame()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().get("Content-Security-Policy")).contains("frame-ancestors 'self'");
        assertThat(answer.headers()).doesNotContainKey("X-Frame-Options");
        assertThat(visit(hash).progress().answers()).containsEntry(new Entry(Place.FRAME, 0), SamlStatus.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({"Success,,SUCCESS", "Success,PartialLogout,PARTIAL", "Responder,,FAILURE",
        "Responder,RequestDenied,FAILURE", "Requester,PartialLogout,FAILURE", "VersionMismatch,,FAILURE"})
    void e17OnlySuccessWithoutPartialLogoutIsDone(String top, String second, SamlStatus expected) {
        get(toHop().content(SpMessage.status(top, second)));
        assertThat(visit(hash).progress().answers()).containsEntry(new Entry(Place.HOP, 0), expected);
    }

    @Test
    void e49AnAnswerIsTakenOnce() {
        var query = toHop().query(null);
        raw(query);
        var before = visit(hash);
        var second = raw(query);
        var other = get(toHop().with("ID", "_other").content(SpMessage.status("Responder", null)));

        assertThat(List.of(second.status(), other.status())).containsOnly(400);
        assertThat(visit(hash)).isEqualTo(before);
    }

    @Test
    void e49WhatAnswersNothingOfOursIsRefused() {
        assertRefused(response("pay", "_x"));
        assertRefused(response("pay", hop()).without("InResponseTo"));
        assertRefused(response("pay", new RequestId.InBrowser(ref, hash, new Entry(Place.HOP, 0), 2).text()));
        assertRefused(response("pay", new RequestId.InBrowser(ref, hash, new Entry(Place.HOP, 1), 1).text()));
        assertRefused(response("pay", new RequestId.Direct(ref, 0, "0".repeat(32)).text()));
    }

    @Test
    void e49OnlyWhoWasAskedAnswers() {
        assertRefused(response("other", hop()).signedBy(SelfSigned.EC.signingKey()));
        assertRefused(toHop().signedBy(SelfSigned.EC.signingKey()));
        assertRefused(toHop().signedBy(null));
        assertRefused(response("cal", hop()));
    }

    @Test
    void e49AnAnswerToAnotherAddressOrOfAnotherTimeIsRefused() {
        assertRefused(toHop().with("Destination", "https://pay.example/slo"));
        assertRefused(toHop().without("Destination"));
        assertRefused(SpMessage.response("pay", World.START.minus(Duration.ofMinutes(11)), hop()));
        assertRefused(toHop().with("Version", "1.1"));
        assertRefused(toHop().content(""));
    }

    @Test
    void afterTheVisitNothingIsPending() {
        world.time.pass(Duration.ofMinutes(30));
        assertRefused(SpMessage.response("pay", world.time.instant(), hop()));
    }

    @Test
    void whatComesAlongInTheRelayStateChangesNothing() {
        var location = Call.location(raw(toHop().query("https://evil.example/")));
        assertThat(location).startsWith(World.BASE + "/logout/");
    }

    private void assertRefused(SpMessage message) {
        var answer = get(message);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).doesNotContainKey("Location");
        assertThat(visit(hash).progress().answers()).isEmpty();
    }

    private SpMessage toHop() {
        return response("pay", hop());
    }

    private String hop() {
        return new RequestId.InBrowser(ref, hash, new Entry(Place.HOP, 0), 1).text();
    }

    private String frame() {
        return new RequestId.InBrowser(ref, hash, new Entry(Place.FRAME, 0), 1).text();
    }

    private Visit visit(String of) {
        return world.logouts.visit(ref, of).orElseThrow();
    }

    private WebAnswer get(SpMessage message) {
        return raw(message.query(null));
    }

    private WebAnswer raw(String query) {
        return world.singleLogout().answer(Call.get("/saml/slo").raw(query).request());
    }

    private static SpMessage response(String sp, String inResponseTo) {
        return SpMessage.response(sp, World.START, inResponseTo);
    }

    private static SamlClient other() {
        var like = World.provider("other", Method.NATIVE, Binding.REDIRECT);
        return new SamlClient("other", like.entityId(), like.name(), like.singleLogoutServices(),
                List.of(SelfSigned.EC.base64()), like.channel(), like.signature(), null);
    }
}
