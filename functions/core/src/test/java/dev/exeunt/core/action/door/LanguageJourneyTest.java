package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.web.WebAnswer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The language that a journey begins in stays to its end.
class LanguageJourneyTest {

    private static final Pattern LANG = Pattern.compile("<html lang=\"([^\"]+)\" dir=\"([a-z]+)\">");

    private final World world = new World();
    private final LogOut logOut = new LogOut(world.parts());
    private final EndSession endSession = new EndSession(world.parts());

    @Test
    void theQuestionIsAskedAsTheBrowserWishes() {
        assertThat(lang(logOut.answer(Call.get("/logout").cookie("secret").header("accept-language", "ar-EG,en;q=0.5")
                .request()))).isEqualTo("ar rtl");
        assertThat(lang(logOut.answer(Call.get("/logout").cookie("secret").request()))).isEqualTo("en ltr");
    }

    @Test
    void a4TheApplicationsWishComesBeforeTheBrowsers() {
        var asked = endSession.answer(Call.get("/oauth2/end-session").cookie("secret").with("ui_locales", "xx ja de")
                .header("accept-language", "pl").request());
        assertThat(lang(asked)).isEqualTo("ja ltr");
    }

    @Test
    void theWishStaysFromTheQuestionToTheLastPage() {
        var asked = endSession.answer(Call.get("/oauth2/end-session").cookie("secret").with("ui_locales", "de")
                .request());
        var ended = endSession.answer(Call.post("/oauth2/end-session").cookie("secret")
                .with("request", Call.sealed(asked), "confirm", "yes").request());
        var token = Call.location(ended).substring((World.BASE + "/logout/").length());

        assertThat(lang(visit(token))).isEqualTo("de ltr");
        world.visits().finish(Call.post("/logout/x").captured("visit", token).captured("index", "1").request());
        assertThat(lang(visit(token))).isEqualTo("de ltr");
        assertThat(Call.text(visit(token))).contains("Sie sind abgemeldet");
        world.time.pass(dev.exeunt.core.Limits.VISIT);
        assertThat(visit(token).status()).isEqualTo(410);
        assertThat(lang(visit(token))).isEqualTo("de ltr");
        assertThat(Call.text(visit(token))).contains(World.BASE + "/logout?ui_locales=de");
    }

    @Test
    void aNoAndARefusedAnswerSpeakTheQuestionsLanguage() {
        var asked = logOut.answer(Call.get("/logout").cookie("secret").with("ui_locales", "fr").request());
        assertThat(lang(logOut.answer(Call.post("/logout").cookie("secret")
                .with("request", Call.sealed(asked), "confirm", "no").request()))).isEqualTo("fr ltr");
        var refused = logOut.answer(Call.post("/logout").cookie("secret")
                .with("request", "x", "confirm", "yes", "ui_locales", "fr").request());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(lang(refused)).isEqualTo("fr ltr");
        assertThat(Call.text(asked)).contains("name=\"ui_locales\" value=\"fr\"");
    }

    @Test
    void a23AForeignPostComesBackInItsLanguage() {
        var answer = logOut.answer(Call.post("/logout").with("ui_locales", "pt-BR").request());
        assertThat(Call.location(answer)).isEqualTo(World.BASE + "/logout?ui_locales=pt");
        var parked = endSession.answer(Call.post("/oauth2/end-session").with("ui_locales", "nl").request());
        var resumed = endSession.answer(Call.get("/oauth2/end-session").cookie("secret").with("resume",
                Call.location(parked).substring(Call.location(parked).indexOf("resume=") + 7)).request());
        assertThat(lang(resumed)).isEqualTo("nl ltr");
    }

    @Test
    void refusalsAndNobodySpeakIt() {
        assertThat(lang(logOut.answer(Call.get("/logout").with("ui_locales", "it", "ticket", "x").request())))
                .isEqualTo("it ltr");
        assertThat(lang(logOut.answer(Call.get("/logout").with("ui_locales", "zh-TW").request())))
                .isEqualTo("zh-Hans ltr");
        assertThat(lang(endSession.answer(Call.get("/oauth2/end-session").with("id_token_hint", "x", "ui_locales",
                "es").request()))).isEqualTo("es ltr");
    }

    /// Whatever the wish holds, no answer holds it.
    @Test
    void theWishItselfIsOnNoPage() {
        var wish = "\"><script>alert(1)</script>";
        for (var answer : java.util.List.of(
                logOut.answer(Call.get("/logout").cookie("secret").with("ui_locales", wish).request()),
                logOut.answer(Call.get("/logout").with("ui_locales", wish, "ticket", "x").request()),
                logOut.answer(Call.post("/logout").with("ui_locales", wish).request()))) {
            assertThat(Call.text(answer) + answer.headers()).doesNotContain("alert");
        }
        var ended = world.logOut(Visit.Way.to(null, null, true, wish));
        assertThat(Call.text(visit(ended.visit().text()))).doesNotContain("alert");
    }

    private WebAnswer visit(String token) {
        return world.visits().page(Call.get("/logout/x").captured("visit", token).request());
    }

    private static String lang(WebAnswer page) {
        var found = LANG.matcher(Call.text(page));
        assertThat(found.find()).as(Call.text(page)).isTrue();
        return found.group(1) + " " + found.group(2);
    }
}
