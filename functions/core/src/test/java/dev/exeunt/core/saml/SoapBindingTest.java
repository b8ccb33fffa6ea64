package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SOAP (SAML Bindings 2.0, 3.2), both ways.
class SoapBindingTest {

    private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

    private static String envelope() {
        return new String(SoapBinding.envelope(Samples.request(), Party.SP.signingKey()), StandardCharsets.UTF_8);
    }

    private static Parsed<Arrived> receive(String xml) {
        return SoapBinding.receive(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void e41TheMessageIsTheOnlyChildOfTheBodyAndItsSignatureHoldsThere() {
        assertThat(envelope())
                .startsWith("<soap:Envelope xmlns:soap=\"" + ENVELOPE + "\"><soap:Body><samlp:LogoutRequest ")
                .endsWith("</samlp:LogoutRequest></soap:Body></soap:Envelope>");
        var verified = Samples.good(Samples.verify(receive(envelope())));
        assertThat(verified.binding()).isEqualTo(Binding.SOAP);
        assertThat(Samples.accepted(Judgement.ofRequest(verified, Samples.arrival()))).isEqualTo(Samples.request());
    }

    @Test
    void e41AMessageMovedIntoAnotherEnvelopeIsStillTheSameMessage() {
        var message = Samples.signed(Samples.response(Status.success()), Party.SP.signingKey());
        var xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<S:Envelope xmlns:S=\"" + ENVELOPE
                + "\" xmlns:x=\"urn:x\" xmlns:samlp=\"urn:other\">\n <S:Header><x:Trace>1</x:Trace></S:Header>\n <S:Body>\n"
                + message + "\n </S:Body>\n</S:Envelope>";
        var verified = Samples.good(Samples.verify(receive(xml)));
        assertThat(Samples.accepted(Judgement.ofResponse(verified, Samples.arrival(), Samples.ID)))
                .isEqualTo(Samples.response(Status.success()));
    }

    @Test
    void e41WithoutADestinationItStandsSinceTheConnectionHasOne() {
        var request = Samples.request(new Message.Head(Samples.ID, Samples.NOW, null, Party.SP.entityId));
        var verified = Samples.good(Samples.verify(SoapBinding.receive(
                SoapBinding.envelope(request, Party.SP.signingKey()))));
        assertThat(Samples.accepted(Judgement.ofRequest(verified, Samples.arrival()))).isEqualTo(request);
    }

    @Test
    void e41NoneOrTwoMessagesInTheBodyAreRefused() {
        var message = Samples.signed(Samples.request(), Party.SP.signingKey());
        assertThat(Samples.refusalOfRequest(receive(envelope().replace(message, "")))).isEqualTo(Refusal.SOAP);
        assertThat(Samples.refusalOfRequest(receive(envelope().replace(message, message + message))))
                .isEqualTo(Refusal.SOAP);
        assertThat(Samples.refusalOfRequest(receive(envelope().replace(message, message + "text"))))
                .isEqualTo(Refusal.SOAP);
        assertThat(Samples.refusalOfRequest(receive(message))).isEqualTo(Refusal.SOAP);
        assertThat(Samples.refusalOfRequest(receive(envelope().replace(message, "<x/>")))).isEqualTo(Refusal.ROOT);
        assertThat(Samples.refusalOfRequest(receive(envelope().replace(ENVELOPE,
                "http://www.w3.org/2003/05/soap-envelope")))).isEqualTo(Refusal.SOAP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true"})
    void e41AHeaderThatMustBeUnderstoodIsNot(String must) {
        var xml = envelope().replace("<soap:Body>", "<soap:Header><x soap:mustUnderstand=\"" + must
                + "\"/></soap:Header><soap:Body>");
        assertThat(Samples.refusalOfRequest(receive(xml))).isEqualTo(Refusal.SOAP_HEADER);
        assertThat(new String(SoapBinding.fault(Refusal.SOAP_HEADER), StandardCharsets.UTF_8))
                .contains("<faultcode>soap:MustUnderstand</faultcode>");
        assertThat(Samples.verify(receive(xml.replace("\"" + must + "\"", "\"0\"")))).isInstanceOf(Parsed.Good.class);
    }

    @Test
    void e42AFaultSaysWhoseFaultItIsAndNothingOfTheRequest() {
        assertThat(new String(SoapBinding.fault(Refusal.DOCTYPE), StandardCharsets.UTF_8)).isEqualTo(
                "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><soap:Fault>"
                        + "<faultcode>soap:Client</faultcode><faultstring>The message was refused: it has a document type"
                        + " declaration.</faultstring></soap:Fault></soap:Body></soap:Envelope>");
        assertThat(new String(SoapBinding.fault(SoapBinding.FaultCode.SERVER, "busy"), StandardCharsets.UTF_8))
                .contains("soap:Server");
    }

    @Test
    void e42AFaultThatComesBackIsNoAnswer() {
        assertThat(SoapBinding.receive(SoapBinding.fault(SoapBinding.FaultCode.SERVER, "x")))
                .isEqualTo(new Parsed.Refused<>(Refusal.ROOT));
    }

    @Test
    void e25SoapWithoutASignatureIsRefused() {
        assertThat(Samples.refusalOfRequest(SoapBinding.receive(SoapBinding.envelope(Samples.request(), null))))
                .isEqualTo(Refusal.UNSIGNED);
    }
}
