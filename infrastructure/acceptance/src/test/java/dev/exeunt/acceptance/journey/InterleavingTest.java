package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.acceptance.world.World.Kind;
import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.table.Table;
import dev.exeunt.core.action.DeliveryQueue;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.registry.ChangeSession;
import dev.exeunt.core.action.registry.Join;
import dev.exeunt.core.action.registry.OpenSession;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Identity;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.web.WebAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// What happens to one session at the same time, in every order in which the calls to the table can come.
class InterleavingTest {

    private final World world = World.shared(Ground.EMBEDDED, Kind.STILL);
    private final Rp wiki = world.back();
    private final Rp mail = world.back();
    private final Table table = table();
    private final Hands before = new Hands(new ExecutionInterceptor() {
    });
    private final Orders orders = new Orders(2);
    private final Hands first = new Hands(orders.gate(0));
    private final Hands second = new Hands(orders.gate(1));

    @Test
    void whoJoinsWhileTheSessionEndsIsToldOrRefused() throws InterruptedException {
        var refused = new HashSet<Boolean>();
        played(orders.play(() -> new Scene() {

            private final Participation late = new Participation(session, mail, "sub", world.name("sid"));

            @Override
            public void act(int actor) {
                if (actor == 0) {
                    ended.add(first.logOut(session, null, "https://a.example/"));
                } else {
                    answers.add(second.join(late));
                }
            }

            @Override
            public void check() {
                var joined = answers.getFirst().status();
                assertThat(joined).isIn(201, 409);
                assertThat(clients(ended.getFirst())).contains(wiki.id());
                assertThat(clients(ended.getFirst()).contains(mail.id())).isEqualTo(joined == 201);
                assertThat(first.sent(ended.getFirst())).isEqualTo(ended.getFirst().plan().deliveries().size());
                refused.add(joined == 409);
            }
        }));
        assertThat(refused).as("both have come about").containsExactlyInAnyOrder(true, false);
    }

    @Test
    void whoComesBackWhileOnlyItsOwnPartEndsIsToldOrStaysIn() throws InterruptedException {
        played(orders.play(() -> new Scene() {

            private final Participation again = new Participation(session, wiki, "sub", world.name("sid"));

            @Override
            public void act(int actor) {
                if (actor == 0) {
                    ended.add(first.logOut(session, wiki, "https://a.example/"));
                } else {
                    answers.add(second.join(again));
                }
            }

            @Override
            public void check() {
                assertThat(answers.getFirst().status()).isEqualTo(200);
                var told = ended.getFirst().plan().deliveries().size() == 2;
                var here = here(session, wiki).stream().anyMatch(identity -> identity instanceof OidcIdentity oidc
                        && again.sid().equals(oidc.sid()));
                assertThat(told).as("told and in: neither or both").isNotEqualTo(here);
            }
        }));
    }

    @Test
    void twoLogoutsAreOneAndEachHasItsOwnWayBack() throws InterruptedException {
        played(orders.play(() -> new Scene() {

            @Override
            public void act(int actor) {
                ended.add(actor == 0
                        ? first.logOut(session, null, "https://a.example/")
                        : second.logOut(session, null, "https://b.example/"));
            }

            @Override
            public void check() {
                assertThat(ended).extracting(Logout::ref).hasSize(2).containsOnly(ended.getFirst().ref());
                assertThat(first.sent(ended.getFirst()) + second.sent(ended.getFirst())).isEqualTo(1);
                assertThat(first.back()).isEqualTo("https://a.example/");
                assertThat(second.back()).isEqualTo("https://b.example/");
            }
        }));
    }

    @Test
    void leavingOneApplicationWhileLeavingAllTellsItOnce() throws InterruptedException {
        played(orders.play(() -> new Scene() {

            @Override
            public void act(int actor) {
                ended.add(actor == 0
                        ? first.logOut(session, wiki, "https://a.example/")
                        : second.logOut(session, null, "https://b.example/"));
            }

            @Override
            public void check() {
                var logouts = ended.stream().collect(Collectors.toMap(Logout::ref, logout -> logout, (one, _) -> one));
                assertThat(logouts.values().stream().flatMap(logout -> clients(logout).stream()))
                        .containsExactly(wiki.id());
                assertThat(isOpen(session)).isFalse();
            }
        }));
    }

    @Test
    void twoThatJoinAreBothIn() throws InterruptedException {
        var another = world.back();
        played(orders.play(() -> new Scene() {

            @Override
            public void act(int actor) {
                answers.add(actor == 0
                        ? first.join(new Participation(session, mail, "sub", world.name("sid")))
                        : second.join(new Participation(session, another, "sub", world.name("sid"))));
            }

            @Override
            public void check() {
                assertThat(answers).extracting(WebAnswer::status).containsOnly(201);
                assertThat(here(session, mail)).hasSize(1);
                assertThat(here(session, another)).hasSize(1);
                assertThat(here(session, wiki)).hasSize(1);
            }
        }));
    }

    @Test
    void aSessionThatIsExtendedWhileItEndsHasEnded() throws InterruptedException {
        played(orders.play(() -> new Scene() {

            private final String cookie = world.name("rotated");

            @Override
            public void act(int actor) {
                if (actor == 0) {
                    ended.add(first.logOut(session, null, "https://a.example/"));
                } else {
                    answers.add(second.extend(session, cookie));
                }
            }

            @Override
            public void check() {
                assertThat(answers.getFirst().status()).isIn(200, 409);
                assertThat(world.endedBy(session)).isEqualTo(ended.getFirst().ref());
                var plan = world.browser().with(World.COOKIE, cookie).getJson("/logout");
                assertThat(plan.status()).isEqualTo(200);
                assertThat(plan.json().path("ref").asText()).isEqualTo(
                        answers.getFirst().status() == 200 ? ended.getFirst().ref() : "");
            }
        }));
    }

    private static void played(int count) {
        assertThat(count).as("orders").isGreaterThan(5);
    }

    private static List<String> clients(Logout logout) {
        return logout.plan().deliveries().stream()
                .map(delivery -> logout.plan().applications().get(delivery.application()).client()).toList();
    }

    private List<? extends Identity> here(Session session, Rp rp) {
        return table.sessions().read(session.id()).orElseThrow().here().stream()
                .filter(participant -> participant.client().equals(rp.id()))
                .flatMap(participant -> participant.identities().stream()).toList();
    }

    private boolean isOpen(Session session) {
        return table.sessions().read(session.id()).orElseThrow().session().isOpen(world.time().instant());
    }

    private Table table(ExecutionInterceptor... gates) {
        var variables = new HashMap<>(world.cloud().endpoints().variables());
        variables.put("TABLE_NAME", world.cloud().tableName());
        var environment = new Environment(variables, world.time());
        return Table.of(environment, new AwsClients(environment, List.of(gates)));
    }

    /// One session with one application in it, and what came of the play.
    private abstract class Scene implements Orders.Scene {

        final Session session = new Session(world.name("session"), world.name("user"), world.name("cookie"));
        final List<Logout> ended = Collections.synchronizedList(new ArrayList<>());
        final List<WebAnswer> answers = Collections.synchronizedList(new ArrayList<>());

        Scene() {
            before.extend(session, session.cookie());
            before.join(new Participation(session, wiki, "sub", world.name("sid")));
        }
    }

    /// What one actor acts with: the real verbs on the real table, through its gate.
    private final class Hands {

        private final List<DeliveryQueue.Pointer> sent = Collections.synchronizedList(new ArrayList<>());
        private final Table table;
        private final StartLogout startLogout;
        private final ChangeSession changes;
        private @Nullable Visit visit;

        Hands(ExecutionInterceptor gate) {
            table = table(gate);
            startLogout = new StartLogout(
                    new StartLogout.Stores(table.sessions(), table.clients(), table.logouts()), this::send,
                    new StartLogout.Settings(Duration.ofDays(3), world.time(), _ -> {}, (_, _) -> {}));
            changes = new ChangeSession(table.sessions(), world.time(), _ -> {}, new Random(1));
        }

        Logout logOut(Session session, @Nullable Rp only, String back) {
            var flow = only == null ? Flow.INVALIDATION : Flow.PROVIDER_INVALIDATION;
            var started = startLogout.run(new Order(session.id(), flow, only == null ? null : only.id(),
                    Initiator.USER, EndReason.USER, Visit.Way.to(back, null, true, null)));
            if (!(started instanceof Started.Ended(var logout, var token, _)) || token == null) {
                throw new AssertionError("not ended: " + started);
            }
            visit = InterleavingTest.this.table.logouts().visit(logout.ref(), token.hash()).orElseThrow();
            return logout;
        }

        WebAnswer join(Participation there) {
            return new Join(changes, table.clients(), world.idp().issuer()).join(there.session().id(), there.rp().id(),
                    world.identity(there));
        }

        WebAnswer extend(Session session, String cookie) {
            return new OpenSession(changes, world.time()).open(session.id(), Map.of("user", session.user(),
                    "expires_at", world.time().instant().plus(Duration.ofHours(9)).toString(), "cookie_sha256",
                    List.of(World.sha256(cookie))));
        }

        String back() {
            return visit == null || visit.way().back() == null ? "" : visit.way().back();
        }

        long sent(Logout logout) {
            return sent.stream().filter(pointer -> pointer.ref().equals(logout.ref())).count();
        }

        private List<DeliveryQueue.Pointer> send(List<DeliveryQueue.Pointer> pointers) {
            sent.addAll(pointers);
            return List.of();
        }
    }
}
