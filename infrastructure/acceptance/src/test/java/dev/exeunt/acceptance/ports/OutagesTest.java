package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.Outages.Outage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Where.class)
class OutagesTest {

    private static final Outage DOWN = new Outage(NOW, NOW.plusSeconds(60), 0);

    private final Services services;
    private final Outages outages;

    OutagesTest(Where where) {
        services = where.open();
        outages = services.table().outages();
    }

    @Test
    void anOutageIsKeptChangedAndOver() {
        assertThat(outages.read("wiki")).isEmpty();
        assertThat(outages.change("wiki", null, DOWN)).isTrue();
        assertThat(outages.read("wiki")).contains(DOWN);
        assertThat(outages.read("mail")).isEmpty();
        var longer = new Outage(NOW, NOW.plusMillis(120_007), 1);
        assertThat(outages.change("wiki", DOWN, longer)).isTrue();
        assertThat(outages.read("wiki")).contains(longer);
        assertThat(outages.change("wiki", longer, null)).isTrue();
        assertThat(outages.read("wiki")).isEmpty();
        assertThat(outages.change("wiki", null, DOWN)).isTrue();
    }

    @Test
    void manyAreReadTogetherAndOnlyThoseThatAreDownAreFound() {
        outages.change("wiki", null, DOWN);
        outages.change("mail", null, DOWN);
        outages.change("mail", DOWN, null);
        var many = IntStream.range(0, 120).mapToObj(n -> "app-" + n).collect(Collectors.toCollection(ArrayList::new));
        many.addAll(List.of("wiki", "mail", "wiki"));
        assertThat(outages.read(many)).isEqualTo(Map.of("wiki", DOWN));
        assertThat(outages.read(List.of())).isEmpty();
    }

    @Test
    void whoHasNotSeenTheLatestChangesNothing() {
        var longer = new Outage(NOW, NOW.plusSeconds(120), 1);
        assertThat(outages.change("wiki", DOWN, longer)).isFalse();
        assertThat(outages.read("wiki")).isEmpty();
        outages.change("wiki", null, DOWN);
        assertThat(outages.change("wiki", null, longer)).isFalse();
        assertThat(outages.change("wiki", longer, null)).isFalse();
        assertThat(outages.read("wiki")).contains(DOWN);
    }

    @Test
    void whoIsDownIsCountedAsLongAsItIs() {
        var backlog = services.table().backlog();
        assertThat(backlog.down()).isZero();
        outages.change("wiki", null, DOWN);
        outages.change("mail", null, DOWN);
        assertThat(backlog.down()).isEqualTo(2);
        var longer = new Outage(NOW, NOW.plusSeconds(120), 1);
        outages.change("wiki", DOWN, longer);
        assertThat(backlog.down()).isEqualTo(2);
        outages.change("wiki", longer, null);
        assertThat(backlog.down()).isEqualTo(1);
    }

    @Test
    void ofManyWhoClaimTheProbeOneGetsIt() throws InterruptedException {
        outages.change("wiki", null, DOWN);
        List<Callable<Boolean>> claims = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(
                        n -> () -> outages.change("wiki", DOWN, new Outage(NOW, NOW.plusSeconds(75).plusMillis(n), 0)))
                .toList();
        assertThat(AtOnce.<Boolean>run(claims)).filteredOn(Boolean::booleanValue).hasSize(1);
    }

    @Test
    void theClientBesideItIsUntouchedAndTheRowIsThrownAwayInTime() {
        outages.change("wiki", null, DOWN);
        outages.change("wiki", DOWN, null);
        assertThat(services.table().clients().read(List.of("wiki"))).isEmpty();
        assertThat(services.rows()).singleElement()
                .satisfies(row -> assertThat(Long.parseLong(row.get("ttl").n())).isGreaterThan(NOW.getEpochSecond()));
    }
}
