package dev.exeunt.core.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An OpenID Connect relying party. URIs are kept character for character as registered, because
/// `post_logout_redirect_uris` are compared so (RP-Initiated Logout 1.0, 2).
///
/// @param key                    the registry's key
/// @param clientId               the `client_id`, which is the `aud` of its tokens; the key unless that cannot spell it
/// @param name                   `client_name`, or the client_id
/// @param redirectUris           `redirect_uris`
/// @param postLogoutRedirectUris `post_logout_redirect_uris`
/// @param backChannel            null if it has no `backchannel_logout_uri`
/// @param frontChannel           null if it has no `frontchannel_logout_uri`
/// @param signedResponseAlg      `id_token_signed_response_alg`; signs its logout tokens too (Back-Channel Logout 2.4)
/// @param encryption             null unless its ID tokens are encrypted
/// @param invalidationFlow       the flow that its logout requests run, or null for the deployment's
/// @param profile                what this application needs otherwise than others
public record OidcClient(String key, String clientId, String name, List<String> redirectUris,
        List<String> postLogoutRedirectUris, @Nullable LogoutUri backChannel, @Nullable LogoutUri frontChannel,
        String signedResponseAlg, @Nullable Encryption encryption, @Nullable String invalidationFlow, Profile profile)
        implements
            Client {

    public OidcClient {
        redirectUris = List.copyOf(redirectUris);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
    }

    /// `backchannel_logout_uri` or `frontchannel_logout_uri`, with its `…_session_required`.
    public record LogoutUri(String uri, boolean sessionRequired) {}

    /// ID token encryption as registered: `id_token_encrypted_response_alg`, `…_enc`, and the keys by value (a JWK set
    /// as JSON) or by reference.
    public record Encryption(String alg, String enc, @Nullable String jwks, @Nullable String jwksUri) {}

    /// What this application needs otherwise than others.
    ///
    /// @param typ      the `typ` of its logout tokens, `logout+jwt` or `JWT`
    /// @param subject  which of `sub` and `sid` they carry
    /// @param timeout  how long it may take to answer, or null for the default
    /// @param attempts how many attempts one run of a notice may have, or null for as many as the curve has
    public record Profile(String typ, Subject subject, @Nullable Duration timeout, @Nullable Integer attempts) {

        /// What the specification asks for.
        public static final Profile STANDARD = new Profile("logout+jwt", Subject.BOTH, null);

        /// A profile without a budget of attempts.
        public Profile(String typ, Subject subject, @Nullable Duration timeout) {
            this(typ, subject, timeout, null);
        }
    }

    /// Which of `sub` and `sid` a logout token carries.
    public enum Subject {
        BOTH, SID, SUB
    }
}
