package dev.exeunt.core.action.visit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dev.exeunt.core.Limits;
import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
import dev.exeunt.core.plan.RequestId;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Judgement;
import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.saml.Verified;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.WebAnswer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A browser's way through a logout with service providers: `cal` and `doc` in iframes, `hr` and `pay` natively, beside the
/// OIDC applications of the [World].
class SamlVisitTest {

    private static final String OUR_ID = World.BASE + "/saml";
    private static final Pattern FIELD = Pattern.compile("name=\"(SAML\\w+)\" value=\"([^\"]+)\"");
    private static final NameId NAME = new NameId("name-pay", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            "idp", "sp", "its-own");

    private final World world = new World();
    private final Hops hops = new Hops(world.logouts, world.clients, world.time);
    private String ref = "";
    private String token = "";

    @BeforeEach
    void join() {
        world.clients.put(World.provider("cal", Method.IFRAME, Binding.POST));
        world.clients.put(World.provider("doc", Method.IFRAME, Binding.REDIRECT));
        world.clients.put(World.provider("hr", Method.NATIVE, Binding.POST));
        world.clients.put(World.provider("pay", Method.NATIVE, Binding.REDIRECT));
        List.of("cal", "doc", "hr", "pay").forEach(each -> world.joinSaml("sess", each));
    }

    @Test
    void aFrameOfAServiceProvidersLeadsToUsFirstAndOnlyItMayPost() {
        begin(Visit.Way.PAGE);
        var page = page();

        assertThat(Call.text(page)).contains(url() + "/frames/0").contains(url() + "/frames/1");
        assertThat(page.headers().get("content-security-policy")).contains("frame-src 'self' ")
                .contains("https://cal.example").contains("https://doc.example");
        var frames = List.of(Call.text(page).split("<iframe"));
        for (var saml : List.of("/frames/0", "/frames/1")) {
            assertThat(frames).filteredOn(text -> text.contains(saml)).singleElement().asString()
                    .contains("allow-forms");
        }
        assertThat(frames).filteredOn(text -> text.contains("mail.example")).singleElement().asString()
                .doesNotContain("allow-forms");
    }

    @Test
    void e35AFrameByPostIsAFormThatWeMayFrame() {
        begin(Visit.Way.PAGE);
        var answer = frame("0");
        var request = ofForm(answer, "https://cal.example/slo");

        assertThat(answer.headers()).containsEntry("x-frame-options", "SAMEORIGIN")
                .containsEntry("cache-control", "no-store").containsEntry("Pragma", "no-cache");
        assertThat(answer.headers().get("content-security-policy")).contains("frame-ancestors 'self'");
        assertThat(Call.text(answer)).contains("action=\"https://cal.example/slo\"").contains("<button");
        assertThat(request.nameId().value()).isEqualTo("name-cal");
    }

    @Test
    void e34AFrameByRedirectGoesOnWith303() {
        begin(Visit.Way.PAGE);

        assertThat(ofUrl(Call.location(frame("1")), "https://doc.example/slo").nameId().value())
                .isEqualTo("name-doc");
    }

    @Test
    void aFrameThatIsLoadedAgainSendsTheSameRequestAndChangesNothing() {
        begin(Visit.Way.PAGE);
        var before = visit();
        var first = ofForm(frame("0"), "https://cal.example/slo").head().id();

        assertThat(ofForm(frame("0"), "https://cal.example/slo").head().id()).isEqualTo(first);
        assertThat(visit()).isEqualTo(before);
        assertThat(hops.asked(first)).isPresent();
    }

    @Test
    void thereAreNoOtherFramesAndNoneAfterTheirStage() {
        begin(Visit.Way.PAGE);
        for (var n : List.of("2", "9", "-1", "00", "x", "")) {
            assertThat(frame(n).status()).isEqualTo(404);
        }
        finish("1");
        assertThat(frame("0").status()).isEqualTo(404);
    }

    @Test
    void aServiceProviderThatIsGoneSinceShowsAsNotReachable() {
        begin(Visit.Way.PAGE);
        world.clients.delete("cal");

        assertThat(Call.text(page())).doesNotContain("/frames/0").contains("/frames/1");
        assertThat(frame("0").status()).isEqualTo(404);
    }

    @Test
    void e4e6e7e8AHopIsARequestWithTheNameToTheLetterASessionIndexAReasonAndAnEnd() {
        toTheHops();
        finish("2", "hop", "skip");
        var request = ofUrl(Call.location(post("next")), "https://pay.example/slo");

        assertThat(request.nameId()).isEqualTo(NAME);
        assertThat(request.sessionIndexes()).containsExactly("index-pay");
        assertThat(request.reason()).isEqualTo("urn:oasis:names:tc:SAML:2.0:logout:user");
        assertThat(request.notOnOrAfter()).isEqualTo(world.time.instant().plus(Limits.SAML_REQUEST));
        assertThat(request.head().destination()).isEqualTo("https://pay.example/slo");
        assertThat(request.head().issuer()).isEqualTo(OUR_ID);
    }

    @Test
    void aHopStartsInTheAnswerToAPostAndAPageThatIsLoadedAgainSendsNothing() {
        toTheHops();
        assertThat(Call.text(page())).contains("App hr").contains("value=\"next\"").contains("data-go=\"hop\"");
        var before = visit();
        page();
        assertThat(visit()).isEqualTo(before);

        var marked = postMarked("0.0", "next");
        assertThat(ofForm(marked, "https://hr.example/slo").nameId().value()).isEqualTo("name-hr");
        assertThat(visit().progress().times(0)).isEqualTo(1);

        assertThat(Call.location(postMarked("0.0", "next"))).isEqualTo(url());
        assertThat(Call.location(post("next"))).isEqualTo(url());
        assertThat(visit().progress().times(0)).isEqualTo(1);
        assertThat(Call.text(page())).contains("value=\"retry\"").contains("value=\"skip\"")
                .contains("data-go=\"stay\"");
    }

    @Test
    void aHopThatNeverCameBackIsTriedAgainUnderAnotherIdOrSkipped() {
        toTheHops();
        var first = ofForm(post("next"), "https://hr.example/slo").head().id();
        var second = ofForm(postMarked("0.1", "retry"), "https://hr.example/slo").head().id();

        assertThat(second).isNotEqualTo(first);
        assertThat(Call.location(postMarked("0.1", "retry"))).isEqualTo(url());
        assertThat(hops.asked(first)).isPresent();
        assertThat(hops.asked(second)).isPresent();
        assertThat(Call.location(postMarked("0.2", "skip"))).isEqualTo(url());
        assertThat(Call.text(page())).contains("App pay").contains("value=\"next\"");
    }

    @Test
    void aSecondClickOnSkipDoesNotSkipTheNext() {
        toTheHops();
        postMarked("0.0", "skip");
        postMarked("0.0", "skip");

        assertThat(visit().progress().hops()).containsOnlyKeys(0);
    }

    @Test
    void theAnswerToAHopLeadsToTheNextAndTheLastToTheEnd() {
        toTheHops();
        goOn(ofForm(post("next"), "https://hr.example/slo"), SamlStatus.SUCCESS);
        goOn(ofUrl(Call.location(post("next")), "https://pay.example/slo"), SamlStatus.FAILURE);

        assertThat(page().status()).isEqualTo(200);
        assertThat(states()).containsEntry("App hr", "done").containsEntry("App pay", "failed");
        assertThat(finish("3").status()).isEqualTo(303);
    }

    @Test
    void aServiceProviderThatCanNoLongerBeSentAnythingIsPassedOver() {
        toTheHops();
        world.clients.delete("hr");
        assertThat(page().status()).isEqualTo(200);
        assertThat(Call.location(post("next"))).isEqualTo(url());
        assertThat(states()).containsEntry("App hr", "skipped");
        world.ourKeys.clear();
        assertThat(Call.location(post("next"))).isEqualTo(url());
        assertThat(states()).containsEntry("App pay", "skipped");
    }

    @Test
    void anotherBindingServesWhereThePlannedOneIsGone() {
        toTheHops();
        var hr = World.provider("hr", Method.NATIVE, Binding.REDIRECT);
        world.clients.put(new SamlClient("hr", hr.entityId(), hr.name(),
                List.of(new SamlClient.LogoutService(Binding.REDIRECT, "https://hr.example/new?x=1", null)),
                hr.signingCertificates(), hr.channel(), null, null));

        assertThat(Call.location(post("next"))).startsWith("https://hr.example/new?x=1&SAMLRequest=")
                .doesNotContain("Signature");
    }

    @Test
    void aProgramIsToldWhereToGoNextAndWhatToPostThere() {
        toTheHops();
        var post = Json.read(Call.text(stage("2").with("hop", "next").json().answer())).orElseThrow();
        assertThat(post).containsEntry("next", "https://hr.example/slo");
        assertThat(String.valueOf(post.get("form"))).startsWith("{SAMLRequest=");
        var again = Json.read(Call.text(stage("2").with("hop", "next").json().answer())).orElseThrow();
        assertThat(again).isEqualTo(Map.of("next", url()));
        stage("2").with("hop", "skip").json().answer();
        var redirect = Json.read(Call.text(stage("2").with("hop", "next").json().answer())).orElseThrow();
        assertThat(redirect).containsOnlyKeys("next");
        assertThat(String.valueOf(redirect.get("next"))).startsWith("https://pay.example/slo?SAMLRequest=");
    }

    @Test
    void whatSaysNothingKnownMovesNothing() {
        toTheHops();
        var before = visit();

        assertThat(stage("2").with("hop", "done").answer().status()).isEqualTo(400);
        assertThat(stage("2").crossSite().with("hop", "next").answer().status()).isEqualTo(403);
        assertThat(visit()).isEqualTo(before);
    }

    @Test
    void aHopIsNotStartedForEver() {
        toTheHops();
        post("next");
        for (int times = 1; times < Limits.HOP_TIMES + 3; times++) {
            post("retry");
        }
        assertThat(visit().progress().times(0)).isEqualTo(Limits.HOP_TIMES);
    }

    @Test
    void e17WhoAskedIsToldThatSomebodyIsMissing() {
        begin(asked(Binding.REDIRECT, "a&b=c d"));
        finish("1");
        post("skip");
        post("skip");
        world.time.pass(Duration.ofSeconds(2));
        var response = answered(Call.location(page()), "https://wiki-sp.example/done");

        assertThat(response.status()).isEqualTo(Status.partialLogout());
        assertThat(response.inResponseTo()).isEqualTo("_asked");
        assertThat(Call.location(page())).contains("&RelayState=a%26b%3Dc");
    }

    @Test
    void e14e16TheAnswerWaitsForTheOthersAWhileAndSaysSuccessOnceAllHaveSaidDone() {
        begin(asked(Binding.POST, null));
        for (int n = 0; n < 2; n++) {
            world.logouts.answered(ref, hash(), new Entry(Place.FRAME, n), SamlStatus.SUCCESS);
        }
        finish("1", "frame.2", "loaded", "frame.3", "loaded");
        goOn(ofForm(post("next"), "https://hr.example/slo"), SamlStatus.SUCCESS);
        goOn(ofUrl(Call.location(post("next")), "https://pay.example/slo"), SamlStatus.SUCCESS);
        assertThat(Call.text(page())).contains("/stages/3").contains("App sp").doesNotContain("SAMLResponse");
        settle();

        // The frame of an OIDC client proves nothing.
        var answer = page();
        assertThat(answer.headers().get("content-security-policy")).contains("form-action 'self' https:");
        assertThat(response(field(answer, "SAMLResponse")).status()).isEqualTo(Status.partialLogout());
    }

    @Test
    void e16WhereEverybodySaidDoneTheAnswerIsSuccess() {
        world.open("alone", "other", "wiki");
        world.clients.put(World.provider("till", Method.NATIVE, Binding.REDIRECT));
        world.joinSaml("alone", "till");
        world.clients.put(provider());
        world.joinSaml("alone", "sp");
        var ended = (dev.exeunt.core.action.StartLogout.Started.Ended) world.startLogout()
                .run(new dev.exeunt.core.action.StartLogout.Order("alone", dev.exeunt.core.plan.Flow.INVALIDATION, "sp",
                        dev.exeunt.core.plan.Initiator.SP, dev.exeunt.core.session.EndReason.USER,
                        owed(Binding.POST, null)));
        ref = ended.logout().ref();
        token = ended.visit().text();
        goOn(ofUrl(Call.location(stage("1").with("hop", "next").answer()), "https://till.example/slo"),
                SamlStatus.SUCCESS);
        settle();

        assertThat(response(field(page(), "SAMLResponse")).status()).isEqualTo(Status.success());
        assertThat(response(field(page(), "SAMLResponse")).head().id())
                .isNotEqualTo(response(field(page(), "SAMLResponse")).head().id());
    }

    private Visit.Way asked(Binding binding, String relayState) {
        world.clients.put(provider());
        world.joinSaml("sess", "sp");
        return owed(binding, relayState);
    }

    private static Visit.Way owed(Binding binding, String relayState) {
        return new Visit.Way(
                new Visit.End.SamlAnswer(binding, "https://wiki-sp.example/done", "_asked", relayState), "sp", true,
                null);
    }

    private static SamlClient provider() {
        return World.provider("sp", Method.NATIVE, Binding.REDIRECT);
    }

    private void begin(Visit.Way way) {
        var ended = way.client() == null
                ? world.logOut(way)
                : (dev.exeunt.core.action.StartLogout.Started.Ended) world.startLogout()
                        .run(new dev.exeunt.core.action.StartLogout.Order("sess",
                                dev.exeunt.core.plan.Flow.INVALIDATION, "sp", dev.exeunt.core.plan.Initiator.SP,
                                dev.exeunt.core.session.EndReason.USER, way));
        ref = ended.logout().ref();
        token = ended.visit().text();
    }

    private void toTheHops() {
        begin(Visit.Way.PAGE);
        finish("1");
    }

    /// What `/saml/slo` does with a LogoutResponse that has passed every check.
    private void goOn(LogoutRequest request, SamlStatus status) {
        token = ((Hops.Onward.To) hops.record(hops.asked(request.head().id()).orElseThrow(), status)).visit().text();
    }

    private void settle() {
        var deliveries = world.logouts.read(ref).orElseThrow().plan().deliveries();
        for (int n = 0; n < deliveries.size(); n++) {
            world.receipts.write(ref, "c", Receipt.untried(n),
                    new Receipt(n, 1, Receipt.State.DONE, null, null, null, List.of()));
        }
    }

    private WebAnswer page() {
        return world.visits().page(Call.get("/logout/x").captured("visit", token).request());
    }

    private WebAnswer frame(String n) {
        return world.visits().frame(Call.get("/logout/x").captured("visit", token).captured("n", n).request());
    }

    private WebAnswer finish(String index, String... form) {
        return stage(index).with(form).answer();
    }

    private WebAnswer post(String hop) {
        return stage("2").with("hop", hop).answer();
    }

    private WebAnswer postMarked(String mark, String hop) {
        return stage("2").marked(mark).with("hop", hop).answer();
    }

    private Post stage(String index) {
        return new Post(Call.post("/logout/x").captured("visit", token).captured("index", index));
    }

    private final class Post {

        private final Call call;
        private String query = "";

        Post(Call call) {
            this.call = call;
        }

        Post with(String... form) {
            call.with(form);
            return this;
        }

        Post json() {
            call.json();
            return this;
        }

        Post crossSite() {
            call.crossSite();
            return this;
        }

        Post marked(String mark) {
            query = "at=" + mark;
            return this;
        }

        WebAnswer answer() {
            var plain = call.request();
            return world.visits().finish(new dev.exeunt.core.web.WebRequest(plain.method(), plain.path(),
                    plain.captured(), query, plain.headers(), plain.cookies(), plain.body(), plain.baseUrl()));
        }
    }

    private Visit visit() {
        return world.logouts.visit(ref, hash()).orElseThrow();
    }

    private String hash() {
        return VisitToken.parse(token).orElseThrow().hash();
    }

    private String url() {
        return World.BASE + "/logout/" + token;
    }

    private Map<String, String> states() {
        var status = world.visits().status(Call.get("/logout/x").captured("visit", token).request());
        var states = new java.util.HashMap<String, String>();
        ((List<?>) Json.read(Call.text(status)).orElseThrow().get("applications")).forEach(each -> {
            var application = (Map<?, ?>) each;
            states.put(String.valueOf(application.get("name")), String.valueOf(application.get("state")));
        });
        return states;
    }

    private LogoutRequest ofUrl(String url, String location) {
        assertThat(url).startsWith(location + "?SAMLRequest=");
        return request(RedirectBinding.receive(URI.create(url).getRawQuery()), location);
    }

    private LogoutRequest ofForm(WebAnswer page, String location) {
        var message = field(page, "SAMLRequest");
        return request(PostBinding.receive("SAMLRequest=" + URLEncoder.encode(message, StandardCharsets.UTF_8)),
                location);
    }

    private LogoutRequest request(Parsed<Arrived> arrived, String location) {
        var request = (Judgement.Accepted<LogoutRequest>) Judgement.ofRequest(verified(arrived), arrival(location));
        assertThat(RequestId.parse(request.message().head().id())).isPresent();
        return request.message();
    }

    private LogoutResponse answered(String url, String location) {
        var verified = verified(RedirectBinding.receive(URI.create(url).getRawQuery()));
        return ((Judgement.Accepted<LogoutResponse>) Judgement.ofResponse(verified, arrival(location), "_asked"))
                .message();
    }

    private LogoutResponse response(String message) {
        var verified = verified(
                PostBinding.receive("SAMLResponse=" + URLEncoder.encode(message, StandardCharsets.UTF_8)));
        return ((Judgement.Accepted<LogoutResponse>) Judgement.ofResponse(verified,
                arrival("https://wiki-sp.example/done"), "_asked")).message();
    }

    private Judgement.Arrival arrival(String location) {
        return new Judgement.Arrival(location, world.time.instant(), Limits.SAML_SKEW, OUR_ID);
    }

    private static Verified verified(Parsed<Arrived> arrived) {
        var good = (Parsed.Good<Arrived>) arrived;
        return ((Parsed.Good<Verified>) good.value().verify(List.of(ourKey()))).value();
    }

    private static PublicKey ourKey() {
        try {
            return World.OUR_KEY.toPublicKey();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String field(WebAnswer page, String name) {
        assertThat(page.status()).isEqualTo(200);
        var found = FIELD.matcher(Call.text(page));
        assertThat(found.find()).as(Call.text(page)).isTrue();
        assertThat(found.group(1)).isEqualTo(name);
        return found.group(2).replace("&#61;", "=").replace("&#43;", "+");
    }
}
