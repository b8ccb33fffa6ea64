package dev.exeunt.benchmark;

import dev.exeunt.aws.outbound.OutboundClient;
import dev.exeunt.aws.outbound.Resolver;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.action.deliver.Deliver;
import dev.exeunt.core.action.deliver.DeliverBatch;
import dev.exeunt.core.client.AllowList;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.RetryPolicy;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.OidcIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The deliverer with its real signer and its real calls, and with [OneLogout] in place of the table: what a notice costs
/// without the clients of AWS services.
final class Engine {

    private static final int BATCH = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(26);

    private final Signer signer;

    Engine(Signer signer) {
        this.signer = signer;
    }

    /// Tells applications at one address, in batches of ten as the queue gives them.
    void tell(String algorithm, int count, String uri, String sid) throws IOException {
        var store = OneLogout.of(logout(count, sid), clients(algorithm, count, uri));
        var time = InstantSource.system();
        var means = new Deliver.Means(signer, new OutboundClient(AllowList.parse(List.of("127.0.0.0/8")),
                Resolver.ofSystem()), new RetryPolicy(List.of(), Duration.ofDays(3)), time, (_, _) -> {});
        var batches = new DeliverBatch(new Deliver(store.stores(), means), time,
                (_, _) -> {});
        for (int from = 0; from < count; from += BATCH) {
            batches.run(messages(store.logout().ref(), from, Math.min(count, from + BATCH)),
                    time.instant().plus(PATIENCE),
                    (_, _) -> {});
        }
        if (store.done() != count) {
            throw new IOException("%d of %d applications were told".formatted(store.done(), count));
        }
    }

    private static List<DeliverBatch.Message> messages(String ref, int from, int to) {
        var messages = new ArrayList<DeliverBatch.Message>();
        for (int number = from; number < to; number++) {
            messages.add(new DeliverBatch.Message("m-" + number,
                    Optional.of(new Pointer(ref, number, 1, "app-" + number)), 1));
        }
        return messages;
    }

    private static Logout logout(int count, String sid) {
        var applications = new ArrayList<StagePlan.Application>();
        var deliveries = new ArrayList<Delivery>();
        for (int number = 0; number < count; number++) {
            applications.add(new StagePlan.Application("app-" + number, "Application " + number));
            deliveries.add(new Delivery.LogoutToken(number, new OidcIdentity("https://idp.example", "u-1", sid)));
        }
        var plan = new StagePlan("default-invalidation-flow", Initiator.USER, List.of(new Stage.UserLogout()),
                applications, deliveries, List.of());
        return new Logout("0".repeat(32), "session", "u-1", null, EndReason.USER, Instant.now(), plan);
    }

    /// Each under a host of its own, as applications have: calls to one host at a time are bounded.
    private static List<OidcClient> clients(String algorithm, int count, String uri) {
        var clients = new ArrayList<OidcClient>();
        for (int number = 0; number < count; number++) {
            var key = "app-" + number;
            var own = new LogoutUri(uri.replace("127.0.0.1", key + ".localhost"), true);
            clients.add(new OidcClient(key, key, key, List.of(), List.of(), own, null, algorithm, null, null,
                    Profile.STANDARD));
        }
        return clients;
    }
}
