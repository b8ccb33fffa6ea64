package dev.exeunt.acceptance.journey;

import static dev.exeunt.acceptance.journey.Journeys.LOGOUT;
import static dev.exeunt.acceptance.journey.Journeys.assertEnded;
import static dev.exeunt.acceptance.journey.Journeys.assertLives;
import static dev.exeunt.acceptance.journey.Journeys.assertProblem;
import static dev.exeunt.acceptance.journey.Journeys.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Many at once: all sessions of a user, and all applications of a session.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EndingJourneys {

    private static final int MANY = 200;
    private static final Duration SLICE = Duration.ofSeconds(9);
    private static final Duration A_MINUTE = Duration.ofSeconds(62);

    private final Jumping time = new Jumping();
    private final World world;

    EndingJourneys(Ground ground) {
        world = World.start(ground, options -> options.time(time));
    }

    @AfterAll
    void end() {
        world.close();
    }

    @Test
    void allSessionsOfAUserEndThoughTheFirstSliceEndsSomeAndNobodyJoinsTheOthersMeanwhile() {
        var rp = world.back();
        var user = world.name("user");
        var sessions = new ArrayList<Session>();
        for (int n = 0; n < MANY; n++) {
            sessions.add(world.session(user, Duration.ofHours(8)));
        }
        var last = world.join(sessions.getLast(), rp);
        var another = world.session();
        time.jumpAfterReadings(100);
        var begun = world.registry().delete("/users/" + user + "/sessions?reason=account_disabled");
        assertThat(begun.status()).isEqualTo(202);
        var job = begun.json().path("job").asText();
        assertThat(job(job).path("state").asText()).isEqualTo("running");
        assertThat(job(job).path("ended").asInt()).isBetween(1, MANY - 1);
        var open = sessions.stream().filter(session -> world.endedBy(session) == null).findFirst().orElseThrow();
        var late = join(new Participation(open, rp, "sub", world.name("sid")));
        assertProblem(late, 409, "session_ended");
        var afterwards = world.session(user, Duration.ofHours(8));
        assertThat(join(new Participation(afterwards, rp, "sub", world.name("sid"))).status()).isEqualTo(201);
        time.forward(A_MINUTE);
        Await.until("the sweeper ends the others", () -> {
            world.cloud().fire("SweeperFunction");
            return job(job).path("state").asText().equals("done");
        });
        assertThat(job(job).path("ended").asInt()).isEqualTo(MANY);
        assertThat(job(job).path("failed").asInt()).isZero();
        var refs = new HashSet<String>();
        sessions.forEach(session -> refs.add(assertEnded(world, session)));
        assertThat(refs).hasSize(MANY);
        rp.notices(1);
        assertThat(told(rp)).containsExactly(last.sid());
        var logout = world.registry().get("/logouts/" + assertEnded(world, open)).json();
        assertThat(logout.path("initiator").asText()).isEqualTo("bulk");
        assertThat(logout.path("reason").asText()).isEqualTo("account_disabled");
        assertLives(world, afterwards);
        assertLives(world, another);
    }

    @Test
    void aSessionWithTwoHundredApplicationsEndsAtOnceAndEachIsTold() {
        var rp = world.stranger();
        var session = world.session();
        for (int n = 0; n < MANY; n++) {
            var client = world.name("client");
            var metadata = rp.metadata(true, false);
            metadata.put("client_name", client);
            assertThat(world.registry().put("/clients/" + client, metadata).status()).isEqualTo(201);
            assertThat(join(session, client, world.name("sid")).status()).isEqualTo(201);
        }
        var answer = world.browser(session).postJson(LOGOUT, Form.of("confirm", "yes"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("deliveries")).hasSize(MANY);
        rp.notices(MANY);
        assertThat(new HashSet<>(told(rp))).hasSize(MANY);
        assertThat(world.settled(assertEnded(world, session), "done")).hasSize(MANY);
        assertThat(rp.notices()).hasSize(MANY);
    }

    private JsonNode job(String id) {
        return world.registry().get("/jobs/" + id).json();
    }

    private Answer join(Participation there) {
        return world.registry().put(World.path(there), world.identity(there));
    }

    private Answer join(Session session, String client, String sid) {
        return world.registry().put("/sessions/" + session.id() + "/participants/" + client,
                Form.of("iss", world.idp().issuer(), "sub", "sub", "sid", sid));
    }

    /// The real time, which jumps over the rest of a slice once it has been read so many times more.
    private static final class Jumping implements InstantSource {

        private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        private final AtomicInteger readings = new AtomicInteger(Integer.MAX_VALUE);

        void jumpAfterReadings(int count) {
            readings.set(count);
        }

        void forward(Duration by) {
            ahead.updateAndGet(before -> before.plus(by));
        }

        @Override
        public Instant instant() {
            if (readings.decrementAndGet() == 0) {
                readings.set(Integer.MAX_VALUE);
                forward(SLICE);
            }
            return Instant.now().plus(ahead.get());
        }
    }
}
