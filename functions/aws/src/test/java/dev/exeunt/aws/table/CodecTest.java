package dev.exeunt.aws.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.client.Client;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.Participant;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is written is what is read, for every field and every variant.
class CodecTest {

    private static final int ROUNDS = 300;

    @Test
    void aSessionReadsAsItWasWritten() {
        withRandomValues(some -> {
            var session = some.session();
            assertThat(SessionRows.session(SessionRows.row(session))).isEqualTo(session);
        });
    }

    @Test
    void aLivingSessionIsDueAtItsEndAndAnEndedOneIsNot() {
        withRandomValues(some -> {
            var session = some.session();
            var row = SessionRows.row(session);
            assertThat(row.has("ttl")).isFalse();
            assertThat(row.has("due_shard")).isEqualTo(session.isOpen(Instant.EPOCH));
            assertThat(row.has("due_at")).isEqualTo(session.isOpen(Instant.EPOCH));
        });
    }

    @Test
    void aParticipantReadsAsItWasWritten() {
        var kinds = new HashSet<Class<?>>();
        withRandomValues(some -> {
            var participant = some.participant();
            kinds.add(participant.getClass());
            assertThat(ParticipantRows.participant(ParticipantRows.row("s", participant))).isEqualTo(participant);
        });
        assertThat(kinds).containsAll(List.of(Participant.class.getPermittedSubclasses()));
    }

    @Test
    void aClientReadsAsItWasWritten() {
        var kinds = new HashSet<Class<?>>();
        withRandomValues(some -> {
            var client = some.client();
            kinds.add(client.getClass());
            assertThat(ClientJson.client(Json.parse(ClientJson.json(client).print()))).isEqualTo(client);
        });
        assertThat(kinds).containsExactlyInAnyOrder(Client.class.getPermittedSubclasses());
    }

    @Test
    void aLogoutReadsAsItWasWritten() {
        var types = new HashSet<String>();
        var deliveries = new HashSet<Class<?>>();
        withRandomValues(some -> {
            var logout = some.logout();
            logout.plan().stages().stream().map(Stage::type).forEach(types::add);
            logout.plan().deliveries().forEach(delivery -> deliveries.add(delivery.getClass()));
            assertThat(LogoutRows.logout(LogoutRows.plan(logout))).isEqualTo(logout);
        });
        assertThat(types).hasSize(Stage.class.getPermittedSubclasses().length);
        assertThat(deliveries).containsExactlyInAnyOrder(Delivery.class.getPermittedSubclasses());
    }

    @Test
    void aVisitReadsAsItWasWritten() {
        withRandomValues(some -> {
            var visit = some.visit();
            assertThat(VisitRows.visit(VisitRows.row(visit))).isEqualTo(visit);
        });
    }

    @Test
    void aReceiptReadsAsItWasWritten() {
        withRandomValues(some -> {
            var receipt = some.receipt();
            var row = ReceiptRows.row(some.hex(), "client", receipt, some.time());
            assertThat(ReceiptRows.receipt(row)).isEqualTo(receipt);
            var failed = receipt.state() == Receipt.State.FAILED;
            assertThat(row.has("failed_shard")).isEqualTo(failed);
            assertThat(row.has("list")).isEqualTo(failed || ReceiptRows.isWaiting(receipt));
        });
    }

    @Test
    void failuresAreListedInTheOrderOfTime() {
        withRandomValues(some -> {
            var early = some.time();
            var late = early.plusSeconds(1).plusNanos(some.random().nextInt(1_000_000_000));
            assertThat(failedAt(early)).isLessThan(failedAt(late)).matches("....-..-..T..:..:..Z#[0-9a-f]{32}#0007");
        });
    }

    private static String failedAt(Instant time) {
        var failed = new Receipt(7, 1, Receipt.State.FAILED, null, null, "why", List.of());
        return ReceiptRows.row("0".repeat(32), "client", failed, time).text("list_at");
    }

    @Test
    void aDueTimeIsNeverBeforeTheTimeItself() {
        assertThat(DueTime.up(Instant.ofEpochSecond(7))).isEqualTo(7);
        assertThat(DueTime.up(Instant.ofEpochSecond(7, 1))).isEqualTo(8);
        assertThat(DueTime.up(Instant.ofEpochSecond(7, 999_999_999))).isEqualTo(8);
    }

    @Test
    void handlesWithTheSameLettersInOtherPartsAreOtherHandles() {
        var hash = CookieHash.of("secret");
        var keys = Stream.of(new Handle.Sid("ab", "c", "d"), new Handle.Sid("a", "bc", "d"),
                new Handle.Sid("a", "b", "cd"), new Handle.Sid("", "abcd", ""), new Handle.Cookie(hash),
                new Handle.Sid(hash.value(), "", ""), new Handle.Saml("ab", "c", "d"), new Handle.Saml("a", "bc", "d"),
                new Handle.Saml("a", "b", "cd")).map(Key::handle);
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void aBrokenRowIsNotQuoted() {
        assertThatThrownBy(() -> Json.parse("{\"name\":\"somebody\" broken")).isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("somebody")
                .hasNoCause();
    }

    private static void withRandomValues(Consumer<Some> claim) {
        var seed = new Random().nextLong();
        var some = new Some(new Random(seed));
        try {
            for (int round = 0; round < ROUNDS; round++) {
                claim.accept(some);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with seed " + seed, e);
        }
    }
}
