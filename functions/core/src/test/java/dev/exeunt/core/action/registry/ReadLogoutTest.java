package dev.exeunt.core.action.registry;

import static dev.exeunt.core.action.registry.Registry.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.Receipts.Beginning;
import dev.exeunt.core.action.Receipts.Claim;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.memory.InMemoryQueue;
import dev.exeunt.core.action.memory.InMemoryReceipts;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.session.EndReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadLogoutTest {

    private final Registry registry = new Registry();
    private final InMemoryReceipts receipts = new InMemoryReceipts();
    private final ReadLogout readLogout = new ReadLogout(registry.logouts, receipts);

    @Test
    void everyAttemptAtEveryDeliveryIsShown() {
        var ref = logOut();
        var claimed = (Claim.Claimed) receipts.claim(new Beginning(ref, 0, "mail", 1, Registry.START,
                Registry.START.plusSeconds(10), "jti-1"));
        var receipt = claimed.receipt();
        var tried = new Attempt(1, Registry.START, "jti-1", 503, null, 42L, 9);
        receipts.write(ref, "mail", receipt,
                new Receipt(0, 1, State.RETRYING, null, Registry.START.plusSeconds(60), null, List.of(tried)));
        var lost = new Attempt(1, Registry.START, "jti-2", null, "tls", 7L);
        receipts.write(ref, "wiki", Receipt.untried(1),
                new Receipt(1, 1, State.FAILED, null, null, "its time ran out", List.of(lost)));

        assertThat(json(readLogout.get(ref)).get("deliveries")).isEqualTo(List.of(
                Map.of("client_id", "mail", "name", "mail", "protocol", "oidc", "state", "retrying", "run", 1L,
                        "attempts", List.of(Map.of("at", "2026-11-22T08:00:00Z", "run", 1L, "jti", "jti-1", "status",
                                503L, "ms", 42L, "bytes", 9L))),
                Map.of("client_id", "wiki", "name", "wiki", "protocol", "oidc", "state", "failed", "run", 1L,
                        "why", "its time ran out", "attempts", List.of(Map.of("at", "2026-11-22T08:00:00Z", "run", 1L,
                                "jti", "jti-2", "error", "tls", "ms", 7L)))));
    }

    @Test
    void thePlanIsShownAsItWasCommittedAndADeliveryThatNobodyTriedIsQueued() {
        var ref = logOut();
        var json = json(readLogout.get(ref));

        assertThat(json).containsEntry("ref", ref).containsEntry("flow", "default-invalidation-flow")
                .containsEntry("initiator", "operator").containsEntry("reason", "admin").containsEntry("user", "u-1")
                .containsEntry("session", "s-1").containsEntry("at", "2026-11-22T08:00:00Z").doesNotContainKey("next");
        assertThat(json.get("deliveries")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(2)
                .allSatisfy(delivery -> assertThat(delivery)
                        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                        .containsEntry("state", "queued").containsEntry("attempts", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef0"})
    void whatIsNoLogoutIsNotFound(String ref) {
        assertThat(readLogout.get(ref).status()).isEqualTo(404);
    }

    private String logOut() {
        registry.open("s-1");
        registry.join("s-1", "mail", "m-1");
        registry.join("s-1", "wiki", "w-1");
        var startLogout = new StartLogout(
                new StartLogout.Stores(registry.sessions, registry.clients, registry.logouts), new InMemoryQueue(),
                new StartLogout.Settings(Duration.ofDays(3), registry.time, registry.time, (_, _) -> {}));
        var started = startLogout
                .run(new Order("s-1", Flow.INVALIDATION, null, Initiator.OPERATOR, EndReason.ADMIN, null));
        return ((Started.Ended) started).logout().ref();
    }
}
