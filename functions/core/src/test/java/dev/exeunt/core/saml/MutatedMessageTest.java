package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What [Attacks] did not think of: signed messages with something changed at random. None of them is a crash, and none
/// is taken for anything but what was signed.
class MutatedMessageTest {

    private static final int ROUNDS = 500;
    private static final LogoutRequest HONEST = Samples.request();
    private static final String SIGNED = Samples.signed(HONEST, Party.SP.signingKey());
    private static final List<String> TOKENS = List.of("<!---->", "<?x y?>", "<![CDATA[x]]>", "<:x/>", "&amp;",
            "&#x41;", " ",
            "\n", "\"", "<", ">", "/", "#", "=", "A", "<x/>", "xmlns=\"\"", " ID=\"_x\"",
            "<saml:NameID>admin</saml:NameID>",
            "<ds:Signature/>", "<ds:Object/>", "\u00e9", "\ud83d\ude00", "admin", "%", "&", "+", "%2B", "SAMLRequest=");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private String mutated(String text) {
        var changed = text;
        for (int i = random.nextInt(3); i >= 0; i--) {
            changed = mutatedOnce(changed);
        }
        return changed;
    }

    private String mutatedOnce(String text) {
        var from = random.nextInt(text.length());
        var to = Math.min(text.length(), from + random.nextInt(60));
        var at = random.nextInt(text.length());
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 -> text.substring(0, at) + text.substring(from, to) + text.substring(at);
            case 2 -> text.substring(0, from) + (char) (0x20 + random.nextInt(0x5f)) + text.substring(from + 1);
            case 3 -> text.substring(0, from) + TOKENS.get(random.nextInt(TOKENS.size())) + text.substring(to);
            default -> text.substring(0, from) + TOKENS.get(random.nextInt(TOKENS.size())) + text.substring(from);
        };
    }

    private void isRefusedOrWhatWasSigned(String original, Function<String, Parsed<Arrived>> receive) {
        for (int i = 0; i < ROUNDS; i++) {
            var mutated = mutated(original);
            var about = "seed " + seed + ": " + mutated;
            try {
                var judged = Samples.verify(receive.apply(mutated))
                        .map(verified -> Judgement.ofRequest(verified, Samples.arrival()));
                if (judged instanceof Parsed.Good<Judgement<LogoutRequest>>(Judgement.Accepted<LogoutRequest> accepted)) {
                    assertThat(accepted.message()).as(about).isEqualTo(HONEST);
                }
            } catch (RuntimeException e) {
                throw new AssertionError(about, e);
            }
        }
    }

    @Test
    void e52APostedMessageIsRefusedOrWhatWasSigned() {
        isRefusedOrWhatWasSigned(SIGNED, xml -> PostBinding.receive(Samples.form("SAMLRequest", xml)));
    }

    @Test
    void e52TheFormItselfMayBeChangedToo() {
        isRefusedOrWhatWasSigned(Samples.form("SAMLRequest", SIGNED) + "&RelayState=x", PostBinding::receive);
    }

    @Test
    void e33AQueryIsRefusedOrWhatWasSigned() {
        var url = RedirectBinding.url(HONEST, Samples.RELAY_STATE, Party.SP.signingKey());
        isRefusedOrWhatWasSigned(Samples.query(url), RedirectBinding::receive);
    }

    /// The query's signature holds, so that the XML alone decides; what it says is then what its sender signed.
    @Test
    void e52WhateverXmlAQuerySignsIsNoCrash() {
        for (int i = 0; i < ROUNDS; i++) {
            var mutated = mutated(Samples.xml(HONEST));
            var query = Samples.signedQuery(Packing.deflate(mutated.getBytes(StandardCharsets.UTF_8)));
            try {
                Samples.verify(RedirectBinding.receive(query))
                        .map(verified -> Judgement.ofRequest(verified, Samples.arrival()));
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + mutated, e);
            }
        }
    }

    @Test
    void e41AnEnvelopeIsRefusedOrWhatWasSigned() {
        var envelope = new String(SoapBinding.envelope(HONEST, Party.SP.signingKey()), StandardCharsets.UTF_8);
        isRefusedOrWhatWasSigned(envelope, xml -> SoapBinding.receive(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void e45ACertificateWithBytesChangedIsNoCrash() throws CertificateEncodingException {
        for (Party party : List.of(Party.SP, Party.EC256)) {
            var honest = party.certificate().getEncoded();
            for (int i = 0; i < 4 * ROUNDS; i++) {
                var mutated = honest.clone();
                for (int n = random.nextInt(3); n >= 0; n--) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
                }
                try {
                    Certificates.read(mutated);
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(mutated), e);
                }
            }
        }
    }

    @Test
    void e45MetadataWithSomethingChangedIsNoCrash() {
        var metadata = new IdpMetadata("_m", Party.SP.entityId, List.of(Endpoint.of(Binding.POST, Party.SP.slo)),
                List.of(),
                List.of(Party.SP.certificate()), Samples.NOW.plusSeconds(60)).write(null);
        var honest = new String(metadata, StandardCharsets.UTF_8).replace("IDPSSO", "SPSSO");
        for (int i = 0; i < ROUNDS; i++) {
            var mutated = mutated(honest);
            try {
                EntityDescriptor.read(mutated.getBytes(StandardCharsets.UTF_8), Samples.NOW);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + mutated, e);
            }
        }
    }
}
