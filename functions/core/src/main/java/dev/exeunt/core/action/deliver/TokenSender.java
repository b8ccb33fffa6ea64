package dev.exeunt.core.action.deliver;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.action.deliver.ClientKeys.Found;
import dev.exeunt.core.action.deliver.Deliver.Means;
import dev.exeunt.core.action.deliver.Sender.Try;
import dev.exeunt.core.client.EncryptionKeys;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import dev.exeunt.core.oidc.LogoutToken;
import dev.exeunt.core.oidc.TokenEncryption;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// Mints a logout token, encrypts it for a client whose ID tokens are, and posts it (Back-Channel Logout 1.0, 2.4 and
/// 2.5).
final class TokenSender {

    private static final Map<String, String> ACCEPT = Map.of("Accept", "application/json");

    private final Means means;
    private final ClientKeys keys;

    TokenSender(Means means) {
        this.means = means;
        this.keys = new ClientKeys(means.outbound(), means.time());
    }

    /// Posts once, or says why it cannot. A signing key that is missing may come back, as keys at an address may: such a
    /// notice waits.
    Outcome send(OidcClient client, Delivery.LogoutToken delivery, Try attempt) {
        if (client.backChannel() == null) {
            return new Refused("no back-channel logout URI is registered any more");
        }
        if (LogoutToken.subjectOf(client.profile().subject(), delivery.identity()).isEmpty()) {
            return new Refused("it needs a session id that it was never given");
        }
        var key = means.signer().key(JWSAlgorithm.parse(client.signedResponseAlg()));
        if (key.isEmpty()) {
            return new Unanswered(Fault.NO_SIGNING_KEY);
        }
        var began = System.nanoTime();
        var encryption = client.encryption();
        if (encryption == null) {
            return post(client, mint(client, delivery, attempt.jti(), key.get()), attempt.timeout().get());
        }
        var call = new Call(client, encryption, delivery.identity().iss(), began + attempt.timeout().get().toNanos());
        return encrypted(call, mint(client, delivery, attempt.jti(), key.get()));
    }

    /// @param end by the machine's monotonic clock
    private record Call(OidcClient client, Encryption encryption, String issuer, long end) {

        Duration left() {
            return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        }

        /// Fetching keys leaves time for the notice.
        Duration forKeys() {
            return left().dividedBy(2);
        }
    }

    private Outcome encrypted(Call call, String token) {
        var uri = call.encryption().jwksUri();
        if (uri == null) {
            return EncryptionKeys.fitting(call.encryption().alg(), EncryptionKeys.byValue(call.encryption()))
                    .map(key -> post(call, token, key, new Refused("its keys cannot be used")))
                    .orElseGet(() -> new Refused(EncryptionKeys.noneFits(call.encryption().alg())));
        }
        return switch (keys.find(uri, call.encryption().alg(), call.forKeys())) {
            case Found.None none -> none.outcome();
            case Found.Key key -> {
                var outcome = post(call, token, key.key(), new Unanswered(Fault.JWKS_UNUSABLE));
                yield key.fetched() || !isRefusal(outcome) ? outcome : toAnotherKey(call, token, key.key(), outcome);
            }
        };
    }

    /// A refusal of what was encrypted to a key that we knew already may mean that the client has another one by now. It
    /// is final only if the client still publishes that key.
    private Outcome toAnotherKey(Call call, String token, JWK before, Outcome refusal) {
        var uri = Objects.requireNonNull(call.encryption().jwksUri(), "keys that were found at an address");
        return switch (keys.fetch(uri, call.encryption().alg(), call.forKeys())) {
            case Found.None none -> none.outcome();
            case Found.Key key -> key.key().equals(before)
                    ? refusal
                    : post(call, token, key.key(), new Unanswered(Fault.JWKS_UNUSABLE));
        };
    }

    private static boolean isRefusal(Outcome outcome) {
        return outcome instanceof Answered answered && answered.status() == 400
                && !"partial_logout".equals(answered.error());
    }

    private Outcome post(Call call, String token, JWK key, Outcome impossible) {
        return TokenEncryption.encrypt(call.encryption(), call.issuer(), token, key)
                .map(sealed -> post(call.client(), sealed, call.left()))
                .orElse(impossible);
    }

    private Outcome post(OidcClient client, String token, Duration timeout) {
        var back = Objects.requireNonNull(client.backChannel(), "a client that is told by post has a URI");
        return means.outbound().post(new Notice(back.uri(), "application/x-www-form-urlencoded",
                "logout_token=" + URLEncoder.encode(token, StandardCharsets.US_ASCII), ACCEPT, timeout));
    }

    private String mint(OidcClient client, Delivery.LogoutToken delivery, String jti, JWK key) {
        var stamp = new LogoutToken.Stamp(means.time().instant(), jti, key.getKeyID());
        var token = LogoutToken.of(client, delivery.identity(), stamp);
        var signature = means.signer().sign(key, JWSAlgorithm.parse(client.signedResponseAlg()), token.signingInput());
        return token.signed(signature);
    }
}
