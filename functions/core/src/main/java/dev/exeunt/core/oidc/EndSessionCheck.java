package dev.exeunt.core.oidc;

import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.oidc.IdTokenHint.Verified;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.SignIns;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Judges an RP-initiated logout request (RP-Initiated Logout 1.0, sections 2 to 4). Pure: whatever it needs to know
/// about the world is in the [Evidence].
public final class EndSessionCheck {

    /// What a request is judged by.
    ///
    /// @param request    the parameters
    /// @param hint       what the hint proved to be, or null if none came
    /// @param client     the client that the request names, by its hint or by `client_id`, if it is registered
    /// @param cookie     the session that the browser's cookie finds, living or ended
    /// @param hinted     the session that the hint's `sid` finds, living or ended; looked for where the cookie finds none
    ///                   that is open
    /// @param hintAlone  whether a hint may end its session without the cookie and without a question
    /// @param now        the time
    public record Evidence(EndSessionRequest request, @Nullable Verified hint, Optional<OidcClient> client,
            Optional<SignIns> cookie, Optional<SignIns> hinted, boolean hintAlone, Instant now) {}

    /// What shall be done.
    public sealed interface Judgement {

        /// Nothing, and no redirect: an error page that says why (section 4: an error MUST NOT redirect).
        record Refuse(String code, String why) implements Judgement {}

        /// The person decides about this session (section 2: MUST ask without a hint, or with one of another session).
        ///
        /// @param back  where "yes" leads in the end, or null for our page
        /// @param named whether the browser proved to be the session's, so that its applications may be named
        record Ask(SignIns session, @Nullable OidcClient client, @Nullable String back, boolean named)
                implements
                    Judgement {}

        /// The client's flow runs for this session without a question. If it has ended already, its logout is shown.
        record Proceed(SignIns session, @Nullable OidcClient client, @Nullable String back,
                boolean named) implements Judgement {}

        /// Nobody is signed in, which is no error: finish.
        ///
        /// @param back   where to, or null for our page
        /// @param proven whether a hint proved the request to be the client's, so that the browser may be sent there; if
        ///               not, the page offers the way and the person decides
        record Finish(@Nullable OidcClient client, @Nullable String back, boolean proven) implements Judgement {}
    }

    private final Evidence evidence;
    private final @Nullable OidcClient client;

    private EndSessionCheck(Evidence evidence) {
        this.evidence = evidence;
        this.client = evidence.client().orElse(null);
    }

    /// The name of the client that a request speaks of: whom the hint was issued to, or else its `client_id`.
    public static Optional<String> clientIdOf(EndSessionRequest request, @Nullable Verified hint) {
        return hint instanceof Verified.Valid valid
                ? Optional.of(valid.hint().clientId())
                : Optional.ofNullable(request.clientId());
    }

    /// Judges.
    public static Judgement judge(Evidence evidence) {
        return new EndSessionCheck(evidence).judge();
    }

    private Judgement judge() {
        var request = evidence.request();
        if (evidence.hint() instanceof Verified.Invalid invalid) {
            return new Judgement.Refuse("invalid_id_token_hint", sentence(invalid.why()));
        }
        if (client == null && clientIdOf(request, evidence.hint()).isPresent()) {
            return new Judgement.Refuse("unknown_client", "The application that asked is not registered here.");
        }
        if (client != null && request.clientId() != null && !request.clientId().equals(client.clientId())) {
            return new Judgement.Refuse("client_mismatch",
                    "The client_id is not the one that the id_token_hint was issued to.");
        }
        var uri = request.postLogoutRedirectUri();
        if (uri != null && client != null && !client.postLogoutRedirectUris().contains(uri)) {
            return new Judgement.Refuse("unregistered_redirect",
                    "The post_logout_redirect_uri is not registered for this application.");
        }
        return evidence.cookie().filter(cookie -> isOpen(cookie) || !evidence.hinted().filter(this::isOpen).isPresent())
                .map(this::judgeWithCookie)
                .orElseGet(this::judgeWithoutCookie);
    }

    private boolean isOpen(SignIns session) {
        return session.session().isOpen(evidence.now());
    }

    private Judgement judgeWithCookie(SignIns session) {
        var hint = hint();
        if (!isOpen(session)) {
            return ended(session);
        }
        if (hint != null && client != null && isOf(hint, session.participants(), client)) {
            return new Judgement.Proceed(session, client, back(), true);
        }
        return new Judgement.Ask(session, client, back(), true);
    }

    private Judgement judgeWithoutCookie() {
        var hint = hint();
        if (hint == null || client == null || evidence.hinted().isEmpty()) {
            return new Judgement.Finish(client, back(), hint() != null);
        }
        var session = evidence.hinted().get();
        if (!isOpen(session)) {
            return ended(session);
        }
        if (!isOf(hint, session.here(), client)) {
            return new Judgement.Finish(client, back(), hint() != null);
        }
        return evidence.hintAlone()
                ? new Judgement.Proceed(session, client, back(), false)
                : new Judgement.Ask(session, client, back(), false);
    }

    /// The session is over, so nothing can be ended that has not ended: the browser sees the logout that ended it.
    private Judgement ended(SignIns session) {
        return new Judgement.Proceed(session, client, provenBack(), evidence.cookie().isPresent());
    }

    private static boolean isOf(IdTokenHint hint, List<Participant> participants, OidcClient client) {
        return participants.stream()
                .filter(participant -> participant.client().equals(client.key()))
                .flatMap(participant -> switch (participant) {
                    case Participant.Oidc oidc -> oidc.identities().stream();
                    case Participant.Saml _,Participant.Caep _ -> Stream.<OidcIdentity>empty();
                })
                .anyMatch(identity -> matches(hint, identity));
    }

    private static boolean matches(IdTokenHint hint, OidcIdentity identity) {
        return hint.sid() != null ? Objects.equals(hint.sid(), identity.sid()) : hint.sub().equals(identity.sub());
    }

    private @Nullable IdTokenHint hint() {
        return evidence.hint() instanceof Verified.Valid valid ? valid.hint() : null;
    }

    /// Where the request wants to go back to, if a client is known to whom that address belongs.
    private @Nullable String back() {
        var uri = evidence.request().postLogoutRedirectUri();
        return uri == null || client == null ? null : EndSessionRequest.way(uri, evidence.request().state());
    }

    /// The same where nobody is asked: only a hint proves that the request is legitimate (section 3).
    private @Nullable String provenBack() {
        return hint() == null ? null : back();
    }

    private static String sentence(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
    }
}
