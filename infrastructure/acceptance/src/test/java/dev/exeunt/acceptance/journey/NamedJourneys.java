package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.acceptance.world.World.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A deployment with a name of its own, over https.
abstract class NamedJourneys extends Journeys {

    private static final String COOKIE = "__Host-session";

    private final World named = shared(Kind.NAMED);

    NamedJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void everyUrlOfOursBeginsWithThatNameWhateverTheHostHeaderSays() {
        var session = named.session();
        var browser = named.browser().with(COOKIE, session.cookie());
        var question = browser.get(LOGOUT).question();
        var answer = browser.send("POST", question.action(), Map.of("Content-Type",
                "application/x-www-form-urlencoded", "Origin", World.PUBLIC_URL, "X-Forwarded-Host", "evil.example"),
                Form.encode(question.answered("yes")));
        assertThat(answer.location().toString()).startsWith(World.PUBLIC_URL + "/logout/");
        assertThat(named.ticket(named.session())).startsWith(World.PUBLIC_URL + "/logout?ticket=");
        assertThat(named.browser().postFromElsewhere(LOGOUT, Map.of()).location().toString())
                .isEqualTo(World.PUBLIC_URL + LOGOUT);
    }

    @Test
    void cookiesAreForThisHostAloneAndForHttps() {
        var session = named.session();
        var asked = named.browser().get(named.ticket(session).replace(World.PUBLIC_URL, ""));
        assertThat(asked.setCookies()).singleElement().asString().startsWith("__Host-").contains("; Secure",
                "; HttpOnly", "; SameSite=Lax", "; Path=/").doesNotContain("Domain");
        var browser = named.browser().with(COOKIE, session.cookie());
        var plan = browser.postJson(LOGOUT, Map.of("confirm", "yes"));
        assertThat(plan.setCookies()).singleElement().asString().startsWith(COOKIE + "=;").contains("Max-Age=0",
                "; Secure", "; Path=/").doesNotContain("Domain");
    }
}
