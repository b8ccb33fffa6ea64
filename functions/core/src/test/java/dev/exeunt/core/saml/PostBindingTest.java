package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.web.QueryString;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// HTTP-POST (SAML Bindings 2.0, 3.5), both ways.
class PostBindingTest {

    /// As a browser submits it.
    private static String submitted(PostBinding.Form form) {
        return form.fields().entrySet().stream()
                .map(field -> field.getKey() + "=" + QueryString.encode(field.getValue()).replace("%20", "+"))
                .collect(Collectors.joining("&"));
    }

    @Test
    void e35ASignedMessageInBase64AndTheRelayStateBesideIt() {
        var form = PostBinding.form(Samples.request(), Samples.RELAY_STATE, Party.SP.signingKey());
        assertThat(form.action()).isEqualTo(Party.IDP.slo);
        assertThat(form.fields().keySet()).containsExactly("SAMLRequest", "RelayState");
        assertThat(form.fields()).containsEntry("RelayState", Samples.RELAY_STATE);
        var verified = Samples.good(Samples.verify(PostBinding.receive(submitted(form))));
        assertThat(verified.relayState()).isEqualTo(Samples.RELAY_STATE);
        assertThat(verified.issuer()).isEqualTo(Party.SP.entityId);
        assertThat(Samples.accepted(Judgement.ofRequest(verified, Samples.arrival()))).isEqualTo(Samples.request());
    }

    @Test
    void e35AResponseIsInItsOwnField() {
        var form = PostBinding.form(Samples.response(Status.partialLogout()), null, Party.SP.signingKey());
        assertThat(form.fields().keySet()).containsExactly("SAMLResponse");
        var arrived = Samples.good(PostBinding.receive(submitted(form)));
        assertThat(arrived.kind()).isEqualTo(Arrived.Kind.RESPONSE);
        assertThat(arrived.inResponseTo()).isEqualTo(Samples.ID);
    }

    @Test
    void e35LineWrappedBase64IsTaken() {
        var value = Packing.base64(Samples.signed(Samples.request(), Party.SP.signingKey())
                .getBytes(StandardCharsets.UTF_8)).replaceAll("(.{76})", "$1\r\n");
        assertThat(value).contains("\r\n");
        assertThat(Samples.verify(PostBinding.receive("SAMLRequest=" + QueryString.encode(value))))
                .isInstanceOf(Parsed.Good.class);
    }

    @Test
    void e35TheMessageIsNotDeflated() {
        var deflated = Packing.base64(Packing.deflate(Samples.xml(Samples.request()).getBytes(StandardCharsets.UTF_8)));
        assertThat(Samples.refusalOfRequest(PostBinding.receive("SAMLRequest=" + QueryString.encode(deflated))))
                .isEqualTo(Refusal.ENCODING);
    }

    @Test
    void e36TheFormIsReadHoweverItWasSubmitted() {
        var form = PostBinding.form(Samples.request(), "x", Party.SP.signingKey());
        assertThat(Samples.verify(PostBinding.receive("submit=Go&" + submitted(form) + "&submit=Go&x=1")))
                .isInstanceOf(Parsed.Good.class);
    }

    @Test
    void e33ARepeatedFieldIsRefused() {
        var form = submitted(PostBinding.form(Samples.request(), "x", Party.SP.signingKey()));
        assertThat(Samples.refusalOfRequest(PostBinding.receive(form + "&RelayState=y")))
                .isEqualTo(Refusal.AMBIGUOUS_PARAMETERS);
        assertThat(Samples.refusalOfRequest(PostBinding.receive(form + "&SAMLResponse=YQ%3D%3D")))
                .isEqualTo(Refusal.AMBIGUOUS_PARAMETERS);
    }

    @Test
    void e25AnUnsignedMessageIsRefused() {
        var form = submitted(PostBinding.form(Samples.request(), "x", null));
        assertThat(Samples.refusalOfRequest(PostBinding.receive(form))).isEqualTo(Refusal.UNSIGNED);
    }

    @Test
    void e37ARelayStateOfMoreThan80BytesIsNeverSentAndIsAnsweredWhenItComes() {
        var key = Party.SP.signingKey();
        assertThatThrownBy(() -> PostBinding.form(Samples.request(), "a".repeat(81), key))
                .isInstanceOf(IllegalArgumentException.class);
        var form = submitted(PostBinding.form(Samples.request(), null, key)) + "&RelayState=" + "a".repeat(81);
        var verified = Samples.good(Samples.verify(PostBinding.receive(form)));
        assertThat(Judgement.ofRequest(verified, Samples.arrival()))
                .isInstanceOfSatisfying(Judgement.Rejected.class, rejected -> {
                    assertThat(rejected.why()).isEqualTo(Refusal.RELAY_STATE);
                    assertThat(rejected.status()).isEqualTo(Status.requester());
                });
    }

    @Test
    void neitherFormNorMessagesShowWhoIsLoggedOut() {
        var request = Samples.request();
        var form = PostBinding.form(request, "secret-state", Party.SP.signingKey());
        var arrived = Samples.good(PostBinding.receive(submitted(form)));
        var verified = Samples.good(Samples.verify(PostBinding.receive(submitted(form))));
        assertThat(form + " " + request + " " + arrived + " " + verified + " " + Party.SP.signingKey())
                .doesNotContain("p-81c2").doesNotContain("si-77").doesNotContain("secret-state")
                .doesNotContain("SAMLRequest=");
    }
}
