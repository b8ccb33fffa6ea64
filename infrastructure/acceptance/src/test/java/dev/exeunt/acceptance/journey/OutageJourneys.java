package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Certified;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Line;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Applications that cannot be told for a while, or not as they are registered, and messages that are none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutageJourneys {

    private static final String SWEEPER = "SweeperFunction";
    private static final String HOST = "app.localhost";
    private static final Certified NAMED = Certified.of(HOST);
    private static final String FINE = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final Ground ground;
    private final World world;

    OutageJourneys(Ground ground) {
        this.ground = ground;
        this.world = NAMED.trustedBy(() -> World.start(ground,
                options -> options.parameter("RetrySeconds", "1,1,900,3600,21600,86400")));
    }

    @AfterAll
    void end() {
        world.close();
    }

    @Test
    void whoSaysForHowLongIsLeftAloneForSoLong() {
        var rp = world.back().answers(new Reply.Status(429, Map.of("Retry-After", "3600"), ""));
        var ref = end(world, signedIn(rp));
        Await.until("it has been tried", () -> "retrying".equals(world.states(ref).get(rp.id())));
        pass(Duration.ofMinutes(50));
        assertThat(world.states(ref)).containsEntry(rp.id(), "retrying");
        assertThat(rp.notices()).hasSize(1);
        pass(Duration.ofMinutes(12));
        world.settled(ref, "done");
        assertThat(attempts(ref)).extracting(attempt -> attempt.path("status").asInt()).containsExactly(429, 200);
    }

    @Test
    void whoHasKeptSomeOfTheSessionsIsToldAgain() {
        var kept = "{\"error\":\"partial_logout\"}";
        var rp = world.back()
                .answers(new Reply.Status(400, Map.of("Content-Type", "application/json"), kept));
        var ref = end(world, signedIn(rp));
        world.settled(ref, "done");
        var first = attempts(ref).getFirst();
        assertThat(first.path("status").asInt()).isEqualTo(400);
        assertThat(first.path("error").asText()).isEqualTo("partial_logout");
        assertThat(first.path("bytes").asInt()).isEqualTo(kept.length());
        assertThat(rp.notices()).hasSize(2);
    }

    @Test
    void whoSpeaksNoTlsIsToldOnceTheRegistrationIsMended() {
        var rp = world.stranger();
        String ref;
        try (var plain = Line.open(Line.says("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            ref = end(world, signedIn(registered(rp, "https://127.0.0.1:" + plain.port())));
            Await.until("it has been tried", () -> "retrying".equals(world.states(ref).get(rp.id())));
            assertThat(attempts(ref).getFirst().path("error").asText()).isEqualTo("tls");
        }
        assertThat(rp.notices()).isEmpty();
        world.register(rp, rp.metadata(true, false));
        assertThat(settledInTime(List.of(ref))).containsOnly("done");
        assertThat(rp.notices()).hasSize(1);
    }

    @Test
    void whoseCertificateIsForAnotherHostHearsNothingUntilItIsCalledByItsName() {
        try (var site = Line.open(NAMED.server().getServerSocketFactory(), Line.says(FINE))) {
            var rp = registered(world.stranger(), "https://other.localhost:" + site.port());
            var refs = endedWhileItIsDown(rp, "tls");
            assertThat(site.heard()).isEmpty();

            registered(rp, "https://" + HOST + ":" + site.port());
            assertThat(settledInTime(refs)).containsOnly("done");
            assertThat(site.heard()).hasSize(refs.size()).allMatch(body -> body.startsWith("logout_token="));
        }
    }

    @Test
    void whoResetsTheConnectionInTheMiddleOfAHeadIsToldAgainAndInTheMiddleOfABodyIsNot() {
        try (var site = Line.open(Line.resetsAfter("HTTP/1.1 200 OK\r\nContent-"))) {
            var rp = registered(world.stranger(), "http://127.0.0.1:" + site.port());
            var refs = endedWhileItIsDown(rp, "reset");
            var heard = site.heard().size();

            site.then(Line.resetsAfter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfine"));
            assertThat(settledInTime(refs)).containsOnly("done");
            assertThat(refs).allSatisfy(ref -> {
                assertThat(attempts(ref).getLast().path("status").asInt()).isEqualTo(200);
                assertThat(attempts(ref).getLast().path("bytes").asInt()).isLessThanOrEqualTo(4);
            });
            assertThat(site.heard()).hasSize(heard + refs.size());
        }
    }

    @Test
    void whoIsDownForHoursIsAskedAHandfulOfTimesAndToldOfEverythingOnceItIsBack() {
        var rp = world.back().alwaysAnswers(Reply.status(503));
        var told = new HashSet<String>();
        var refs = new ArrayList<String>();
        for (int n = 0; n < 12; n++) {
            var session = world.session();
            told.add(world.join(session, rp).sid());
            refs.add(end(world, session));
        }
        Await.until("it is known to be down",
                () -> world.registry().get("/clients/" + rp.id()).json().path("down").has("until"));
        for (int n = 0; n < 9; n++) {
            pass(Duration.ofMinutes(40));
        }
        assertThat(refs).allSatisfy(ref -> assertThat(world.states(ref).get(rp.id())).isIn("queued", "retrying"));
        // Without a breaker 12 notices were 60 attempts by now.
        assertThat(rp.notices()).hasSizeBetween(5, 40);

        rp.alwaysAnswers(Reply.status(200));
        assertThat(settledInTime(refs)).containsOnly("done");
        assertThat(Journeys.told(rp)).containsAll(told);
        assertThat(world.registry().get("/clients/" + rp.id()).json().has("down")).isFalse();
    }

    @Test
    void threeThatHangAmongThreeHundredDelayNobody() {
        var end = new CountDownLatch(1);
        var hanging = new ArrayList<Rp>();
        var others = new ArrayList<Rp>();
        for (int n = 0; n < 3; n++) {
            hanging.add(world.back(Map.of("profile", Map.of("timeout_seconds", 15)))
                    .alwaysAnswers(Reply.held(end, Reply.status(200))));
        }
        for (int n = 0; n < 99; n++) {
            others.add(world.back());
        }
        var sessions = new ArrayList<Session>();
        for (Rp rp : hanging) {
            var session = world.session();
            world.join(session, rp);
            others.forEach(other -> world.join(session, other));
            sessions.add(session);
        }
        var refs = sessions.stream().map(session -> end(world, session)).toList();
        others.forEach(rp -> rp.notices(3));
        Await.until("the others are done", () -> states(refs).stream().filter("done"::equals).count() == 297);
        for (int n = 0; n < hanging.size(); n++) {
            assertThat(hanging.get(n).notices(1)).hasSize(1);
            assertThat(world.states(refs.get(n))).as("the first attempt at it has not come to an end")
                    .containsEntry(hanging.get(n).id(), "queued");
        }
        end.countDown();
        refs.forEach(ref -> assertThat(world.settled(ref, "done")).hasSize(100));
    }

    @Test
    void poisonEndsAmongTheDeadLettersAndTouchesNobody() {
        try (var hasty = World.start(ground, options -> options.template(hasty()))) {
            var sqs = sqs(hasty);
            var poison = List.of("not json", "{\"ref\":1}", "null");
            poison.forEach(body -> sqs.sendMessage(
                    request -> request.queueUrl(hasty.cloud().queueUrl("DeliveriesQueue")).messageBody(body)));
            var rp = hasty.back();
            var session = hasty.session();
            hasty.join(session, rp);
            hasty.settled(end(hasty, session), "done");
            var dead = new HashSet<String>();
            Await.until("the poison is among the dead letters", () -> {
                sqs.receiveMessage(request -> request.queueUrl(hasty.cloud().queueUrl("DeadLetterQueue"))
                        .maxNumberOfMessages(10)).messages().forEach(message -> dead.add(message.body()));
                return dead.size() == poison.size();
            });
            assertThat(dead).containsExactlyInAnyOrderElementsOf(poison);
            assertThat(rp.notices()).hasSize(1);
        }
    }

    /// The template with a queue that loses patience within seconds.
    private static String hasty() {
        try {
            return Files.readString(Path.of("..", "..", "template.yaml"))
                    .replace("VisibilityTimeout: 180", "VisibilityTimeout: 1")
                    .replace("maxReceiveCount: 25", "maxReceiveCount: 3");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Logouts that an application is not told of, by attempts that all fail with this word, until it is known to be down.
    private List<String> endedWhileItIsDown(Rp rp, String error) {
        var refs = new ArrayList<String>();
        for (int n = 0; n < 3; n++) {
            refs.add(end(world, signedIn(rp)));
        }
        Await.until("it is known to be down",
                () -> world.registry().get("/clients/" + rp.id()).json().path("down").has("until"));
        Await.until("no message is left", this::isQuiet);
        assertThat(refs).allSatisfy(ref -> assertThat(world.states(ref).get(rp.id())).isIn("queued", "retrying"));
        assertThat(refs.stream().flatMap(ref -> attempts(ref).stream())).hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(attempt -> {
                    assertThat(attempt.path("error").asText()).isEqualTo(error);
                    assertThat(attempt.has("status")).isFalse();
                });
        return refs;
    }

    /// Registers it to be told there.
    private Rp registered(Rp rp, String base) {
        var metadata = rp.metadata(true, false);
        metadata.put("backchannel_logout_uri", base + Rp.BACK);
        return world.register(rp, metadata);
    }

    private Session signedIn(Rp rp) {
        var session = world.session();
        world.join(session, rp);
        return session;
    }

    private static String end(World world, Session session) {
        return world.registry().delete("/sessions/" + session.id()).json().path("ref").asText();
    }

    private List<JsonNode> attempts(String ref) {
        return world.registry().get("/logouts/" + ref).json().path("deliveries").path(0).path("attempts")
                .valueStream().toList();
    }

    /// Time moves on while nobody is at work, or it would cut attempts short.
    private void pass(Duration duration) {
        Await.until("no message is left", this::isQuiet);
        world.time().forward(duration);
        assertThat(world.cloud().fire(SWEEPER)).hasSize(4);
    }

    private boolean isQuiet() {
        var counts = List.of(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
        return sqs(world).getQueueAttributes(request -> request.queueUrl(world.cloud().queueUrl("DeliveriesQueue"))
                .attributeNames(counts)).attributes().values().stream().allMatch("0"::equals);
    }

    private static SqsClient sqs(World of) {
        return new AwsClients(new Environment(new HashMap<>(of.cloud().endpoints().variables()), of.time())).sqs();
    }

    /// The states of everything in these logouts, once it is settled; time passes until then.
    private List<String> settledInTime(List<String> refs) {
        Await.until("everything is settled", () -> {
            pass(Duration.ofMinutes(5));
            return states(refs).stream().allMatch(state -> state.equals("done") || state.equals("failed"));
        });
        return states(refs);
    }

    private List<String> states(List<String> refs) {
        return refs.stream().flatMap(ref -> world.states(ref).values().stream()).toList();
    }
}
