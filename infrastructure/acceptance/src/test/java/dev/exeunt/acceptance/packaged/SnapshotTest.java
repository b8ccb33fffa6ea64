package dev.exeunt.acceptance.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.local.runtime.Launch;
import dev.exeunt.local.runtime.PackagedFunction;
import dev.exeunt.local.runtime.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// SnapStart: hooks that really run, have no effect, and leave nothing that repeats. The memory of a process is not copied
/// here; [SameUntilRestored] makes two processes alike instead.
class SnapshotTest {

    static final List<String> NAMES = Packages.NAMES;

    private static final Pattern COOKIE_OF_QUESTION = Pattern.compile("\"cookies\":\\[\"([^\";]+)");

    private final Packages packages = Packages.shared();
    private final World world = packages.world();

    @ParameterizedTest
    @FieldSource("NAMES")
    void aFunctionRehearsesBeforeTheSnapshotWithoutAnyEffectAndAnswersAfterwards(String name) {
        var before = world.rows();
        try (var function = PackagedFunction.start(packages.launch(name).withSnapshot())) {
            assertThat(function.first()).as(function::output).isInstanceOf(Turn.Suspended.class);
            assertThat(function.output()).contains("snapshot_rehearsed");
            assertThat(world.rows().changedSince(before)).isEmpty();
            assertThat(messages()).isZero();

            function.restore();
            assertThat(Json.parse(function.invoke(Packages.harmless(name)).answer()).isObject()).isTrue();
        }
    }

    @Test
    void aRehearsalThatFailsDoesNotKeepTheFunctionFromStarting() {
        var launch = packages.launch("logout").withSnapshot().with("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1");
        try (var function = PackagedFunction.start(launch)) {
            assertThat(function.first()).isInstanceOf(Turn.Suspended.class);
            assertThat(function.output()).contains("snapshot_not_rehearsed").doesNotContain("127.0.0.1:1");
            function.restore();
        }
    }

    @Test
    void twoRestorationsOfOneLogoutFunctionRepeatNoRefNoVisitAndNoNonce() throws IOException {
        assertNothingRepeats("logout", (function, unique) -> {
            var asked = world.session();
            var question = function.invoke(
                    Event.get("ANY /logout", "/logout", Map.of(), World.COOKIE + "=" + asked.cookie())).answer();
            var page = Json.parse(question).path("body").asText();
            unique.add(page.replaceFirst("(?s).*name=\"request\" value=\"([^\"]+)\".*", "$1"));

            var stranger = function.invoke(
                    Event.get("ANY /oauth2/end-session", "/oauth2/end-session", Map.of())).answer();
            var cookie = COOKIE_OF_QUESTION.matcher(stranger);
            if (cookie.find()) {
                unique.add(cookie.group(1));
            }

            var plan = Json.parse(Json.parse(function.invoke(PackagedFunctionsTest.confirmed(asked)).answer())
                    .path("body").asText());
            unique.add(plan.path("ref").asText());
            unique.add(plan.path("next").asText().replaceFirst(".*/[0-9a-f]{32}", ""));
            return unique;
        });
    }

    @Test
    void twoRestorationsOfOneDelivererRepeatNoJti() throws IOException {
        assertNothingRepeats("backchannel", (function, unique) -> {
            var session = world.session();
            var rp = world.back();
            world.join(session, rp);
            var ref = world.registry().delete("/sessions/" + session.id()).json().path("ref").asText();
            function.invoke(Event.batch(List.of(Event.pointer(ref, 0, rp.id()))));
            var claims = rp.notices().getFirst().logoutToken().split("\\.", -1)[1];
            unique.add(Json.parse(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
                    .path("jti").asText());
            return unique;
        });
    }

    @Test
    void twoRestorationsOfOneRegistryRepeatNoTicketRefOrJob() throws IOException {
        assertNothingRepeats("registry", (function, unique) -> {
            var session = world.session();
            unique.add(post(function, "sessions/" + session.id() + "/tickets").path("url").asText());
            unique.add(send(function, "DELETE", "sessions/" + session.id()).path("ref").asText());
            unique.add(send(function, "DELETE", "users/" + session.user() + "/sessions").path("job").asText());
            return unique;
        });
    }

    /// Lets two processes, alike until they are restored, draw what must be unique.
    private void assertNothingRepeats(String name,
            BiFunction<PackagedFunction, List<String>, List<String>> draw) throws IOException {
        var all = new ArrayList<String>();
        for (int restoration = 0; restoration < 2; restoration++) {
            var restored = packages.folder().resolve(name + "-restored-" + restoration);
            try (var function = PackagedFunction.start(alike(name, restored))) {
                assertThat(function.first()).as(function::output).isInstanceOf(Turn.Suspended.class);
                Files.createFile(restored);
                function.restore();
                all.addAll(draw.apply(function, new ArrayList<>()));
            }
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(2).allSatisfy(each -> assertThat(each).hasSizeGreaterThan(8));
        assertThat(all).doesNotHaveDuplicates();
    }

    private Launch alike(String name, Path restored) throws IOException {
        var security = Files.writeString(packages.folder().resolve(name + ".security"), providers());
        return packages.launch(name).withSnapshot().with(
                List.of("-Djava.security.properties=" + security, "-Dexeunt.restored=" + restored),
                List.of(numbers()));
    }

    /// A folder with the provider of random numbers and nothing else of the tests.
    private Path numbers() throws IOException {
        var folder = packages.folder().resolve("numbers");
        for (var type : List.of(SameUntilRestored.class, SameUntilRestored.Numbers.class)) {
            var name = type.getName().replace('.', '/') + ".class";
            Files.createDirectories(folder.resolve(name).getParent());
            try (var code = Objects.requireNonNull(type.getResourceAsStream("/" + name))) {
                Files.copy(code, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder;
    }

    /// The providers of this JDK behind our own.
    private static String providers() {
        var names = Stream.concat(Stream.of(SameUntilRestored.class.getName()),
                Stream.of(Security.getProviders()).filter(each -> each.getClass().getModule().isNamed())
                        .map(Provider::getName))
                .toList();
        return IntStream.range(0, names.size())
                .mapToObj(n -> "security.provider.%d=%s%n".formatted(n + 1, names.get(n)))
                .collect(Collectors.joining());
    }

    private int messages() {
        try (var queues = world.cloud().endpoints().queues()) {
            var url = world.cloud().queueUrl("DeliveriesQueue");
            return Integer.parseInt(queues.getQueueAttributes(request -> request.queueUrl(url)
                    .attributeNamesWithStrings("ApproximateNumberOfMessages")).attributesAsStrings()
                    .get("ApproximateNumberOfMessages"));
        }
    }

    private static JsonNode post(PackagedFunction function, String path) {
        return send(function, "POST", path);
    }

    private static JsonNode send(PackagedFunction function, String method, String path) {
        var event = Event.http(method, "ANY /{proxy+}", "/" + path, Map.of("proxy", path), Map.of(), List.of(),
                Form.encode(Map.of()));
        return Json.parse(Json.parse(function.invoke(event).answer()).path("body").asText());
    }
}
