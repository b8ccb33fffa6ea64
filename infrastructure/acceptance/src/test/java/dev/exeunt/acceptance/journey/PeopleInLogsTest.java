package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.observe.OperatingGuide;
import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Lines;
import dev.exeunt.acceptance.world.Received;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.ServiceProvider;
import dev.exeunt.acceptance.world.ServiceProvider.Mood;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.Site;
import dev.exeunt.acceptance.world.Sp;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.core.saml.RedirectBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who somebody is at an application (NameID, SessionIndex, `sub`, `sid`), what a receiver is called with, and the messages
/// themselves stand in no line of the log, whether all goes well or not (protocols G1).
class PeopleInLogsTest {

    private static final String SECRET = "s3cr3t-t0ken";
    private static final String SOAP = Sp.SLO + "/soap";

    private static final List<String> PLATFORM = new CopyOnWriteArrayList<>();
    private static final Lines PRINTED = new Lines();
    private static final List<String> SECRETS = new ArrayList<>();
    private static World world;
    private static Site receiver;

    @BeforeAll
    static void everythingHappens() {
        world = World.start(Ground.EMBEDDED, options -> options.parameter("RetrySeconds", "1,1,1,1,1")
                .log((source, line) -> PLATFORM.add(source + " " + line)), PRINTED);
        receiver = Site.open(_ -> Reply.status(202));
        everybodyIsTold();
        anSpAsks();
        whatIsRefusedIsLogged();
    }

    @AfterAll
    static void end() {
        world.close();
        receiver.close();
    }

    /// Somebody is told in every way there is; one service provider is down at first, and one application refuses.
    private static void everybodyIsTold() {
        var session = world.session();
        var down = world.provider("backchannel", "soap").is(Mood.IS_DOWN);
        var sps = List.of(world.provider("iframe", "post"), world.provider("native", "redirect"), down);
        sps.forEach(sp -> world.join(session, sp));
        var back = world.back();
        var refuses = world.back().answers(Reply.status(400));
        Stream.of(back, refuses).map(rp -> world.join(session, rp))
                .forEach(there -> SECRETS.addAll(List.of(there.sub(), String.valueOf(there.sid()))));
        joinReceiver(session);

        var browser = world.browser(session);
        var begun = Journeys.say("yes", browser, browser.get(Journeys.LOGOUT));
        var ref = Journeys.assertEnded(world, session);
        Await.until("one is down", () -> "retrying".equals(world.states(ref).get(down.id())));
        down.is(Mood.ANSWERS);
        SamlJourneys.through(browser, begun);
        assertThat(world.settled(ref, "done", "failed")).containsEntry(refuses.id(), "failed")
                .containsEntry(down.id(), "done");
        SECRETS.add(session.cookie());
        sps.forEach(sp -> remember(sp, session));
        remember(back);
        remember(refuses);
        assertThat(receiver.received()).isNotEmpty();
        receiver.received().forEach(event -> SECRETS.add(event.body()));
    }

    private static void joinReceiver(Session session) {
        var hub = world.name("hub");
        assertThat(world.registry().put("/clients/" + hub, Map.of("protocol", "caep", "push_uri",
                receiver.url() + "/events", "authorization_header", "Bearer " + SECRET, "subject", "complex"))
                .status()).isEqualTo(201);
        assertThat(world.registry().put("/sessions/" + session.id() + "/participants/" + hub,
                Map.of("iss", world.idp().issuer(), "sub", "sub-at-the-hub", "sid", "sid-at-the-hub")).status())
                .isEqualTo(201);
        SECRETS.addAll(List.of(SECRET, "sub-at-the-hub", "sid-at-the-hub"));
    }

    /// Service providers end sessions by each binding.
    private static void anSpAsks() {
        var byRedirect = world.sp("native", "redirect", Journeys.ENDS_SESSION);
        var session = signedIn(byRedirect);
        var browser = world.browser(session);
        var url = byRedirect.redirect(byRedirect.request(session, Sp.SLO), "relay-state-of-theirs");
        SamlJourneys.through(browser, browser.get(url));
        SECRETS.addAll(List.of(parameter(url, "SAMLRequest"), parameter(url, "Signature"), "relay-state-of-theirs"));

        var byPost = world.sp("native", "post", Journeys.ENDS_SESSION);
        var other = signedIn(byPost);
        var posted = byPost.form(byPost.request(other, Sp.SLO), null);
        var another = world.browser(other);
        SamlJourneys.through(another, another.postFromElsewhere(Sp.SLO, posted));
        SECRETS.addAll(posted.values());

        var bySoap = world.sp("backchannel", "soap", Journeys.ENDS_SESSION);
        var third = signedIn(bySoap);
        assertThat(soap(bySoap.envelope(bySoap.request(third, SOAP))).status()).isEqualTo(200);
        Stream.of(session, other, third).forEach(each -> Journeys.assertEnded(world, each));
    }

    /// Messages of a stranger, of long ago, and for a part in a session that cannot be registered.
    private static void whatIsRefusedIsLogged() {
        var sp = world.sp("native", "redirect", Journeys.ENDS_SESSION);
        var session = signedIn(sp);
        var forged = RedirectBinding.url(sp.request(session, Sp.SLO), "relay-state-of-theirs", Sp.strangersKey());
        var stale = sp.redirect(sp.request(session, Sp.SLO, world.time().instant().minus(Duration.ofHours(1))), null);
        for (var url : List.of(forged, stale)) {
            world.browser(session).get(url);
            SECRETS.addAll(List.of(parameter(url, "SAMLRequest"), parameter(url, "Signature")));
        }
        assertThat(soap(sp.envelope(sp.request(session, Sp.SLO))).status()).isBetween(200, 499);
        assertThat(world.registry().put("/sessions/" + session.id() + "/participants/" + sp.id(),
                Map.of("name_id", Map.of("value", "name-of-nobody", "format", "no format"), "session_index", 7))
                .status()).isEqualTo(400);
        Journeys.assertLives(world, session);
    }

    private static Session signedIn(Sp sp) {
        var session = world.session();
        world.join(session, sp);
        SECRETS.addAll(List.of("name-of-" + session.user(), "index-of-" + session.id(), session.cookie()));
        return session;
    }

    private static void remember(ServiceProvider sp, Session session) {
        assertThat(sp.asked()).as(sp.name()).isNotEmpty();
        SECRETS.addAll(List.of(sp.nameId(session), "index-" + session.id()));
        sp.received().stream().map(Received::body).filter(body -> !body.isEmpty()).forEach(SECRETS::add);
    }

    private static void remember(Rp rp) {
        rp.notices(1).forEach(notice -> SECRETS.add(notice.logoutToken()));
    }

    private static String parameter(String url, String name) {
        return Form.decode(url.substring(url.indexOf('?') + 1)).get(name).getFirst();
    }

    private static Answer soap(String envelope) {
        return world.browser().send("POST", SOAP, Map.of("Content-Type", "text/xml; charset=utf-8"), envelope);
    }

    private static List<JsonNode> printed() {
        return PRINTED.all().stream().map(Json::parse).toList();
    }

    @Test
    void g1NobodysNameAtAnApplicationAndNoMessageIsLogged() {
        assertThat(SECRETS).hasSizeGreaterThan(30).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(4));
        for (var line : Stream.concat(PRINTED.all().stream(), PLATFORM.stream()).toList()) {
            assertThat(SECRETS).as(line).noneMatch(line::contains);
        }
    }

    @Test
    void allOfItIsLoggedNevertheless() {
        assertThat(printed()).extracting(line -> line.path("event").asText()).contains("logout_committed",
                "delivery_attempted", "saml_answered", "saml_message_refused", "saml_request_rejected");
        assertThat(printed()).extracting(line -> line.path("state").asText()).contains("done", "failed", "retrying");
    }

    @Test
    void everyFieldOfALineIsInTheGuide() {
        printed().forEach(OperatingGuide.read()::requireTold);
    }
}
