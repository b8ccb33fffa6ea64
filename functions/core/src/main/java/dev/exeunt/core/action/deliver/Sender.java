package dev.exeunt.core.action.deliver;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.action.deliver.Deliver.Idp;
import dev.exeunt.core.action.deliver.Deliver.Means;
import dev.exeunt.core.caep.SessionRevoked;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.session.CaepIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Mints what a delivery says, afresh for each attempt, and posts it.
final class Sender {

    private static final Map<String, String> ACCEPT = Map.of("Accept", "application/json");

    private static final List<JWSAlgorithm> SIGNED_BY = List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final Refused NOT_SPOKEN = new Refused("this deployment sends no SAML");
    private static final Refused GONE = new Refused("no longer registered");
    private static final Refused OTHER_KIND = new Refused("registered as a client of another kind since it joined");

    private final Means means;
    private final TokenSender tokens;
    private final @Nullable SamlSender saml;

    Sender(Means means) {
        this.means = means;
        this.tokens = new TokenSender(means);
        this.saml = means.saml() == null ? null : new SamlSender(means, means.saml());
    }

    /// @param delivery its number in the plan
    /// @param jti      of the token, or of the request
    /// @param timeout  for the whole call, as of the moment it is made
    record Try(int delivery, String jti, Supplier<Duration> timeout) {}

    /// Posts once. A delivery that cannot be sent as things are registered now is refused, with the reason.
    Outcome send(Logout logout, Delivery delivery, Optional<Client> client, Try attempt) {
        return switch (delivery) {
            case Delivery.LogoutToken token -> client.map(known -> switch (known) {
                case OidcClient rp -> tokens.send(rp, token, attempt);
                case SamlClient _,CaepReceiver _ -> OTHER_KIND;
            }).orElse(GONE);
            case Delivery.SamlLogoutRequest request -> client.map(known -> switch (known) {
                case SamlClient sp -> saml == null ? NOT_SPOKEN : saml.send(logout, request, sp, attempt);
                case OidcClient _,CaepReceiver _ -> OTHER_KIND;
            }).orElse(GONE);
            case Delivery.SecurityEvent event -> client.map(known -> switch (known) {
                case CaepReceiver receiver -> send(logout, event.identity(), receiver, attempt);
                case OidcClient _,SamlClient _ -> OTHER_KIND;
            }).orElse(GONE);
            case Delivery.SessionRevoked _ -> means.idp() == null
                    ? new Refused("no SessionEndedUri is set any more")
                    : send(logout, means.idp(), attempt);
        };
    }

    private Outcome send(Logout logout, CaepIdentity identity, CaepReceiver receiver, Try attempt) {
        var missing = receiver.subject().missing(identity);
        if (missing.isPresent()) {
            return new Refused(missing.get());
        }
        var headers = new HashMap<>(ACCEPT);
        if (receiver.authorizationHeader() != null) {
            headers.put("Authorization", receiver.authorizationHeader());
        }
        return push(stamp -> SessionRevoked.of(logout, identity, receiver, stamp), attempt,
                token -> new Notice(receiver.pushUri(), SessionRevoked.MEDIA_TYPE, token, headers,
                        attempt.timeout().get()));
    }

    private Outcome send(Logout logout, Idp idp, Try attempt) {
        return push(stamp -> SessionRevoked.forIdp(logout, idp.issuer(), stamp), attempt,
                token -> new Notice(idp.uri(), SessionRevoked.MEDIA_TYPE, token, ACCEPT, attempt.timeout().get()));
    }

    /// The event is signed with RS256, which every receiver of security events must know (CAEP Interoperability
    /// Profile 1.0, 2.6), or by whatever key there is.
    private Outcome push(Function<SessionRevoked.Stamp, SessionRevoked> event, Try attempt,
            Function<String, Notice> notice) {
        for (JWSAlgorithm algorithm : SIGNED_BY) {
            var key = means.signer().key(algorithm);
            if (key.isPresent()) {
                var stamp = new SessionRevoked.Stamp(means.time().instant(), attempt.jti(), algorithm.getName(),
                        key.get().getKeyID());
                var minted = event.apply(stamp);
                var signature = means.signer().sign(key.get(), algorithm, minted.signingInput());
                return means.outbound().post(notice.apply(minted.signed(signature)));
            }
        }
        return new Unanswered(Fault.NO_SIGNING_KEY);
    }
}
