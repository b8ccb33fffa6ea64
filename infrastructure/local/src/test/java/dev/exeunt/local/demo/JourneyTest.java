package dev.exeunt.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Logs;
import dev.exeunt.local.Options;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class JourneyTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void aRunSignsInEverywhereLogsOutOnceAndFindsThatEachEndedAsItShould() throws Exception {
        var demo = new AtomicReference<Demo>();
        var options = new Options().parameter("RetrySeconds", "1,1,60").log(Logs.silence()).site(addresses -> {
            demo.set(new Demo(addresses));
            return demo.get();
        });
        var stdout = System.out;
        // Functions print their log.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try (var cloud = LocalCloud.start(options)) {
            demo.get().setUp();
            assertThat(demo.get().runOnce(out)).as(printed.toString(StandardCharsets.UTF_8)).isZero();
        } finally {
            System.setOut(stdout);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .anySatisfy(line -> assertThat(line).contains("Wiki", "signed out by verified notice", "200"))
                .anySatisfy(line -> assertThat(line).contains("Mail", "signed out by frame"))
                .anySatisfy(line -> assertThat(line).contains("Invoices", "503, 503, 200"))
                .anySatisfy(line -> assertThat(line).contains("Reports", "still signed in, notice retrying", "timeout"))
                .anySatisfy(line -> assertThat(line).contains("Rota", "frame by post", "LogoutRequest by post"))
                .anySatisfy(line -> assertThat(line).contains("Tickets", "top window", "LogoutRequest by redirect"))
                .anySatisfy(line -> assertThat(line).contains("Props", "top window", "LogoutRequest by post"))
                .anySatisfy(line -> assertThat(line).contains("Payroll", "LogoutRequest by SOAP", "200"))
                .anySatisfy(line -> assertThat(line).contains("login_required"))
                .anySatisfy(line -> assertThat(line).isEqualTo("Tickets was answered that everybody was told."));
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
