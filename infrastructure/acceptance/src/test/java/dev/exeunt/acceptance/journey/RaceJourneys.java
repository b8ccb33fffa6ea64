package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Several requests at the same instant.
abstract class RaceJourneys extends Journeys {

    private static final int ROUNDS = 25;

    RaceJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void twoLogoutsOfOneSessionAreOneLogoutWithOneSetOfNoticesAndEachItsOwnWayBack() throws Exception {
        var wiki = world.back(ENDS_SESSION);
        var mail = world.back(ENDS_SESSION);
        var sids = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            var session = world.session();
            var parts = List.of(world.join(session, wiki), world.join(session, mail));
            var plans = atOnce(parts.stream().<Callable<JsonNode>>map(part -> () -> world.browser(session).getJson(
                    END_SESSION + hint(part, "state", part.rp().id())).json()).toList());
            var ref = assertEnded(world, session);
            for (int n = 0; n < parts.size(); n++) {
                assertThat(plans.get(n).path("ref").asText()).isEqualTo(ref);
                assertThat(plans.get(n).path("stages").path(1).path("redirect_uri").asText())
                        .isEqualTo(parts.get(n).rp().out() + "?state=" + parts.get(n).rp().id());
            }
            assertThat(plans.getFirst().path("next")).isNotEqualTo(plans.getLast().path("next"));
            assertThat(world.settled(ref, "done")).containsOnlyKeys(wiki.id(), mail.id());
            parts.forEach(part -> sids.add(part.sid()));
        }
        assertThat(told(wiki)).hasSize(ROUNDS);
        var all = new ArrayList<>(told(wiki));
        all.addAll(told(mail));
        assertThat(all).containsExactlyInAnyOrderElementsOf(sids);
    }

    @Test
    void manyLogoutsThroughEveryDoorAreOneLogout() throws Exception {
        for (int round = 0; round < 5; round++) {
            var rp = world.back(ENDS_SESSION);
            var session = world.session();
            var part = world.join(session, rp);
            List<Callable<String>> doors = List.of(
                    () -> ref(world.browser(session).postJson(LOGOUT, Form.of("confirm", "yes"))),
                    () -> ref(world.browser(session).getJson(END_SESSION + hint(part))),
                    () -> ref(world.registry().delete("/sessions/" + session.id())),
                    () -> ref(world.browser(session).postJson(LOGOUT, Form.of("confirm", "yes"))),
                    () -> ref(world.browser(session).getJson(END_SESSION + hint(part))),
                    () -> ref(world.registry().delete("/sessions/" + session.id())));
            assertThat(new HashSet<>(atOnce(doors))).containsExactly(assertEnded(world, session));
            world.settled(assertEnded(world, session), "done");
            assertThat(rp.notices()).hasSize(1);
        }
    }

    @Test
    void whoJoinsWhileTheSessionEndsIsToldOrRefused() throws Exception {
        var rps = IntStream.range(0, 6).mapToObj(_ -> world.back()).toList();
        for (int round = 0; round < 10; round++) {
            var session = world.session();
            var parts = rps.stream().map(rp -> new Participation(session, rp, "sub", world.name("sid"))).toList();
            var tasks = new ArrayList<Callable<Answer>>();
            parts.forEach(part -> tasks.add(() -> world.registry().put(World.path(part), world.identity(part))));
            tasks.add(3, () -> world.registry().delete("/sessions/" + session.id()));
            var answers = new ArrayList<>(atOnce(tasks));
            var ref = ref(answers.remove(3));
            var told = world.settled(ref, "done").keySet();
            for (int n = 0; n < parts.size(); n++) {
                var joined = answers.get(n).status();
                assertThat(joined).isIn(201, 409, 503);
                assertThat(told.contains(parts.get(n).rp().id())).as("joined with " + joined).isEqualTo(joined == 201);
            }
        }
    }

    @Test
    void leavingOneApplicationAndLeavingAllAtOnceTellsEachOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            var wiki = world.back();
            var mail = world.back();
            var session = world.session();
            var part = world.join(session, wiki);
            world.join(session, mail);
            List<Callable<String>> doors = List.of(
                    () -> ref(world.browser(session).getJson(END_SESSION + hint(part))),
                    () -> ref(world.browser(session).postJson(LOGOUT, Form.of("confirm", "yes"))));
            atOnce(doors).forEach(ref -> world.settled(ref, "done"));
            assertThat(wiki.notices()).hasSize(1);
            assertThat(mail.notices()).hasSize(1);
        }
    }

    private static String ref(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 202);
        return answer.json().path("ref").asText();
    }

    private String hint(Participation part, String... more) {
        return query("id_token_hint", world.idp().idToken(part), "post_logout_redirect_uri", part.rp().out())
                + (more.length == 0 ? "" : "&" + Form.encode(Form.of(more)));
    }

    private static <T> List<T> atOnce(List<? extends Callable<T>> tasks) throws Exception {
        var start = new CyclicBarrier(tasks.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = tasks.stream().map(task -> threads.submit(() -> {
                start.await();
                return task.call();
            })).toList();
            var results = new ArrayList<T>();
            for (Future<T> one : running) {
                results.add(result(one));
            }
            return results;
        }
    }

    private static <T> T result(Future<T> one) throws InterruptedException {
        try {
            return one.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
