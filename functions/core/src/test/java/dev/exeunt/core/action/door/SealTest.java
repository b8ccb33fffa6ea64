package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.action.memory.InMemorySealKeys;
import dev.exeunt.core.action.memory.SetTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

    private final SetTime time = new SetTime(Instant.parse("2026-11-22T23:55:00Z"));
    private final InMemorySealKeys keys = new InMemorySealKeys();
    private final Seal seal = new Seal(keys, time);

    @Test
    void whatWasSealedComesBackForItsPurpose() {
        assertThat(seal.open("question", sealed()).orElseThrow()).containsEntry("a", "é\"\n").containsEntry("b", true);
    }

    @Test
    void whatIsSealedCannotBeRead() {
        var sealed = sealed();
        assertThat(sealed).doesNotContain(Base64URL.encode("secret").toString().substring(0, 6));
        assertThat(sealed()).isNotEqualTo(sealed);
    }

    @Test
    void anotherPurposeOpensNothing() {
        assertThat(seal.open("end-session", sealed())).isEmpty();
        assertThat(seal.open("", sealed())).isEmpty();
    }

    @Test
    void itsTimeEndsItToTheSecond() {
        var sealed = sealed();
        time.pass(Duration.ofSeconds(599));
        assertThat(seal.open("question", sealed)).isPresent();
        time.pass(Duration.ofSeconds(1));
        assertThat(seal.open("question", sealed)).isEmpty();
    }

    @Test
    void aKeyOfYesterdayStillOpens() {
        var sealed = sealed();
        time.pass(Duration.ofMinutes(6));
        keys.current(time.instant());

        assertThat(seal.open("question", sealed)).isPresent();
    }

    @Test
    void anotherDeploymentsKeyOpensNothing() {
        var other = new Seal(new InMemorySealKeys(), time);
        other.seal("question", Map.of(), time.instant().plusSeconds(9));

        assertThat(other.open("question", sealed())).isEmpty();
    }

    @Test
    void noChangeOfACharacterOpensToAnythingElse() {
        var seed = 5L;
        var random = new Random(seed);
        var sealed = sealed();
        var values = seal.open("question", sealed);
        for (int round = 0; round < 1000; round++) {
            var chars = sealed.toCharArray();
            var at = random.nextInt(chars.length);
            var other = (char) random.nextInt(33, 127);
            if (chars[at] == other) {
                continue;
            }
            chars[at] = other;
            var changed = new String(chars);
            var opened = seal.open("question", changed);
            assertThat(opened.isEmpty() || opened.equals(values)).as("seed %s: %s", seed, changed).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "....", "a.b.c.d.e", "bnVsbA....", "bnVsbA.bnVsbA.bnVsbA.bnVsbA.bnVsbA", "e30....",
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0....", "eyJhbGciOm51bGx9....", "null", "\u0000", "é.é.é.é.é",
        "eyJhbGciOiJub25lIn0.e30."})
    void garbageOpensToNothingAndNeverThrows(String text) {
        assertThat(seal.open("question", text)).isEmpty();
    }

    private String sealed() {
        return seal.seal("question", Map.of("a", "é\"\n", "b", true, "c", "secret"), time.instant().plusSeconds(600));
    }
}
