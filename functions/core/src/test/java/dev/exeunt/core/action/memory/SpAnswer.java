package dev.exeunt.core.action.memory;

import com.nimbusds.jose.JOSEException;
import dev.exeunt.core.Limits;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Judgement;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.SoapBinding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.web.QueryString;
import dev.exeunt.core.web.WebAnswer;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A LogoutResponse as the service provider reads it: verified by our key, and held to where and to whom it goes.
///
/// @param location   where it went
/// @param relayState what came along, or null
public record SpAnswer(String location, Status status, @Nullable String inResponseTo, @Nullable String relayState) {

    private static final Pattern ACTION = Pattern.compile("<form[^>]* method=\"post\" action=\"([^\"]+)\"");
    private static final Pattern FIELD = Pattern
            .compile("<input type=\"hidden\" name=\"([A-Za-z]+)\" value=\"([^\"]*)\"");

    /// What a redirect or a page takes there.
    public static SpAnswer of(World world, WebAnswer answer) {
        if (answer.status() == 303) {
            var url = Call.location(answer);
            var at = url.indexOf('?');
            return read(world, url.substring(0, at), RedirectBinding.receive(url.substring(at + 1)));
        }
        var page = Call.text(answer);
        var action = ACTION.matcher(page);
        var form = new StringBuilder();
        FIELD.matcher(page).results().forEach(field -> form.append(form.isEmpty() ? "" : "&").append(field.group(1))
                .append('=').append(QueryString.encode(plain(field.group(2)))));
        if (!action.find()) {
            throw new AssertionError("no form: " + answer.status() + " " + page);
        }
        return read(world, plain(action.group(1)), PostBinding.receive(form.toString()));
    }

    /// What an envelope holds.
    public static SpAnswer soap(World world, WebAnswer answer) {
        return read(world, "", SoapBinding.receive(answer.body()));
    }

    private static SpAnswer read(World world, String location, Parsed<Arrived> parsed) {
        var arrived = good(parsed);
        var verified = good(arrived.verify(List.of(ourKey())));
        var id = arrived.inResponseTo();
        var arrival = new Judgement.Arrival(location, world.time.instant(), Limits.SAML_SKEW, World.BASE + "/saml");
        var judged = Judgement.ofResponse(verified, arrival, Objects.requireNonNullElse(id, ""));
        return switch (judged) {
            case Judgement.Accepted<LogoutResponse>(var message, var _) -> new SpAnswer(location, message.status(), id,
                    verified.relayState());
            case Judgement.Rejected<LogoutResponse> rejected -> throw new AssertionError(rejected.why());
        };
    }

    private static PublicKey ourKey() {
        try {
            return World.OUR_KEY.toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T good(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Good<T>(T value) -> value;
            case Parsed.Refused<T>(var why) -> throw new AssertionError(why);
        };
    }

    private static String plain(String html) {
        return html.replace("&#61;", "=").replace("&#43;", "+").replace("&#34;", "\"").replace("&#39;", "'")
                .replace("&lt;", "<").replace("&amp;", "&");
    }
}
