package dev.exeunt.core.client;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.core.Limits;
import dev.exeunt.core.client.ClientMetadata.Deployment;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Members;
import dev.exeunt.core.web.Origins;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The metadata of a relying party (OIDC Dynamic Registration 1.0, 2, and the logout specifications' own members).
final class OidcMetadata {

    private static final String BACK = "backchannel_logout_uri";
    private static final String FRONT = "frontchannel_logout_uri";
    private static final String SIGNED = "id_token_signed_response_alg";
    private static final String DEFAULT_ALG = JWSAlgorithm.RS256.getName();

    private final Deployment deployment;

    OidcMetadata(Deployment deployment) {
        this.deployment = deployment;
    }

    Checked<Client> read(String key, Members in) {
        var clientId = ClientMetadata.clientId(in, key);
        var name = ClientMetadata.name(in, clientId);
        var redirects = visited(in, "redirect_uris");
        var postLogout = visited(in, "post_logout_redirect_uris");
        var back = backChannel(in);
        var front = frontChannel(in, redirects);
        var alg = signedResponseAlg(in, back != null);
        var encryption = EncryptionMetadata.read(in, deployment.reach());
        var flow = ClientMetadata.flow(in, deployment);
        var profile = profile(in.within("profile"), back);
        return in.result(() -> new OidcClient(key, clientId, name, redirects, postLogout, back, front, alg, encryption,
                flow, profile));
    }

    private List<String> visited(Members in, String name) {
        var uris = in.texts(name, Limits.URIS, Limits.URI);
        for (int i = 0; i < uris.size(); i++) {
            var entry = i + 1;
            RegisteredUri.visited(uris.get(i), deployment.reach()).ifPresent(
                    broken -> in.refuse(name, broken.rule(), "(entry " + entry + ") " + broken.detail()));
        }
        return uris;
    }

    private @Nullable LogoutUri backChannel(Members in) {
        var uri = in.text(BACK, Limits.URI);
        var sessionRequired = in.flag("backchannel_logout_session_required");
        if (uri == null) {
            return null;
        }
        RegisteredUri.called(uri, deployment.reach())
                .ifPresent(broken -> in.refuse(BACK, broken.rule(), broken.detail()));
        return new LogoutUri(uri, sessionRequired);
    }

    private @Nullable LogoutUri frontChannel(Members in, List<String> redirects) {
        var uri = in.text(FRONT, Limits.URI);
        var sessionRequired = in.flag("frontchannel_logout_session_required");
        if (uri == null) {
            return null;
        }
        var broken = RegisteredUri.loaded(uri, deployment.reach());
        if (broken.isPresent()) {
            in.refuse(FRONT, broken.get().rule(), broken.get().detail());
            return null;
        }
        var origin = Origins.of(uri);
        if (origin.equals(Origins.of(deployment.publicUrl()))) {
            in.refuse(FRONT, "foreign_origin", "is on our own origin, where its frame would not be confined");
        }
        if (redirects.stream().map(Origins::of).noneMatch(origin::equals)) {
            in.refuse(FRONT, "redirect_origin", "must have scheme, host and port of one of the redirect_uris");
        }
        return new LogoutUri(uri, sessionRequired);
    }

    /// Without a back channel nothing is ever signed for the client, so the default needs no key then.
    private String signedResponseAlg(Members in, boolean backChannel) {
        var given = in.text(SIGNED, Limits.IDENTIFIER);
        var alg = given == null ? DEFAULT_ALG : given;
        if (alg.equalsIgnoreCase("none") || alg.toUpperCase(Locale.ROOT).startsWith("HS")) {
            in.refuse(SIGNED, "asymmetric", "must be an asymmetric algorithm");
        } else if ((given != null || backChannel) && !deployment.signs().test(JWSAlgorithm.parse(alg))) {
            in.refuse(SIGNED, "signing_key", "is an algorithm that no key of this deployment signs with"
                    + (given == null ? " (" + DEFAULT_ALG + " is the default)" : ""));
        }
        return alg;
    }

    private static Profile profile(Members in, @Nullable LogoutUri back) {
        var typ = Objects.requireNonNullElse(in.text("typ", Limits.IDENTIFIER), Profile.STANDARD.typ());
        if (!typ.equals("logout+jwt") && !typ.equals("JWT")) {
            in.refuse("typ", "one_of", "must be logout+jwt or JWT");
        }
        var subject = subject(in);
        if (subject == Subject.SUB && back != null && back.sessionRequired()) {
            in.refuse("subject", "session_required",
                    "leaves out the sid that backchannel_logout_session_required asks for");
        }
        var seconds = in.number("timeout_seconds", 1, Limits.ATTEMPT_MOST.toSeconds());
        var attempts = in.number("max_attempts", 1, Limits.ATTEMPTS);
        return new Profile(typ, subject, seconds == null ? null : Duration.ofSeconds(seconds),
                attempts == null ? null : Math.toIntExact(attempts));
    }

    private static Subject subject(Members in) {
        return switch (in.text("subject", Limits.IDENTIFIER)) {
            case null -> Subject.BOTH;
            case "both" -> Subject.BOTH;
            case "sid" -> Subject.SID;
            case "sub" -> Subject.SUB;
            default -> {
                in.refuse("subject", "one_of", "must be both, sid or sub");
                yield Subject.BOTH;
            }
        };
    }
}
