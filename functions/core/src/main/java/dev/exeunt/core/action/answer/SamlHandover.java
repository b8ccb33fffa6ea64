package dev.exeunt.core.action.answer;

import dev.exeunt.core.action.SamlMessages.Outgoing;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives a browser a SAML message to carry: by a redirect, or by a form that posts itself (SAML Bindings 2.0, 3.4 and
/// 3.5).
public final class SamlHandover {

    private final Answers answers;

    /// See [SamlHandover].
    public SamlHandover(Answers answers) {
        this.answers = answers;
    }

    /// @param locales `ui_locales` as it came; null leaves the language to the browser
    /// @param name   of the application; null if it may not be named
    /// @param framed whether it is for an iframe of ours
    public record Carrier(WebRequest request, @Nullable String locales, @Nullable String name, boolean framed) {}

    /// The answer that sends the browser there with the message.
    public WebAnswer answer(Carrier carrier, Outgoing message) {
        if (message.binding() == Binding.REDIRECT) {
            return message(WebAnswer.seeOther(message.url()));
        }
        var form = message.form();
        var page = new Page.Handover(form.action(), form.fields(), carrier.name(), carrier.framed());
        return message(answers.page(carrier.request(), carrier.locales(), 200, page));
    }

    /// The same for a program: where to go `next`, and the fields of the `form` to post there, if it is to be posted.
    ///
    /// @param beside members that stand before these
    public WebAnswer json(Map<String, Object> beside, Outgoing message) {
        var json = new LinkedHashMap<>(beside);
        if (message.binding() == Binding.REDIRECT) {
            json.put("next", message.url());
        } else {
            var form = message.form();
            json.put("next", form.action());
            json.put("form", form.fields());
        }
        return message(WebAnswer.json(200, json));
    }

    /// Every answer of ours is `no-store`; caches of old want another word (SAML Bindings 2.0, 3.4.5.1 and 3.5.5.1).
    private static WebAnswer message(WebAnswer answer) {
        return answer.withHeader("Pragma", "no-cache");
    }
}
