package dev.exeunt.core.oidc;

import dev.exeunt.core.Limits;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.QueryString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters of RP-Initiated Logout 1.0, section 2. All are optional; unknown ones are ignored.
///
/// @param idTokenHint           `id_token_hint`
/// @param logoutHint            `logout_hint`; it alone never removes the duty to ask
/// @param clientId              `client_id`
/// @param postLogoutRedirectUri `post_logout_redirect_uri`
/// @param state                 `state`
/// @param uiLocales             `ui_locales`
public record EndSessionRequest(@Nullable String idTokenHint, @Nullable String logoutHint, @Nullable String clientId,
        @Nullable String postLogoutRedirectUri, @Nullable String state, @Nullable String uiLocales) {

    private static final List<String> NAMES = List.of("id_token_hint", "logout_hint", "client_id",
            "post_logout_redirect_uri", "state", "ui_locales");

    /// A request, or what is wrong with it.
    public sealed interface Parsed {

        /// It can be judged.
        record Fine(EndSessionRequest request) implements Parsed {}

        /// It cannot; `why` is one sentence that names the parameter, never its value.
        record Refused(String why) implements Parsed {}
    }

    /// Reads the parameters of a query or a form, which mean the same.
    public static Parsed parse(Parameters parameters) {
        if (parameters.isMalformed()) {
            return new Parsed.Refused("The request has a parameter that cannot be decoded.");
        }
        var repeated = parameters.repeated(NAMES);
        if (repeated.isPresent()) {
            return new Parsed.Refused("The parameter " + repeated.get() + " came more than once.");
        }
        var request = new EndSessionRequest(parameters.get("id_token_hint"),
                parameters.remark("logout_hint"),
                parameters.get("client_id"), parameters.get("post_logout_redirect_uri"), parameters.get("state"),
                parameters.remark("ui_locales"));
        return request.tooLong().<Parsed>map(Parsed.Refused::new).orElse(new Parsed.Fine(request));
    }

    /// The way back to a registered URI, with `state` as it came if it came, and nothing else
    /// (RP-Initiated Logout 1.0, section 3).
    public static String way(String registered, @Nullable String state) {
        return state == null ? registered : QueryString.append(registered, "state", state);
    }

    private Optional<String> tooLong() {
        if (length(idTokenHint) > Limits.HINT) {
            return Optional.of("The parameter id_token_hint is too long.");
        }
        if (length(state) > Limits.STATE) {
            return Optional.of("The parameter state is too long.");
        }
        if (length(postLogoutRedirectUri) > Limits.URI) {
            return Optional.of("The parameter post_logout_redirect_uri is too long.");
        }
        return length(clientId) > Limits.URI ? Optional.of("The parameter client_id is too long.") : Optional.empty();
    }

    /// In bytes, as each may take three characters in the `Location` it comes back in.
    private static int length(@Nullable String value) {
        return value == null ? 0 : value.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Nothing of it: a hint and a state must not reach a log.
    @Override
    public String toString() {
        return "EndSessionRequest[]";
    }
}
