package dev.exeunt.core.client;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.core.Identifiers;
import dev.exeunt.core.Limits;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Members;
import dev.exeunt.core.web.Problem;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client's metadata as it is registered, checked so that nothing of it can fail when somebody logs out. Unknown
/// members are ignored. `protocol` says of which kind it is; OpenID Connect needs no saying.
public final class ClientMetadata {

    private final OidcMetadata oidc;
    private final CaepMetadata caep;
    private final @Nullable SamlMetadata saml;

    /// For one deployment.
    public ClientMetadata(Deployment deployment) {
        oidc = new OidcMetadata(deployment);
        caep = new CaepMetadata(deployment);
        saml = deployment.samlSigns() == null ? null : new SamlMetadata(deployment, deployment.samlSigns());
    }

    /// What a deployment can do for its clients.
    ///
    /// @param reach     where registered URIs may lead
    /// @param publicUrl the base of our own URLs
    /// @param signs     whether a key signs with this algorithm
    /// @param hasFlow   whether there is a flow of this name
    /// @param samlSigns whether a key signs SAML messages with this algorithm; null where no SAML is spoken, and no
    ///                  service provider can be registered
    public record Deployment(Reach reach, String publicUrl, Predicate<JWSAlgorithm> signs, Predicate<String> hasFlow,
            @Nullable Predicate<SignatureAlgorithm> samlSigns) {

        /// A deployment that speaks no SAML.
        public Deployment(Reach reach, String publicUrl, Predicate<JWSAlgorithm> signs, Predicate<String> hasFlow) {
            this(reach, publicUrl, signs, hasFlow, null);
        }
    }

    /// Whether service providers can be registered.
    public boolean speaksSaml() {
        return saml != null;
    }

    /// The client that this metadata describes, or the first rule it breaks.
    ///
    /// @param key the registry's key, from the path; it has been checked
    public Checked<Client> read(String key, Map<String, Object> json) {
        var in = new Members(json);
        var protocol = in.text("protocol", Limits.IDENTIFIER);
        var read = switch (protocol) {
            case null -> in.has("entity_id") ? saml(key, in, "entity_id") : oidc.read(key, in);
            case "saml" -> saml(key, in, "protocol");
            case "oidc" -> oidc.read(key, in);
            case "caep" -> caep.read(key, in);
            default -> refused(in, "protocol", "must be oidc, saml or caep");
        };
        return switch (read) {
            case Checked.Good<Client> good -> good;
            case Checked.Bad<Client> bad -> new Checked.Bad<>(registrationError(bad.problem()));
        };
    }

    private Checked<Client> saml(String key, Members in, String member) {
        return saml == null
                ? refused(in, member, "is SAML, which this deployment does not speak yet")
                : saml.read(key, in);
    }

    private static Checked<Client> refused(Members in, String member, String detail) {
        in.refuse(member, "supported", detail);
        return new Checked.Bad<>(in.problem().orElseThrow());
    }

    /// The `invalidation_flow` of the metadata, or null.
    static @Nullable String flow(Members in, Deployment deployment) {
        var slug = in.text("invalidation_flow", Limits.IDENTIFIER);
        if (slug != null && !deployment.hasFlow().test(slug)) {
            in.refuse("invalidation_flow", "known_flow", "names a flow that does not exist");
        }
        return slug;
    }

    /// The `client_id` of the metadata. It is the key wherever that can spell it, so that a slip of the pen is noticed.
    static String clientId(Members in, String key) {
        var given = in.text("client_id", Limits.IDENTIFIER);
        if (given == null || given.equals(key)) {
            return key;
        }
        if (!Identifiers.isVisible(given)) {
            in.refuse("client_id", "vschar", "must be visible ASCII (RFC 6749, A.1)");
        } else if (Identifiers.isPathId(given)) {
            in.refuse("client_id", "equals_path", "is not the one in the path, which could spell it");
        }
        return given;
    }

    /// The `client_name` of the metadata, or else its `client_id`.
    static String name(Members in, String clientId) {
        var given = in.text("client_name", Limits.NAME);
        return given == null ? clientId : given;
    }

    /// The problem as dynamic registration spells it too (OIDC Dynamic Registration 1.0, 3.3).
    private static Problem registrationError(Problem problem) {
        var error = "invalid_client_metadata";
        return new Problem(problem.status(), error, problem.detail(), problem.field(), problem.rule(),
                Map.of("error", error, "error_description", problem.detail()));
    }
}
