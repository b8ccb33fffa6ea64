package dev.exeunt.core.action.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.memory.InMemoryOutages;
import dev.exeunt.core.action.memory.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecipientsTest {

    private static final Outages.Outage DOWN = new Outages.Outage(World.START, World.START.plusSeconds(60), 0);

    private final World world = new World();
    private final Asked outages = new Asked(new InMemoryOutages(), new ArrayList<>());
    private final Recipients recipients = new Recipients(world.clients, outages, world.time);

    @Test
    void whatWasReadTogetherIsGoodForAMomentAndNoLonger() {
        recipients.read(List.of("wiki", "both", "nobody"));
        world.clients.delete("wiki");
        outages.change("both", null, DOWN);
        world.time.pass(Duration.ofMillis(249));

        assertThat(recipients.client("wiki")).isPresent();
        assertThat(recipients.client("nobody")).isEmpty();
        assertThat(recipients.outage("both")).isEmpty();
        assertThat(outages.asked()).hasSize(1);

        world.time.pass(Duration.ofMillis(1));
        assertThat(recipients.client("wiki")).isEmpty();
        assertThat(recipients.outage("both")).contains(DOWN);
    }

    @Test
    void whatIsChangedHereIsReadAnew() {
        recipients.read(List.of("wiki", "both"));
        outages.change("wiki", null, DOWN);
        outages.change("both", null, DOWN);
        recipients.forget("wiki");

        assertThat(recipients.outage("wiki")).contains(DOWN);
        assertThat(recipients.outage("both")).isEmpty();
    }

    @Test
    void aRegistrationThatCannotBeReadTakesNoOtherWithIt() {
        world.clients.spoil("wiki");
        recipients.read(List.of("wiki", "both"));

        assertThatThrownBy(() -> recipients.client("wiki")).isInstanceOf(IllegalStateException.class);
        world.clients.delete("both");
        assertThat(recipients.client("both")).isPresent();
    }

    @Test
    void whereReadingTogetherFailsEachIsReadByItselfAndNothingOldIsTaken() {
        recipients.read(List.of("wiki"));
        outages.change("wiki", null, DOWN);
        outages.asked().clear();
        outages.asked().add(List.of(Asked.BROKEN));
        recipients.read(List.of("wiki"));

        assertThat(recipients.outage("wiki")).contains(DOWN);
        assertThat(recipients.client("wiki")).isPresent();
    }

    /// Notes what is asked for; fails once where that begins with a word.
    private record Asked(Outages outages, List<Collection<String>> asked) implements Outages {

        static final String BROKEN = "broken";

        @Override
        public Map<String, Outage> read(Collection<String> clients) {
            if (asked.remove(List.of(BROKEN))) {
                throw new IllegalStateException("the table is away");
            }
            asked.add(clients);
            return outages.read(clients);
        }

        @Override
        public boolean change(String client, @Nullable Outage seen, @Nullable Outage next) {
            return outages.change(client, seen, next);
        }
    }
}
