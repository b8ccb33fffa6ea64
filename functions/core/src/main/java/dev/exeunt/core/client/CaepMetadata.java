package dev.exeunt.core.client;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.core.Limits;
import dev.exeunt.core.client.CaepReceiver.Subject;
import dev.exeunt.core.client.ClientMetadata.Deployment;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Members;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The metadata of a receiver of security events: what a stream's configuration would hold (SSF 1.0, 8.1.1), as far as
/// push needs it.
final class CaepMetadata {

    /// What signs events, the first that can: every receiver must know RS256 (CAEP Interoperability Profile 1.0, 2.6).
    static final List<JWSAlgorithm> SIGNED_BY = List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    private static final String PUSH_URI = "push_uri";
    private static final String AUTHORIZATION = "authorization_header";
    private static final String SUBJECT = "subject";
    /// A field value of RFC 9110, 5.5, in visible ASCII: nothing in it can end the header.
    private static final Pattern FIELD_VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

    private final Deployment deployment;

    CaepMetadata(Deployment deployment) {
        this.deployment = deployment;
    }

    Checked<Client> read(String key, Members in) {
        var clientId = ClientMetadata.clientId(in, key);
        var name = ClientMetadata.name(in, clientId);
        var uri = in.required(PUSH_URI, Limits.URI);
        if (!uri.isEmpty()) {
            RegisteredUri.called(uri, deployment.reach())
                    .ifPresent(broken -> in.refuse(PUSH_URI, broken.rule(), broken.detail()));
        }
        var authorization = authorization(in);
        var subject = subject(in);
        if (SIGNED_BY.stream().noneMatch(deployment.signs())) {
            in.refuse("protocol", "signing_key", "needs a key that signs with "
                    + SIGNED_BY.stream().map(JWSAlgorithm::getName).collect(Collectors.joining(" or ")));
        }
        return in.result(() -> new CaepReceiver(key, clientId, name, uri, authorization, subject));
    }

    private static @Nullable String authorization(Members in) {
        var header = in.text(AUTHORIZATION, Limits.AUTHORIZATION);
        if (header != null && !FIELD_VALUE.matcher(header).matches()) {
            in.refuse(AUTHORIZATION, "field_value", "must be visible ASCII, without a blank at either end");
        }
        return header;
    }

    private static Subject subject(Members in) {
        var given = in.text(SUBJECT, Limits.IDENTIFIER);
        if (given == null) {
            return Subject.COMPLEX;
        }
        var known = Arrays.stream(Subject.values()).filter(form -> form.text().equals(given)).findFirst();
        if (known.isEmpty()) {
            in.refuse(SUBJECT, "one_of", "must be iss_sub, email, opaque or complex");
        }
        return known.orElse(Subject.COMPLEX);
    }
}
