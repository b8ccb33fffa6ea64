package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Everything in [Attacks] is refused, by the check that is meant to, cheaply, and without a word to anybody.
class AttackCorpusTest {

    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final long MOST_NANOSECONDS = 50_000_000;

    private static final String NOWHERE = "http://127.0.0.1:9/";

    private static List<Attack> offline() {
        return Attacks.all(NOWHERE);
    }

    private static Refusal refusal(Attack attack) {
        return Samples.refusalOfRequest(attack.send());
    }

    private static void refused(List<Attack> attacks) {
        assertSoftly(softly -> attacks.forEach(attack -> softly.assertThat(refusal(attack)).as(attack.name())
                .isEqualTo(attack.why())));
    }

    @Test
    void thereAreTwoHundredAndNoTwoAreOne() {
        var attacks = offline();
        assertThat(attacks.stream().map(Attack::name).distinct()).hasSameSizeAs(attacks)
                .hasSizeGreaterThanOrEqualTo(200);
    }

    @Test
    void e3AndE56TheRootAndItsIssuerAreOfSamlsNamespacesAndNothingElse() {
        refused(ClaimAttacks.roots());
    }

    @Test
    void e1AndE9AndE47AMessageOfAnotherPlaceTimeOrSenderIsRefused() {
        refused(ClaimAttacks.claims());
    }

    @Test
    void e33AQueryThatCouldBeReadInTwoWaysIsRefused() {
        refused(EnvelopeAttacks.queries());
    }

    @Test
    void e41AnEnvelopeWithMoreThanOneSignedMessageIsRefused() {
        refused(new EnvelopeAttacks(NOWHERE).soap());
    }

    @Test
    void e50AndE51ADocumentTypeIsRefusedWhateverItDeclares() {
        refused(new DocumentAttacks(NOWHERE).entities());
    }

    @Test
    void e51SizeDepthAttributesAndNodesHaveBounds() {
        refused(DocumentAttacks.sizes());
    }

    @Test
    void e52ASignatureOverSomethingElseInTheDocumentIsRefused() {
        refused(WrappingAttacks.wrapping());
    }

    @Test
    void e53AMessageWithoutASignatureByItsSenderIsRefused() {
        refused(WrappingAttacks.exclusion());
    }

    @Test
    void e54MarkupInsideAValueIsRefused() {
        refused(ClaimAttacks.values());
    }

    @Test
    void e26AndE55ASignatureIsBuiltInOneWayAndFetchesNothing() {
        refused(new SignatureAttacks(NOWHERE).forms());
    }

    @Test
    void e28AndE55OtherTransformsAndAlgorithmsAreRefused() {
        refused(new SignatureAttacks(NOWHERE).algorithms());
    }

    @Test
    void e56WhatIsNotXmlInUtf8IsRefused() {
        refused(DocumentAttacks.encodings());
    }

    @Test
    void e50NothingIsEverFetched() throws IOException {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            for (Attack attack : Attacks.all("http://127.0.0.1:" + server.getLocalPort() + "/")) {
                assertThat(refusal(attack)).as(attack.name()).isEqualTo(attack.why());
            }
            // Whoever had connected would be waiting here.
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /// Processor time, and the best of a few: a busy machine's clock says nothing.
    @Test
    void e51NoneOfThemTakes50Milliseconds() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Attack attack : offline()) {
            var least = Long.MAX_VALUE;
            for (int n = 0; n < 5 && least > MOST_NANOSECONDS / 10; n++) {
                var before = threads.getCurrentThreadCpuTime();
                refusal(attack);
                least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
            }
            assertThat(least).as(attack.name()).isLessThan(MOST_NANOSECONDS);
        }
    }

    @Test
    void e51NoneOfThemTakesMoreThan64MegabytesAndNearlyAllLessThanTwo() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var attacks = offline();
        attacks.forEach(AttackCorpusTest::refusal);
        var modest = 0;
        var most = 0L;
        var slowest = 0L;
        for (Attack attack : attacks) {
            var before = threads.getCurrentThreadAllocatedBytes();
            var start = System.nanoTime();
            refusal(attack);
            slowest = Math.max(slowest, System.nanoTime() - start);
            var bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(bytes).as(attack.name()).isLessThan(MOST_BYTES);
            most = Math.max(most, bytes);
            modest += bytes < 2 * 1024 * 1024 ? 1 : 0;
        }
        System.out.printf("Of %d attacks the slowest took %d ms, the largest %d kB.%n", attacks.size(),
                slowest / 1_000_000, most / 1024);
        assertThat(modest).isGreaterThan(attacks.size() * 9 / 10);
    }

    @Test
    void everyCheckOfAMessageIsFailedByOneOfThem() {
        var failed = EnumSet.noneOf(Refusal.class);
        offline().forEach(attack -> failed.add(attack.why()));
        var elsewhere = EnumSet.of(Refusal.OTHER_KIND, Refusal.RELAY_STATE, Refusal.IN_RESPONSE_TO, Refusal.STATUS,
                Refusal.SEVERAL_ENTITIES, Refusal.NOT_A_SERVICE_PROVIDER, Refusal.ENDPOINT, Refusal.CERTIFICATE);
        assertThat(EnumSet.complementOf(failed)).isEqualTo(elsewhere);
    }

    @Test
    void theHonestMessageThatTheyAreMadeOfIsAccepted() {
        var form = Samples.form("SAMLRequest", Samples.signed(Samples.request(), Party.SP.signingKey()));
        var verified = Samples.good(Samples.verify(PostBinding.receive(form)));
        assertThat(Judgement.ofRequest(verified, Samples.arrival())).isInstanceOf(Judgement.Accepted.class);
    }
}
