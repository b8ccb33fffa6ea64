package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Lines;
import dev.exeunt.acceptance.world.Rows;
import dev.exeunt.acceptance.world.World;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the hostile client acts: a world whose every log line is kept, with victims in it.
final class Scene {

    private final List<String> platform = new CopyOnWriteArrayList<>();
    private final Lines printed = new Lines();
    private final World world;
    private @Nullable Victim unharmed;
    private String asMade = "";

    private Scene() {
        world = World.start(Ground.EMBEDDED,
                options -> options.log((source, line) -> platform.add(source + " " + line)),
                printed);
        warm();
    }

    /// The scene that all tests share; it ends with the process.
    static Scene shared() {
        return Shared.SCENE;
    }

    World world() {
        return world;
    }

    /// Every line that functions and platform have written so far.
    List<String> lines() {
        return Stream.concat(printed.all().stream(), platform.stream()).toList();
    }

    /// Somebody who is signed in to three applications, each told in another way.
    Victim victim() {
        var session = world.session();
        var both = world.join(session, world.both());
        return new Victim(session, both, world.join(session, world.back()), world.join(session, world.front()));
    }

    /// The same as the last that was asked for here, as long as nothing whatever has come of it: whoever wants to see that
    /// an attack does no harm needs nobody new for it.
    synchronized Victim unharmed() {
        var last = unharmed;
        if (last == null || !seen(last).equals(asMade)) {
            last = victim();
            unharmed = last;
            asMade = seen(last);
        }
        return last;
    }

    private String seen(Victim one) {
        return world.registry().get("/sessions/" + one.session().id()).body();
    }

    /// Acts, and holds that nothing came of it: the victim's session lives, the table is as it was, and the answer is a
    /// clear one.
    Answer harmless(Victim victim, Supplier<Answer> attack) {
        var before = world.rows();
        var answer = attack.get();
        assertThat(world.registry().get("/sessions/" + victim.session().id()).status()).isEqualTo(200);
        assertUnchanged(before);
        return clear("the attack", answer);
    }

    /// Holds that the table is as it was.
    void assertUnchanged(Rows before) {
        assertThat(changed(before)).as("rows that are new, gone or changed").isEmpty();
    }

    /// The keys of rows that are new, gone or changed.
    Set<String> changed(Rows before) {
        var now = world.rows().byKey();
        var keys = new TreeSet<>(now.keySet());
        keys.addAll(before.byKey().keySet());
        keys.removeIf(key -> Objects.equals(now.get(key), before.byKey().get(key)));
        return keys;
    }

    /// Holds that an answer says no in a form that a person or a program can read, and leads nowhere.
    Answer clear(String name, Answer answer) {
        assertThat(answer.status()).as(() -> "%s: %s, after %s".formatted(name, answer, lines().isEmpty()
                ? "nothing"
                : lines().getLast()))
                .isBetween(400, 499);
        assertThat(answer.type()).isIn("text/html", "application/problem+json", "application/json");
        assertThat(answer.header("location")).isEmpty();
        if (answer.type().equals("application/json")) {
            // The gateway's own.
            assertThat(answer.json().path("message").asText()).isNotEmpty();
        } else if (answer.type().equals("text/html")) {
            assertThat(answer.header("content-security-policy")).isPresent();
        } else {
            assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
            assertThat(answer.json().path("detail").asText()).isNotEmpty();
        }
        return answer;
    }

    /// What is made once, by the first question and the first hint, is made before anything is compared.
    private void warm() {
        var victim = victim();
        world.browser(victim.session()).get("/logout").question();
        world.browser().get("/oauth2/end-session?" + Form.encode(Map.of("id_token_hint", victim.hint(world))));
    }

    private static final class Shared {

        static final Scene SCENE = new Scene();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SCENE.world::close, "end of the scene"));
        }
    }
}
