package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.VisitPage;
import dev.exeunt.acceptance.world.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What all journeys have in common.
abstract class Journeys {

    static final String LOGOUT = "/logout";
    static final String END_SESSION = "/oauth2/end-session";
    /// For a client whose logout ends the whole session.
    static final Map<String, String> ENDS_SESSION = Map.of("invalidation_flow", "default-invalidation-flow");
    /// For a client that wants the session id in every notice.
    static final Map<String, Boolean> SID = Map.of("backchannel_logout_session_required", true);

    final World world;
    private final Ground ground;

    Journeys(Ground ground) {
        this.ground = ground;
        this.world = shared(World.Kind.RUNNING);
    }

    final World shared(World.Kind kind) {
        return World.shared(ground, kind);
    }

    final Ground ground() {
        return ground;
    }

    /// Answers the question on a page.
    static Answer say(String word, Browser browser, Answer asked) {
        var question = asked.question();
        return browser.post(question.action(), question.answered(word));
    }

    /// Goes on from page to page as a browser with a script does, until there is nothing to go on to.
    ///
    /// @return the last page of ours, or the redirect away from us
    static Answer walk(Browser browser, Answer first) {
        var answer = first;
        for (int step = 0; step < 20; step++) {
            if (answer.status() == 303 && answer.location().toString().startsWith(browser.origin())) {
                answer = browser.get(answer.location().toString());
            } else if (answer.status() == 200 && answer.visit().stage().isPresent()) {
                answer = browser.post(answer.visit().stageUrl(), loaded(answer.visit()));
            } else {
                return answer;
            }
        }
        throw new AssertionError("the logout never ends: " + answer);
    }

    /// The form of a page whose frames have all loaded.
    static Map<String, String> loaded(VisitPage page) {
        var form = new TreeMap<String, String>();
        for (int n = 0; n < page.frames().size(); n++) {
            form.put("frame." + n, "loaded");
        }
        return form;
    }

    static String query(String... namesAndValues) {
        return "?" + Form.encode(Form.of(namesAndValues));
    }

    static void assertLives(World world, Session session) {
        assertThat(world.endedBy(session)).as("the logout of " + session.id()).isNull();
    }

    static String assertEnded(World world, Session session) {
        var ref = world.endedBy(session);
        assertThat(ref).as("the logout of " + session.id()).isNotNull();
        return String.valueOf(ref);
    }

    static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }

    /// A page for people, with the headers that every page of ours has (protocols G1).
    static void assertPage(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("text/html");
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(answer.header("referrer-policy")).contains("no-referrer");
        assertThat(answer.header("x-content-type-options")).contains("nosniff");
        assertThat(answer.header("x-frame-options")).contains("DENY");
        assertThat(answer.header("content-security-policy").orElse("")).contains("default-src 'none'",
                "frame-ancestors 'none'", "base-uri 'none'");
    }

    /// A method that a route does not have.
    static void assertWrongMethod(Answer answer, String allowed) {
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).contains(allowed);
    }

    /// Asks for a page as a browser does, with any method.
    static Answer send(String method, Browser browser, String target) {
        return browser.send(method, target, Map.of("Accept", "text/html"), "");
    }

    /// The `sid`s that an application was told about, or its `sub`s where there was none.
    static List<String> told(Rp rp) {
        return rp.notices().stream().map(notice -> Tokens.claims(notice.logoutToken()))
                .map(claims -> claims.path("sid").asText(claims.path("sub").asText())).collect(Collectors.toList());
    }
}
