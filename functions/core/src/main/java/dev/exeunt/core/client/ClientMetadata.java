package dev.exeunt.core.client;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.core.Identifiers;
import dev.exeunt.core.Limits;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Members;
import dev.exeunt.core.web.Problem;
import java.util.Map;
import java.util.function.Predicate;

/// A client's metadata as it is registered, checked so that nothing of it can fail when somebody logs out. Unknown
/// members are ignored. `protocol` says of which kind it is; OpenID Connect needs no saying.
public final class ClientMetadata {

    private final OidcMetadata oidc;
    private final CaepMetadata caep;

    /// For one deployment.
    public ClientMetadata(Deployment deployment) {
        oidc = new OidcMetadata(deployment);
        caep = new CaepMetadata(deployment);
    }

    /// What a deployment can do for its clients.
    ///
    /// @param reach     where registered URIs may lead
    /// @param publicUrl the base of our own URLs
    /// @param signs     whether a key signs with this algorithm
    /// @param hasFlow   whether there is a flow of this name
    public record Deployment(Reach reach, String publicUrl, Predicate<JWSAlgorithm> signs,
            Predicate<String> hasFlow) {}

    /// The client that this metadata describes, or the first rule it breaks.
    ///
    /// @param key the registry's key, from the path; it has been checked
    public Checked<Client> read(String key, Map<String, Object> json) {
        var in = new Members(json);
        var protocol = in.text("protocol", Limits.IDENTIFIER);
        if (in.has("entity_id")) {
            in.refuse("entity_id", "supported", "is SAML, which this deployment does not speak yet");
        }
        var read = switch (protocol) {
            case null -> oidc.read(key, in);
            case "oidc" -> oidc.read(key, in);
            case "caep" -> caep.read(key, in);
            default -> {
                in.refuse("protocol", "supported",
                        "must be oidc or caep: this deployment does not speak another protocol yet");
                yield new Checked.Bad<Client>(in.problem().orElseThrow());
            }
        };
        return switch (read) {
            case Checked.Good<Client> good -> good;
            case Checked.Bad<Client> bad -> new Checked.Bad<>(registrationError(bad.problem()));
        };
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
