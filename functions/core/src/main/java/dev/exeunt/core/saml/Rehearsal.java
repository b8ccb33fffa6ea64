package dev.exeunt.core.saml;

import dev.exeunt.core.session.NameId;
import dev.exeunt.core.web.QueryString;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Sends and takes a message that is nobody's, so that what XML and its signatures need is loaded before somebody waits
/// for it: the first message of a process takes hundreds of times as long as a later one. It draws no random number,
/// makes no key, and calls nobody.
public final class Rehearsal {

    private static final String NOBODY = "https://rehearsal.invalid/saml";
    private static final int BITS = 2048;

    private Rehearsal() {
    }

    /// Goes through all of it once.
    ///
    /// @return what came of the message by each binding: [Refusal#SIGNATURE_WRONG], since its signature is made up
    public static List<Parsed<Verified>> run() {
        var head = new Message.Head("_rehearsal", Instant.EPOCH, NOBODY, NOBODY);
        var message = new LogoutRequest(head, Instant.EPOCH, LogoutRequest.Reason.USER.uri(),
                new NameId("nobody", null, null, null, null), List.of(), false);
        var key = SigningKey.of(SignatureAlgorithm.RSA_SHA256, _ -> new byte[BITS / Byte.SIZE]);
        var url = RedirectBinding.url(message, null, key);
        var form = PostBinding.form(message, null, key).fields().get(message.parameter());
        var keys = List.of(publicKey());
        return Stream.of(RedirectBinding.receive(url.substring(url.indexOf('?') + 1)),
                PostBinding.receive(message.parameter() + "=" + QueryString.encode(Objects.requireNonNull(form))),
                SoapBinding.receive(SoapBinding.envelope(message, key)))
                .map(arrived -> arrived.then(each -> each.verify(keys))).toList();
    }

    /// A number of the right length: whose key it is, nobody knows.
    private static PublicKey publicKey() {
        try {
            var modulus = BigInteger.ONE.shiftLeft(BITS).subtract(BigInteger.ONE);
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, RSAKeyGenParameterSpec.F4));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK reads RSA keys", e);
        }
    }
}
