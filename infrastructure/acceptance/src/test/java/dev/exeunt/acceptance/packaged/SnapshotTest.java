package dev.exeunt.acceptance.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Site;
import dev.exeunt.acceptance.world.Sp;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.core.Limits;
import dev.exeunt.core.saml.Status;
import dev.exeunt.local.runtime.Launch;
import dev.exeunt.local.runtime.PackagedFunction;
import dev.exeunt.local.runtime.Turn;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
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
    void twoRestorationsOfOneDelivererRepeatNoJtiAndNoIdOfARequest() throws IOException {
        var hub = world.name("hub");
        try (var events = Site.open(_ -> Reply.status(202))) {
            assertThat(world.registry().put("/clients/" + hub,
                    Map.of("protocol", "caep", "push_uri", events.url() + "/events")).status()).isEqualTo(201);
            assertNothingRepeats("backchannel", (function, unique) -> {
                var session = world.session();
                var rp = world.back();
                var sp = world.provider("backchannel", "soap");
                world.join(session, rp);
                world.join(session, sp);
                assertThat(world.registry().put("/sessions/" + session.id() + "/participants/" + hub, Map.of("iss",
                        world.idp().issuer(), "sub", session.user(), "sid", world.name("sid"))).status())
                        .isEqualTo(201);
                function.invoke(Event.batch(pointers(
                        world.registry().delete("/sessions/" + session.id()).json().path("ref").asText())));
                unique.add(jti(rp.notices(1).getFirst().logoutToken()));
                unique.add(jti(events.received().getLast().body()));
                unique.add(sp.asked().getFirst().id().replaceFirst(".*\\.", ""));
                return unique;
            });
        }
    }

    /// Its own IDs are made of the logout's; those of answers to service providers are drawn.
    @Test
    void twoRestorationsOfOneFrontchannelFunctionRepeatNoIdOfAnAnswer() throws IOException {
        assertNothingRepeats("frontchannel", (function, unique) -> {
            var session = world.session();
            var asks = world.join(session, world.sp("native", "redirect", Map.of("invalidation_flow",
                    "default-invalidation-flow")));
            world.join(session, world.front());
            var browser = world.browser(session);
            var visit = browser.get(asks.redirect(asks.request(session, Sp.SLO), null)).location().getPath();
            var stage = URI.create(browser.get(visit).visit().stageUrl()).getPath();

            var id = visit.replaceFirst(".*/", "");
            var moved = function.invoke(Event.http("POST", "ANY /logout/{visit}/stages/{index}", stage,
                    Map.of("visit", id, "index", stage.replaceFirst(".*/", "")),
                    Map.of("content-type", "application/x-www-form-urlencoded", "accept", "text/html", "origin",
                            browser.origin(), "sec-fetch-site", "same-origin"),
                    List.of(), "frame.0=loaded")).answer();
            var end = function.invoke(Event.get("ANY /logout/{visit}", visit, Map.of("visit", id))).answer();

            assertThat(Json.parse(moved).path("statusCode").asInt()).as(moved).isEqualTo(303);
            assertThat(Json.parse(end).path("statusCode").asInt()).as(end).isEqualTo(303);
            var location = URI.create(Json.parse(end).path("headers").path("Location").asText());
            assertThat(asks.read(location).status()).isEqualTo(Status.partialLogout());
            unique.add(Sp.id(location));
            return unique;
        });
    }

    @Test
    void twoRestorationsOfOneSweeperRepeatNoRef() throws IOException {
        assertNothingRepeats("sweeper", (function, unique) -> {
            world.time().forward(Duration.ofHours(-2));
            var session = world.session(world.name("user"), Duration.ofHours(1));
            world.join(session, world.back());
            world.time().forward(Duration.ofHours(2));

            IntStream.range(0, Limits.DUE_SHARDS)
                    .forEach(shard -> function.invoke("{\"shard\":%d}".formatted(shard)).answer());

            unique.add(Objects.requireNonNull(world.endedBy(session)));
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

    /// A message for each delivery of a logout.
    private List<String> pointers(String ref) {
        var deliveries = world.registry().get("/logouts/" + ref).json().path("deliveries");
        return IntStream.range(0, deliveries.size())
                .mapToObj(n -> Event.pointer(ref, n, deliveries.path(n).path("client_id").asText())).toList();
    }

    private static String jti(String token) {
        return Json.parse(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8))
                .path("jti").asText();
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
