package dev.exeunt.core.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.memory.ForwardingLogouts;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.EndReason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartLogoutTest {

    private final World world = new World();

    @Test
    void aSessionEndsAndEveryDeliveryIsSentOnce() {
        var ended = (Started.Ended) world.startLogout().run(order(Flow.INVALIDATION, null));
        var ref = ended.logout().ref();

        assertThat(world.isOpen("sess")).isFalse();
        assertThat(world.sent).containsExactlyInAnyOrder(new Pointer(ref, 0, 1, "both"),
                new Pointer(ref, 1, 1, "wiki"));
        assertThat(world.logouts.dueAt(ref)).isEqualTo(World.START.plus(Limits.LOST_MESSAGE));
        assertThat(ended.visit()).isNotNull();
    }

    @Test
    void aSecondOrderGetsItsOwnVisitAndTellsNobodyAgain() {
        var first = (Started.Ended) world.startLogout().run(order(Flow.INVALIDATION, null));
        var sent = List.copyOf(world.sent);
        var second = (Started.Ended) world.startLogout().run(order(Flow.INVALIDATION, null));

        assertThat(second.logout().ref()).isEqualTo(first.logout().ref());
        assertThat(second.visit()).isNotEqualTo(first.visit());
        assertThat(world.sent).isEqualTo(sent);
        assertThat(world.logouts.count()).isEqualTo(1);
    }

    @Test
    void aRegistrationThatCannotBeReadCostsItsApplicationAlone() {
        world.clients.spoil("wiki");
        var ended = (Started.Ended) world.startLogout().run(order(Flow.INVALIDATION, null));

        assertThat(world.isOpen("sess")).isFalse();
        assertThat(world.sent).extracting(Pointer::client).containsExactly("both");
        assertThat(ended.logout().plan().unreachable()).extracting(StagePlan.Unreachable::why)
                .containsExactly("its registration cannot be read");
        assertThat(world.events).anyMatch(event -> event.startsWith("application_unreachable")
                && event.contains("wiki"));
    }

    @Test
    void aSessionNobodyKnowsIsNobody() {
        assertThat(world.startLogout().run(new Order("other", Flow.INVALIDATION, null, Initiator.USER, EndReason.USER,
                Visit.Way.PAGE))).isInstanceOf(Started.Nobody.class);
    }

    @Test
    void aSessionThatKeepsChangingIsTriedTenTimesAndNothingHasEnded() {
        var changing = new Meddling(world.logouts, Integer.MAX_VALUE);

        assertThat(world.startLogout(changing).run(order(Flow.INVALIDATION, null))).isInstanceOf(Started.Busy.class);
        assertThat(changing.commits).isEqualTo(Limits.COMMIT_TRIES);
        assertThat(world.isOpen("sess")).isTrue();
        assertThat(world.sent).isEmpty();
        assertThat(world.logouts.count()).isZero();
    }

    @Test
    void aSessionThatStopsChangingInTimeEnds() {
        var changing = new Meddling(world.logouts, Limits.COMMIT_TRIES - 1);

        assertThat(world.startLogout(changing).run(order(Flow.INVALIDATION, null))).isInstanceOf(Started.Ended.class);
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void whoJoinsBetweenReadingAndEndingIsTold() {
        world.clients.put(World.client("late", true, false));
        var meddling = new Meddling(world.logouts, 0);
        meddling.before = () -> {
            meddling.before = () -> {};
            world.join("sess", "late");
        };

        var ended = (Started.Ended) world.startLogout(meddling).run(order(Flow.INVALIDATION, null));

        assertThat(meddling.commits).isEqualTo(2);
        assertThat(ended.logout().plan().applications()).anyMatch(app -> app.client().equals("late"));
        assertThat(world.sent).anyMatch(pointer -> pointer.client().equals("late"));
    }

    @Test
    void whoIsOvertakenByAnotherLogoutJoinsIt() {
        var meddling = new Meddling(world.logouts, 0);
        meddling.before = () -> {
            meddling.before = () -> {};
            world.startLogout().run(order(Flow.INVALIDATION, null));
        };

        var ended = (Started.Ended) world.startLogout(meddling).run(order(Flow.INVALIDATION, null));

        assertThat(world.logouts.count()).isEqualTo(1);
        assertThat(world.sent).hasSize(2);
        assertThat(ended.visit()).isNotNull();
        assertThat(world.logouts.visit(ended.logout().ref(), ended.visit().hash())).isPresent();
    }

    @Test
    void aQueueThatRefusesLeavesTheLogoutOnTheShortClock() {
        for (boolean all : new boolean[]{true, false}) {
            var fresh = new World();
            fresh.queue = pointers -> all ? pointers : pointers.subList(0, 1);
            var ended = (Started.Ended) fresh.startLogout().run(order(Flow.INVALIDATION, null));

            assertThat(fresh.logouts.dueAt(ended.logout().ref())).isEqualTo(World.START.plus(Limits.SEND_AGAIN));
            assertThat(fresh.isOpen("sess")).isFalse();
        }
    }

    @Test
    void aQueueThatThrowsFailsNobody() {
        world.queue = _ -> {
            throw new IllegalStateException("no queue");
        };
        var ended = (Started.Ended) world.startLogout().run(order(Flow.INVALIDATION, null));

        assertThat(world.logouts.dueAt(ended.logout().ref())).isEqualTo(World.START.plus(Limits.SEND_AGAIN));
        assertThat(world.events).anyMatch(event -> event.startsWith("sending_cut_short"));
    }

    @Test
    void oneApplicationEndsAloneAndTheSessionStays() {
        var ended = (Started.Ended) world.startLogout().run(order(Flow.PROVIDER_INVALIDATION, "wiki"));

        assertThat(world.isOpen("sess")).isTrue();
        assertThat(world.sent).containsExactly(new Pointer(ended.logout().ref(), 0, 1, "wiki"));
        assertThat(world.sessions.read("sess").orElseThrow().here()).hasSize(2);
        assertThat(ended.logout().client()).isEqualTo("wiki");
    }

    @Test
    void aRepeatForOneApplicationAnswersTheSameLogout() {
        var first = (Started.Ended) world.startLogout().run(order(Flow.PROVIDER_INVALIDATION, "wiki"));
        var second = (Started.Ended) world.startLogout().run(order(Flow.PROVIDER_INVALIDATION, "wiki"));

        assertThat(second.logout().ref()).isEqualTo(first.logout().ref());
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void anApplicationThatIsNotThereIsNobodyAndItsPreviewToo() {
        var order = order(Flow.PROVIDER_INVALIDATION, "stranger");

        assertThat(world.startLogout().run(order)).isInstanceOf(Started.Nobody.class);
        assertThat(world.startLogout().preview(order)).isEmpty();
        assertThat(world.startLogout().run(order(Flow.PROVIDER_INVALIDATION, null))).isInstanceOf(Started.Nobody.class);
    }

    @Test
    void aPreviewIsThePlanThatThenRunsAndChangesNothing() {
        var before = world.stored();
        var preview = world.startLogout().preview(order(Flow.INVALIDATION, null)).orElseThrow();
        assertThat(world.stored()).isEqualTo(before);

        var ended = (Started.Ended) world.startLogout().run(order(Flow.INVALIDATION, null));
        assertThat(ended.logout().plan()).isEqualTo(preview);
        assertThat(world.startLogout().preview(order(Flow.INVALIDATION, null))).isEmpty();
    }

    @Test
    void withoutABrowserThereIsNoVisitAndFrontOnlyClientsAreUnreachable() {
        var ended = (Started.Ended) world.startLogout().run(new Order("sess", Flow.INVALIDATION, null,
                Initiator.OPERATOR, EndReason.ADMIN, null));

        assertThat(ended.visit()).isNull();
        assertThat(ended.logout().plan().unreachable()).hasSize(1);
        assertThat(world.events).anyMatch(event -> event.startsWith("application_unreachable"));
    }

    @Test
    void noEventHoldsATokenOrACookie() {
        var ended = world.logOut(Visit.Way.PAGE);

        assertThat(world.events.toString()).doesNotContain(ended.visit().secret()).doesNotContain("secret");
    }

    private static Order order(Flow flow, @Nullable String client) {
        return new Order("sess", flow, client, Initiator.USER, EndReason.USER, Visit.Way.PAGE);
    }

    /// Answers `Changed` so many times, and does something before each commit.
    private static final class Meddling extends ForwardingLogouts {
        private int left;
        private int commits;
        private Runnable before = () -> {};

        Meddling(Logouts logouts, int changed) {
            super(logouts);
            this.left = changed;
        }

        @Override
        public Committed commit(Ending ending) {
            commits++;
            before.run();
            return left-- > 0 ? new Committed.Changed() : super.commit(ending);
        }
    }
}
