package dev.exeunt.acceptance.world;

import java.util.Map;
import org.jsoup.Jsoup;

/// The page that asks whether to log out.
///
/// @param action  where the form goes
/// @param request the sealed hidden field
/// @param text    everything a person reads
public record Question(String action, String request, String text) {

    /// Whether an answer is that page.
    public static boolean isOne(Answer answer) {
        return answer.status() == 200 && !Jsoup.parse(answer.body()).select("form button[name=confirm]").isEmpty();
    }

    static Question of(Answer answer) {
        if (!isOne(answer)) {
            throw new AssertionError("no question: " + answer);
        }
        var page = Jsoup.parse(answer.body());
        var form = page.select("form").first();
        var field = page.select("form input[name=request]").first();
        if (form == null || field == null) {
            throw new AssertionError("no form with a sealed request: " + answer);
        }
        return new Question(form.attr("action"), field.attr("value"), page.text());
    }

    /// The form as a click sends it.
    public Map<String, String> answered(String confirm) {
        return Form.of("request", request, "confirm", confirm);
    }
}
