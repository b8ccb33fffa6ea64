package dev.exeunt.core.action.deliver;

import dev.exeunt.core.action.Outbound.Reply;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the LogoutResponse in what a service provider answers to a post of ours. It takes us for a browser, so that its
/// answer is a redirect to us or a page with a form for us. However loosely that is read, what is found must be signed.
final class AnswerPage {

    private static final Pattern INPUT = Pattern.compile("<input\\s([^<>]*+)>", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("(?<![\\w-])name\\s*+=\\s*+[\"']?SAMLResponse(?![\\w-])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE = Pattern.compile(
            "(?<![\\w-])value\\s*+=\\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\\s\"'>]++))", Pattern.CASE_INSENSITIVE);
    /// What may be escaped in base64, and the line breaks that part it.
    private static final Pattern REFERENCE = Pattern
            .compile("&(?:#(\\d{1,3}+)|#[xX]([0-9a-fA-F]{1,2}+)|(plus|equals|sol));");

    private AnswerPage() {
    }

    /// @param slo our address that a redirect must lead to
    static Parsed<Arrived> read(Reply.Answer answer, String slo) {
        var location = answer.location();
        if (location != null && location.startsWith(slo + "?")) {
            return RedirectBinding.receive(location.substring(slo.length() + 1));
        }
        return field(new String(answer.body(), StandardCharsets.UTF_8))
                .map(value -> PostBinding.receive("SAMLResponse=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .orElse(new Parsed.Refused<>(Refusal.NO_MESSAGE));
    }

    private static Optional<String> field(String html) {
        return INPUT.matcher(html).results().map(found -> found.group(1))
                .filter(attributes -> NAME.matcher(attributes).find()).findFirst()
                .flatMap(AnswerPage::value);
    }

    private static Optional<String> value(String attributes) {
        var found = VALUE.matcher(attributes);
        if (!found.find()) {
            return Optional.empty();
        }
        var raw = found.group(1) != null ? found.group(1) : found.group(2) != null ? found.group(2) : found.group(3);
        return Optional.of(REFERENCE.matcher(raw).replaceAll(reference -> Matcher.quoteReplacement(
                character(reference.group(1), reference.group(2), reference.group(3)))));
    }

    private static String character(@Nullable String decimal,
            @Nullable String hexadecimal, @Nullable String name) {
        if (decimal != null) {
            return Character.toString(Integer.parseInt(decimal));
        }
        if (hexadecimal != null) {
            return Character.toString(Integer.parseInt(hexadecimal, 16));
        }
        return switch (String.valueOf(name)) {
            case "plus" -> "+";
            case "equals" -> "=";
            default -> "/";
        };
    }
}
