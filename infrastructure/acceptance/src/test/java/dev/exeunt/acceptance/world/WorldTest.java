package dev.exeunt.acceptance.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// The surroundings themselves, in one journey.
class WorldTest {

    private final World world = World.shared();

    @Test
    void aBrowserThatConfirmsSignsAnApplicationOut() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        var browser = world.browser(session);
        var question = browser.get("/logout").question();
        var answer = browser.post(question.action(), question.answered("yes"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(rp.notices(1)).hasSize(1);
        var ref = world.endedBy(session);
        assertThat(ref).isNotNull();
        assertThat(world.settled(String.valueOf(ref), "done")).isEqualTo(Map.of(rp.id(), "done"));
        assertThat(browser.get(answer.location().toString()).visit().applications()).containsKey(rp.name());
    }
}
