package dev.exeunt.core.action;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.core.Limits;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.LogoutService;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.RequestId;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.LogoutRequest.Reason;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Message;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.saml.SoapBinding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.SamlIdentity;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes our SAML messages, from the service provider as it is registered now, and hands each to the key that it wants
/// them signed with. The one place where the keys of [Signer] meet XML: the bytes of a JWS signature are those of an XML
/// signature (RFC 7518, 3.3 and 3.4; XML Signature 1.1, 6.4.2 and 6.4.3).
public final class SamlMessages {

    private static final int ID_BYTES = 20;

    private final @Nullable String entityId;
    private final Signer signer;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    /// @param entityId our entityID; null for that of the address we are called at, see [#issuer]
    public SamlMessages(@Nullable String entityId, Signer signer, InstantSource time) {
        this.entityId = entityId;
        this.signer = signer;
        this.time = time;
    }

    /// Whom a LogoutRequest is for.
    ///
    /// @param identity whom it signs out, as the service provider knows them
    /// @param service  where it goes; one of the client's
    public record To(SamlClient client, SamlIdentity identity, LogoutService service) {}

    /// What came of making a message.
    public sealed interface Made {

        /// It may leave.
        record Ready(Outgoing message) implements Made {}

        /// No key of ours signs now with the algorithm that the service provider wants.
        record NoKey() implements Made {}
    }

    /// A message that may leave, once, by its binding.
    ///
    /// @param relayState what goes along, or null
    /// @param key        what signs it; null if the service provider wants it unsigned
    public record Outgoing(Binding binding, String location, Message message, @Nullable String relayState,
            @Nullable SigningKey key) {

        /// The URL that takes it there by redirect.
        public String url() {
            return RedirectBinding.url(message, relayState, key);
        }

        /// The form that takes it there by post.
        public PostBinding.Form form() {
            return PostBinding.form(message, relayState, key);
        }

        /// The envelope that takes it there by SOAP.
        public byte[] envelope() {
            return SoapBinding.envelope(message, key);
        }

        /// Where it goes: what it says is for the service provider.
        @Override
        public String toString() {
            return "Outgoing[" + binding + ", " + location + "]";
        }
    }

    /// Our entityID.
    ///
    /// @param baseUrl of our own URLs
    public String issuer(String baseUrl) {
        return entityId == null ? baseUrl + "/saml" : entityId;
    }

    /// The key that signs with this algorithm now, for XML; empty if none does.
    public Optional<SigningKey> key(SignatureAlgorithm algorithm) {
        return signer.key(JWSAlgorithm.parse(algorithm.jws())).map(key -> key(algorithm, key));
    }

    /// This key of ours, for XML: one that signs with this algorithm.
    public SigningKey key(SignatureAlgorithm algorithm, JWK key) {
        var jws = JWSAlgorithm.parse(algorithm.jws());
        return SigningKey.of(algorithm, octets -> signer.sign(key, jws, octets));
    }

    /// A LogoutRequest (SAML Core 2.0, 3.7.1).
    ///
    /// @param issuer our entityID
    /// @param id     that says whose request it is
    public Made request(String issuer, Logout logout, To to, RequestId id) {
        var now = time.instant();
        var head = new Message.Head(id.text(), now, to.service().location(), issuer);
        var index = to.identity().sessionIndex();
        var message = new LogoutRequest(head, now.plus(Limits.SAML_REQUEST), reason(logout).uri(),
                to.identity().nameId(), index == null ? List.of() : List.of(index), false);
        return signed(to.client(),
                new Outgoing(to.service().binding(), to.service().location(), message, null, null));
    }

    /// The LogoutResponse that a visit ends with (SAML Core 2.0, 3.7.2). Each has an ID of its own.
    ///
    /// @param issuer our entityID
    public Made answer(String issuer, SamlClient client, Visit.End.SamlAnswer owed, Status status) {
        var destination = owed.binding() == Binding.SOAP ? null : owed.location();
        var head = new Message.Head(newId(), time.instant(), destination, issuer);
        return signed(client, new Outgoing(owed.binding(), owed.location(),
                new LogoutResponse(head, owed.inResponseTo(), status), owed.relayState(), null));
    }

    /// An ID for a message that nobody has to find again: `_` and 160 random bits.
    private String newId() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return "_" + HexFormat.of().formatHex(bytes);
    }

    private Made signed(SamlClient client, Outgoing unsigned) {
        var algorithm = client.signature();
        if (algorithm == null) {
            return new Made.Ready(unsigned);
        }
        return key(algorithm)
                .<Made>map(key -> new Made.Ready(new Outgoing(unsigned.binding(), unsigned.location(),
                        unsigned.message(), unsigned.relayState(), key)))
                .orElse(new Made.NoKey());
    }

    /// SAML knows four; what has no word of its own was the administrator's doing.
    private static Reason reason(Logout logout) {
        return switch (logout.reason()) {
            case EndReason.USER -> Reason.USER;
            case EndReason.EXPIRED -> Reason.GLOBAL_TIMEOUT;
            case EndReason.ADMIN, EndReason.POLICY, EndReason.PASSWORD_CHANGED, EndReason.ACCOUNT_DISABLED ->
                Reason.ADMIN;
        };
    }
}
