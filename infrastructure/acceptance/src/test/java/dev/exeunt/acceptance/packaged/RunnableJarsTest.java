package dev.exeunt.acceptance.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The jars that the documents start with `java -jar`, started so, from another folder.
class RunnableJarsTest {

    private static final String LOCAL = "infrastructure/local/target/local/exeunt-local.jar";
    private static final String BENCHMARK = "infrastructure/benchmark/target/benchmark/exeunt-benchmark.jar";
    private static final String SPRING = "infrastructure/examples/spring-authorization-server/target/example/"
            + "exeunt-spring-example.jar";
    private static final long PATIENCE_SECONDS = 60;
    private static final int ENDED_BY_A_SIGNAL = 128 + 15;

    @TempDir
    private Path elsewhere;

    @Test
    void theLocalRunAnswersAndStopsCleanly() throws IOException, InterruptedException {
        var process = start(LOCAL, "--port", "0");
        try (var out = reader(process)) {
            var ready = out.readLine();
            assertThat(ready).as(errors()).startsWith("Exeunt is ready: http://localhost:");

            assertThat(get(ready.split(" ")[3] + "/oauth2/jwks").body()).contains("\"keys\"");

            assertThat(stopped(process)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theSpringExampleAsksAtItsProviderWhoComesToAClient() throws IOException, InterruptedException {
        var ports = free(4);
        var process = start(SPRING, "--ports", ports.stream().map(String::valueOf).collect(Collectors.joining(",")));
        try (var out = reader(process)) {
            assertThat(out.readLine()).as(errors()).startsWith("The identity provider is at http://localhost:"
                    + ports.get(1));

            var page = get("http://localhost:" + ports.get(2));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.uri()).hasPort(ports.get(1)).hasPath("/login");
            assertThat(page.body()).contains("name=\"password\"");
            var metadata = get("http://localhost:" + ports.get(1) + "/.well-known/openid-configuration").body();
            assertThat(metadata).contains("http://localhost:" + ports.get(0) + "/oauth2/end-session");

            assertThat(stopped(process)).isEqualTo(ENDED_BY_A_SIGNAL);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theSpringExampleSaysInOneLineWhatIsWrongWithItsPorts() throws IOException, InterruptedException {
        assertRefused(SPRING, "The example cannot start: --ports needs four numbers; use "
                + "[--ports EXEUNT,PROVIDER,FIRST,SECOND]", "--ports", "8080");
        assertRefused(SPRING, "The example cannot start: --ports takes numbers of 1 to 65534, not '0'", "--ports",
                "0,1,2,3");
    }

    @Test
    void theBenchmarkSaysWhatItUnderstands() throws IOException, InterruptedException {
        assertRefused(BENCHMARK, "--frob is not understood; use [--rounds N] [--warm-ups N] [--keys kms|software] "
                + "[name]..., where name is browser-wait or last-told or cold-start or cold-choices or deliveries or saml",
                "--frob");
    }

    private void assertRefused(String jar, String why, String... arguments) throws IOException, InterruptedException {
        var process = start(jar, arguments);
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(errors()).isEqualToIgnoringNewLines(why);
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    /// Where it is not built (`mvn test` builds none, nor does a build of a few modules), the test is skipped and says so.
    private Process start(String jar, String... arguments) throws IOException {
        var file = Packages.REPOSITORY.resolve(jar);
        if (!Files.exists(file)) {
            System.out.println(jar + " is not packaged: it was not started");
        }
        Assumptions.assumeTrue(Files.exists(file));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar", file.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(elsewhere.toFile())
                .redirectError(elsewhere.resolve("errors").toFile()).start();
    }

    private String errors() throws IOException {
        return Files.readString(elsewhere.resolve("errors"));
    }

    /// Tells it to end, as Ctrl-C and a supervisor do, and gives its exit code.
    private static int stopped(Process process) throws InterruptedException {
        // The handle leaves the streams open.
        process.toHandle().destroy();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().followRedirects(Redirect.NORMAL)
                .cookieHandler(new CookieManager()).build()) {
            return client.send(HttpRequest.newBuilder(URI.create(uri)).header("Accept", "text/html").build(),
                    BodyHandlers.ofString());
        }
    }

    private static BufferedReader reader(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private static List<Integer> free(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            while (sockets.size() < count) {
                sockets.add(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }
}
