package dev.exeunt.acceptance.documented;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.documented.Document.Block;
import dev.exeunt.acceptance.documented.Document.Section;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Options;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command in the documents is run by a test that is named here, or its section says that it needs AWS.
class CommandsTest {

    /// What a block may be: commands, and what is none.
    private static final Set<String> LANGUAGES = Set.of("bash", "text", "http", "json");

    private static final Pattern COMMAND = Pattern.compile("(mvn|java -jar|aws|ask|curl|sam (deploy|delete)) .*");
    private static final Pattern CLOUD = Pattern
            .compile(".*(\\baws |\\bask |\\bsam |--aws-sigv4).*|name\\(\\).*|ask\\(\\).*");
    private static final Pattern NEEDS_AWS = Pattern.compile("needs?\\s+AWS");

    private static final String JOURNEY = "infrastructure/acceptance/src/test/java/dev/exeunt/acceptance/documented/CommandsTest.java";
    private static final String BENCHMARK = "infrastructure/benchmark/src/test/java/dev/exeunt/benchmark/SmokeTest.java";
    private static final String JARS = "infrastructure/acceptance/src/test/java/dev/exeunt/acceptance/packaged/RunnableJarsTest.java";

    /// Who runs what begins so: a file, and what stands in it. The longest beginning counts.
    private static final Map<String, Map.Entry<String, String>> RUN_BY = Map.ofEntries(
            Map.entry("mvn verify", Map.entry(".ci/run", "mvn -B -ntp verify")),
            Map.entry("mvn package", Map.entry(".ci/run", "mvn -B -ntp verify")),
            Map.entry("mvn verify -Dquick", Map.entry(".ci/run", "mvn -B -ntp -q -Dquick test -pl functions/core")),
            Map.entry("mvn -Dquick test", Map.entry(".ci/run", "mvn -B -ntp -q -Dquick test -pl functions/core")),
            Map.entry("mvn spotless:apply", Map.entry(".ci/run", "mvn -B -ntp -q spotless:apply")),
            Map.entry("mvn -Prun", Map.entry(".ci/run", "mvn -B -ntp -q -Prun -Ddemo")),
            Map.entry("java -jar infrastructure/local/target/local/exeunt-local.jar", Map.entry(JARS, "theLocalRun")),
            Map.entry("java -jar infrastructure/benchmark/target/benchmark/exeunt-benchmark.jar", Map.entry(BENCHMARK,
                    "everyBenchmark")),
            Map.entry("java -jar infrastructure/examples/spring-authorization-server/target/example/"
                    + "exeunt-spring-example.jar", Map.entry(JARS, "theSpringExample")),
            Map.entry("openssl x509", Map.entry(JOURNEY, "whatTheGuidesSayByHandIsSo")),
            Map.entry("curl -sS", Map.entry(JOURNEY, "whatTheGuidesSayByHandIsSo")));

    /// What is typed after the session of the integration guide, by the heading that it stands under.
    private static final List<String> OPERATING = List.of("What happened to this logout?", "Failed notices",
            "Ending sessions", "Rotating SAML certificates");

    /// Stands for a script, which is run as a whole.
    private static final String WHOLE = "curl -sS and more";

    /// Instead of the guide's pause: what came is what a person would see after it.
    private static final String UNTIL_TOLD = """
            ref=$(grep -o '"ref":"[0-9a-f]*"' logout.json | cut -d'"' -f4)
            until curl -sS $registry/logouts/$ref | grep -q '"state":"done"'; do sleep 0.2; done
            client=shop; user=u-1
            """;

    private static final String ANOTHER_SESSION = """
            session=again
            curl -sS -X PUT $registry/sessions/$session -H "$json" -d '{
              "user": "u-1", "expires_at": "'$(date -u -d '+8 hours' +%Y-%m-%dT%H:%M:%SZ)'"}'; echo
            """;

    /// What a command has printed, and the job in it, if there is one.
    private static final String NOTE_JOB = """
            echo "$out"
            case "$out" in *'"job":"'*) job=$(grep -o '"job":"[^"]*' <<< "$out" | cut -d'"' -f4);; esac
            """;

    @Test
    void everyBlockSaysWhetherItIsTyped() {
        assertThat(Document.all()).allSatisfy(document -> assertThat(document.sections())
                .flatExtracting(Section::blocks).extracting(Block::language).as(document.name()).isSubsetOf(LANGUAGES));
    }

    @Test
    void everyCommandIsRunByATestOrItsSectionSaysThatItNeedsAws() {
        var unknown = new ArrayList<String>();
        for (var document : Document.all()) {
            for (var section : document.sections()) {
                commands(section).filter(command -> !isRun(command, section) && !needsAws(command, section))
                        .forEach(command -> unknown.add(document.name() + ": " + command));
            }
        }
        assertThat(unknown).isEmpty();
    }

    /// The integration guide's life of a session, and then what the operating guide asks and orders, as they stand there.
    @Test
    void whatTheGuidesSayByHandIsSo(@TempDir Path folder) throws IOException, InterruptedException {
        for (var program : List.of("bash", "curl", "openssl", "python3")) {
            Assumptions.assumeTrue(isHere(program), "no " + program);
        }
        try (var cloud = World.printing(OutputStream.nullOutputStream(), new Options())) {
            // An answer that is no success is a failure of curl's.
            Files.writeString(folder.resolve(".curlrc"), "fail-with-body\n");
            Files.writeString(folder.resolve("script"), here(cloud, script()));
            var script = new ProcessBuilder("bash", "script").directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("printed").toFile());
            script.environment().put("CURL_HOME", folder.toString());
            var process = script.start();
            var ended = process.waitFor(90, TimeUnit.SECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();

            var printed = Files.readString(folder.resolve("printed"));
            assertThat(ended).as(printed).isTrue();
            assertThat(process.exitValue()).as(printed).isZero();
            assertThat(printed.lines()).as(printed).contains("410", "409")
                    .anyMatch(line -> line.startsWith("Shop got logout_token="));
            assertThat(printed.lines()).as(printed).anyMatch(line -> line.matches(
                    ".\"next\":\"http://localhost:[0-9]+/slo\\?SAMLRequest=[^&]+&SigAlg=[^&]+&Signature=[^&]+\"}"));
            // What the registry says of a certificate is what the last command says of it.
            var fingerprint = printed.lines().toList().getLast();
            assertThat(fingerprint).hasSize(43);
            assertThat(printed).contains("\"sha256\":\"" + fingerprint + "\"");
            assertThat(printed).contains("\"state\":\"done\"", "\"kind\":\"redrive_deliveries\"",
                    "\"kind\":\"end_user_sessions\"");
        }
    }

    private static String script() {
        assertThat(life()).contains("sleep 2\n");
        var script = new StringBuilder(life().replace("sleep 2\n", UNTIL_TOLD)).append("set -e\n").append(saml());
        for (var heading : OPERATING) {
            if (heading.equals("Ending sessions")) {
                script.append(ANOTHER_SESSION);
            }
            if (heading.equals("Rotating SAML certificates")) {
                script.append("client=sp\n");
            }
            for (var block : Document.read("docs/operate.md").section(heading).blocks()) {
                block.commands().forEach(command -> script.append("out=$(" + command + "\n)\n" + NOTE_JOB));
            }
        }
        return script.toString();
    }

    private static String here(LocalCloud cloud, String script) throws IOException {
        try (var free = new ServerSocket(0)) {
            return script.replace("http://localhost:8080", cloud.url().toString())
                    .replace("http://localhost:8081", cloud.registryUrl().toString())
                    .replace("9000", String.valueOf(free.getLocalPort()));
        }
    }

    /// A whole script is one command, as it is run as a whole.
    private static Stream<String> commands(Section section) {
        var blocks = section.blocks().stream().filter(block -> block.language().equals("bash"))
                .flatMap(block -> List.of(life(), saml()).contains(block.text())
                        ? Stream.of(WHOLE)
                        : block.commands().stream());
        return Stream.concat(blocks, section.spans().stream().filter(span -> COMMAND.matcher(span).matches()));
    }

    private static String life() {
        return Document.read("docs/integrate.md").section("By hand, against the local run").blocks().getFirst().text();
    }

    private static String saml() {
        return Document.read("docs/integrate.md").section("SAML service providers").blocks().getFirst().text();
    }

    private static boolean needsAws(String command, Section section) {
        return CLOUD.matcher(command).matches() && NEEDS_AWS.matcher(section.prose()).find();
    }

    /// What is asked of the registry is run here with the rest of its section, or not at all.
    private static boolean isRun(String command, Section section) {
        if (command.startsWith("curl ") && !command.equals(WHOLE) && !OPERATING.contains(section.heading())) {
            return false;
        }
        return !CLOUD.matcher(command).matches() && RUN_BY.keySet().stream().filter(command::startsWith)
                .max((one, other) -> Integer.compare(one.length(), other.length())).map(RUN_BY::get)
                .filter(by -> Document.text(by.getKey()).contains(by.getValue())).isPresent();
    }

    private static boolean isHere(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
