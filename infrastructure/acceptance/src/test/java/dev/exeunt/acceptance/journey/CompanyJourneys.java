package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Outside;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.ServiceProvider;
import dev.exeunt.acceptance.world.ServiceProvider.Mood;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.Sp;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.core.saml.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/// A session with a whole company in it, two service providers in iframes, two natively, one by SOAP, and two relying
/// parties, ended by each of those who can. A logout that the person begins at the identity provider is among the
/// [SamlJourneys]. Every service provider verifies what it gets, and signs what it answers.
abstract class CompanyJourneys extends Journeys {

    private static final String RELAY = "?a=b&c=d+e /%2F%";
    private static final String SOAP = Sp.SLO + "/soap";

    CompanyJourneys(Ground ground) {
        super(ground);
    }

    /// Those who are told.
    ///
    /// @param back one that is told by the back channel
    /// @param both one that is told by both channels
    private record Company(Session session, List<ServiceProvider> sps, Rp back, Rp both) {

        static Company of(World world, String... methodsAndBindings) {
            var session = world.session();
            var sps = new ArrayList<ServiceProvider>();
            for (var each : methodsAndBindings) {
                var sp = world.provider(each.split(" ")[0], each.split(" ")[1]);
                world.join(session, sp);
                sps.add(sp);
            }
            var company = new Company(session, sps, world.back(), world.both());
            world.join(session, company.back);
            world.join(session, company.both);
            return company;
        }

        /// Each of them by its own binding, once, as the one who signed in there.
        void assertToldOnce() {
            for (var sp : sps) {
                assertThat(sp.asked()).as(sp.id()).singleElement().satisfies(asked -> {
                    assertThat(asked.nameId()).isEqualTo(sp.nameId(session));
                    assertThat(asked.sessionIndex()).isEqualTo("index-" + session.id());
                });
            }
            assertRpsToldOnce();
            assertThat(both.received()).as("its frame and its notice").hasSize(2);
        }

        void assertRpsToldOnce() {
            assertThat(back.notices()).hasSize(1);
            assertThat(both.notices()).hasSize(1);
        }
    }

    @Test
    void a18e14AnRpEndsItAndEverybodyIsToldOnceBeforeTheWayBack() {
        var company = Company.of(world, "iframe redirect", "iframe post", "native redirect", "native post",
                "backchannel soap");
        var asks = world.back(ENDS_SESSION);
        var there = world.join(new Participation(company.session(), asks, "sub-" + asks.id(), "sid-" + asks.id()));
        var browser = world.browser(company.session());

        var begun = browser.get(END_SESSION + query("id_token_hint", world.idp().idToken(there),
                "post_logout_redirect_uri", asks.out(), "state", RELAY));
        var ref = assertEnded(world, company.session());
        world.settled(ref, "done");
        var last = SamlJourneys.through(browser, begun);

        assertThat(last.location().toString()).isEqualTo(asks.out() + query("state", RELAY).replace("+", "%20"));
        company.assertToldOnce();
        assertThat(asks.notices()).hasSize(1);
        assertThat(states(ref)).containsOnly("done");
        assertThat(world.registry().get("/logouts/" + ref).json().path("initiator").asText()).isEqualTo("rp");
    }

    @Test
    void e14AServiceProviderEndsItByRedirectAndAllOthersAreToldOnce() {
        var company = Company.of(world, "iframe redirect", "iframe post", "native post", "backchannel soap");
        var asks = world.join(company.session(), world.sp("native", "redirect", ENDS_SESSION));
        var request = asks.request(company.session(), Sp.SLO);
        var browser = world.browser(company.session());

        var begun = browser.get(asks.redirect(request, RELAY));
        var ref = assertEnded(world, company.session());
        world.settled(ref, "done");
        var last = SamlJourneys.through(browser, begun);

        assertThat(asks.read(last.location())).isEqualTo(new Sp.Answered(Status.success(), request.head().id(), RELAY));
        company.assertToldOnce();
        assertThat(asks.told()).isZero();
        assertThat(states(ref)).containsOnly("done");
    }

    @Test
    void e35AServiceProviderEndsItByPostAndAllOthersAreToldOnce() {
        var company = Company.of(world, "iframe redirect", "iframe post", "native redirect", "backchannel soap");
        var asks = world.join(company.session(), world.sp("native", "post", ENDS_SESSION));
        var request = asks.request(company.session(), Sp.SLO);
        var browser = world.browser(company.session());

        var begun = browser.get(browser.postFromElsewhere(Sp.SLO, asks.form(request, RELAY)).location().toString());
        var ref = assertEnded(world, company.session());
        world.settled(ref, "done");
        var last = SamlJourneys.through(browser, begun);

        assertThat(asks.read(posted(browser, last, asks)))
                .isEqualTo(new Sp.Answered(Status.success(), request.head().id(), RELAY));
        company.assertToldOnce();
        assertThat(asks.told()).isZero();
    }

    @Test
    void e44AServiceProviderEndsItBySoapAndWhoNeedsABrowserMakesItPartial() {
        var company = Company.of(world, "iframe redirect", "iframe post", "native redirect", "native post");
        var asks = world.join(company.session(), world.sp("backchannel", "soap", ENDS_SESSION));
        var request = asks.request(company.session(), SOAP);

        var answer = soap(asks.envelope(request));
        var ref = assertEnded(world, company.session());
        world.settled(ref, "done");

        assertThat(asks.read(answer.body()))
                .isEqualTo(new Sp.Answered(Status.partialLogout(), request.head().id(), null));
        company.assertRpsToldOnce();
        assertThat(asks.told()).isZero();
        assertThat(company.sps()).allSatisfy(sp -> assertThat(sp.received()).isEmpty());
        assertThat(world.registry().get("/logouts/" + ref).json().path("unreachable").findValuesAsText("client_id"))
                .containsExactlyInAnyOrderElementsOf(company.sps().stream().map(ServiceProvider::id).toList());
    }

    @Test
    void e17OneThatNeverComesBackIsSkippedAndItsDebtIsToldToWhoeverAsked() {
        var company = Company.of(world, "iframe post", "native redirect", "native post", "backchannel soap");
        var lost = company.sps().get(1).is(Mood.KEEPS_THE_BROWSER);
        var asks = world.join(company.session(), world.sp("native", "redirect", ENDS_SESSION));
        var request = asks.request(company.session(), Sp.SLO);
        var browser = world.browser(company.session());
        var begun = browser.get(asks.redirect(request, RELAY));
        var ref = assertEnded(world, company.session());
        world.settled(ref, "done");
        var visit = begun.location().toString();

        var page = browser.get(visit);
        var framed = SamlJourneys.onward(browser, page);
        var hop = browser.get(framed.location().toString());
        Outside.go(browser.post(hop.visit().stageUrl(), Form.of("hop", "next")));
        assertThat(lost.asked()).hasSize(1);
        var again = browser.get(visit);
        assertThat(again.visit().applications()).as(again.visit().text()).containsEntry(lost.name(), "sent");
        var last = SamlJourneys.through(browser, browser.post(again.visit().stageUrl(), Form.of("hop", "skip")));

        assertThat(asks.read(last.location()))
                .isEqualTo(new Sp.Answered(Status.partialLogout(), request.head().id(), RELAY));
        company.assertToldOnce();
        var states = world.browser().getJson(visit + "/status").json().path("applications");
        assertThat(states).filteredOn(each -> each.path("name").asText().equals(lost.name())).singleElement()
                .satisfies(each -> assertThat(each.path("state").asText()).isEqualTo("skipped"));
        assertThat(states).filteredOn(each -> !each.path("name").asText().equals(lost.name()))
                .allSatisfy(each -> assertThat(each.path("state").asText()).isEqualTo("done"));
    }

    @Test
    void e17OneThatIsDownDoesNotKeepTheAnswerWaitingAndIsToldOnceItIsBack() {
        var company = Company.of(world, "iframe redirect", "native post", "backchannel soap");
        var down = company.sps().get(2).is(Mood.IS_DOWN);
        var asks = world.join(company.session(), world.sp("native", "redirect", ENDS_SESSION));
        var request = asks.request(company.session(), Sp.SLO);
        var browser = world.browser(company.session());

        var begun = browser.get(asks.redirect(request, RELAY));
        var ref = assertEnded(world, company.session());
        company.back().notices(1);
        company.both().notices(1);
        var last = SamlJourneys.through(browser, begun);

        assertThat(asks.read(last.location()))
                .isEqualTo(new Sp.Answered(Status.partialLogout(), request.head().id(), RELAY));
        down.is(Mood.ANSWERS);
        assertThat(world.settled(ref, "done")).containsEntry(down.id(), "done");
        company.assertToldOnce();
        assertThat(world.registry().get("/logouts/" + ref).json().path("deliveries"))
                .filteredOn(each -> each.path("client_id").asText().equals(down.id())).singleElement()
                .satisfies(each -> assertThat(each.path("attempts").size()).isGreaterThan(1));
    }

    /// The fields of the form that takes the answer to the one who asked.
    private static Map<String, String> posted(Browser browser, Answer last, Sp asks) {
        var form = Jsoup.parse(browser.get(last.location().toString()).body()).expectFirst("form[method=post]");
        assertThat(form.attr("action")).isEqualTo(asks.slo());
        var fields = new LinkedHashMap<String, String>();
        form.select("input[type=hidden]").forEach(field -> fields.put(field.attr("name"), field.attr("value")));
        return fields;
    }

    private List<String> states(String ref) {
        return List.copyOf(world.states(ref).values());
    }

    private Answer soap(String envelope) {
        return world.browser().send("POST", SOAP, Map.of("Content-Type", "text/xml; charset=utf-8"), envelope);
    }
}
