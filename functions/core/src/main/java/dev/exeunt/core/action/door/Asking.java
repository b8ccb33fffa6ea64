package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import dev.exeunt.core.web.WebRequest.CookieValue;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks a person, and takes the answer. Asking writes nothing: the question comes back sealed, bound to the session cookie
/// or, where there is none, to a cookie of its own, so that no other site can answer it.
final class Asking {

    private static final String PURPOSE = "question";

    private final Seal seal;
    private final SessionCookie cookie;
    private final Answers answers;
    private final SecureRandom random = new SecureRandom();

    Asking(Seal seal, SessionCookie cookie, Answers answers) {
        this.seal = seal;
        this.cookie = cookie;
        this.answers = answers;
    }

    /// What came back.
    sealed interface Answer {

        /// This request is not an answer to a question.
        record NotOne() implements Answer {}

        /// It claims to be one and cannot be believed: too late, changed, from another site or another browser.
        record Refused() implements Answer {}

        /// Yes or no.
        record Given(Question question, boolean yes) implements Answer {}
    }

    /// The page that asks.
    ///
    /// @param clientName the application that asks, or null if the person does
    /// @param back       what a yes leads to, named, or null
    WebAnswer ask(WebRequest request, Question question, @Nullable String clientName, Page.@Nullable Link back,
            Instant now) {
        var own = own(request);
        var secret = bound(request).or(() -> own).orElseGet(this::newSecret);
        var sealed = seal.seal(PURPOSE, question.toValues(CookieHash.of(secret).value()), now.plus(Limits.QUESTION));
        var answer = answers.page(request, question.way().locales(), 200,
                new Page.Ask(question.path(), sealed, clientName, true, back));
        // It lasts as long as the latest question.
        return bound(request).isPresent() ? answer : answer.withCookies(List.of(ownCookie(request, secret)));
    }

    /// Whether this is an answer, and which.
    Answer read(WebRequest request, Parameters parameters) {
        var sealed = parameters.get("request");
        var confirm = parameters.get("confirm");
        if (!request.method().equals("POST") || sealed == null || confirm == null) {
            return new Answer.NotOne();
        }
        var values = seal.open(PURPOSE, sealed);
        if (values.isEmpty() || request.isCrossOrigin()
                || !isBound(request, String.valueOf(values.get().get("bind")))) {
            return new Answer.Refused();
        }
        var question = Question.of(values.get());
        if (!question.path().equals(request.path())) {
            return new Answer.Refused();
        }
        return new Answer.Given(question, confirm.equals("yes"));
    }

    private boolean isBound(WebRequest request, String binding) {
        return bound(request).filter(value -> CookieHash.of(value).value().equals(binding)).isPresent()
                || own(request).filter(value -> CookieHash.of(value).value().equals(binding)).isPresent();
    }

    private Optional<String> bound(WebRequest request) {
        return value(request, cookie.name());
    }

    private static Optional<String> own(WebRequest request) {
        return value(request, ownName(request));
    }

    private static Optional<String> value(WebRequest request, String name) {
        return switch (request.cookie(name)) {
            case CookieValue.One one -> Optional.of(one.value());
            case CookieValue.None _,CookieValue.Several _ -> Optional.empty();
        };
    }

    private String newSecret() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String ownCookie(WebRequest request, String secret) {
        return ownName(request) + "=" + secret + "; Path=/; Max-Age=" + Limits.QUESTION.toSeconds()
                + "; HttpOnly; SameSite=Lax" + (request.isSecure() ? "; Secure" : "");
    }

    private static String ownName(WebRequest request) {
        return request.isSecure() ? "__Host-exeunt-question" : "exeunt-question";
    }
}
