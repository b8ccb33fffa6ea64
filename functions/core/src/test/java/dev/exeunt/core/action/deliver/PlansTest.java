package dev.exeunt.core.action.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.memory.ForwardingLogouts;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.EndReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlansTest {

    private final World world = new World();
    private final List<String> asked = new ArrayList<>();
    private boolean away;
    private final Plans plans = new Plans(new ForwardingLogouts(world.logouts) {
        @Override
        public Optional<Logout> read(String ref) {
            asked.add(ref);
            if (away) {
                throw new IllegalStateException("the table is away");
            }
            return super.read(ref);
        }
    });

    @Test
    void theNoticesOfALogoutShareOneReading() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();

        assertThat(plans.read(ref)).isEqualTo(plans.read(ref)).isPresent();
        assertThat(asked).containsExactly(ref);
    }

    @Test
    void whatIsNotThereOrCannotBeReadIsAskedForAgain() {
        var ref = "0".repeat(32);
        assertThat(plans.read(ref)).isEmpty();
        away = true;
        assertThatThrownBy(() -> plans.read(ref)).isInstanceOf(IllegalStateException.class);
        away = false;
        assertThat(plans.read(ref)).isEmpty();

        assertThat(asked).containsExactly(ref, ref, ref);
    }

    @Test
    void onlyAFewAreRemembered() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        plans.read(ref);
        for (int n = 0; n < 20; n++) {
            world.open("s-" + n, "cookie-" + n, "wiki");
            plans.read(end("s-" + n));
        }
        asked.clear();
        plans.read(ref);

        assertThat(asked).containsExactly(ref);
    }

    private String end(String session) {
        var order = new Order(session, Flow.INVALIDATION, null, Initiator.OPERATOR, EndReason.ADMIN, null);
        return ((StartLogout.Started.Ended) world.startLogout().run(order)).logout().ref();
    }
}
