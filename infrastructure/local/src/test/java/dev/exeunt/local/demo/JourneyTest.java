package dev.exeunt.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JourneyTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void aRunSignsInEverywhereLogsOutOnceAndFindsThatEachEndedAsItShould() throws Exception {
        try (var exeunt = FakeExeunt.start()) {
            exeunt.demo.setUp();
            assertThat(exeunt.demo.runOnce(out)).as(printed.toString(StandardCharsets.UTF_8)).isZero();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .anySatisfy(line -> assertThat(line).contains("Wiki", "signed out by verified notice", "200"))
                .anySatisfy(line -> assertThat(line).contains("Mail", "signed out by frame"))
                .anySatisfy(line -> assertThat(line).contains("Invoices", "503, 503, 200"))
                .anySatisfy(line -> assertThat(line).contains("Reports", "still signed in, notice retrying", "timeout"))
                .anySatisfy(line -> assertThat(line).contains("login_required"));
    }

    @Test
    void aRunWhoseRegistryFailsSaysSoAndDoesNotEndWithZero() throws Exception {
        try (var exeunt = FakeExeunt.start()) {
            exeunt.registryStatus = 500;
            assertThat(exeunt.demo.runOnce(out)).isEqualTo(1);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("The run broke off: Wiki did not sign Ada Lovelace in");
    }

    @Test
    void namesUnderLocalhostAreLoopback() throws Exception {
        assertThat(java.net.InetAddress.getByName("wiki.localhost").isLoopbackAddress()).isTrue();
    }
}
