package dev.exeunt.backchannel;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.JsonLog;
import dev.exeunt.aws.Settings;
import dev.exeunt.aws.Snapshot;
import dev.exeunt.aws.Surroundings;
import dev.exeunt.aws.outbound.OutboundClient;
import dev.exeunt.aws.outbound.Resolver;
import dev.exeunt.aws.queue.Visibility;
import dev.exeunt.aws.signing.Signers;
import dev.exeunt.aws.table.Table;
import dev.exeunt.core.action.Outbound;
import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.action.deliver.Deliver;
import dev.exeunt.core.action.deliver.DeliverBatch;
import dev.exeunt.core.client.AllowList;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds the function from its environment.
final class Wiring {

    private Wiring() {
    }

    /// Before a snapshot: a message about a logout that does not exist, a signature of something that is no token, and a
    /// call to an address that is never called.
    static void rehearse(Environment environment, BatchEdge edge) {
        Snapshot.rehearse(environment, new JsonLog(environment), () -> {
            edge.rehearse();
            var signer = Signers.from(environment);
            signer.key(JWSAlgorithm.RS256)
                    .ifPresent(key -> signer.sign(key, JWSAlgorithm.RS256,
                            "a rehearsal".getBytes(StandardCharsets.UTF_8)));
            new OutboundClient(AllowList.parse(List.of()), Resolver.ofSystem()).post(new Notice(
                    "https://169.254.169.254/", "text/plain", "", Map.of(), Duration.ofSeconds(1)));
        });
    }

    static Outbound outbound(Environment environment) {
        return new OutboundClient(AllowList.parse(environment.list("OUTBOUND_ALLOW")), Resolver.ofSystem());
    }

    static BatchEdge edge(Environment environment, Surroundings surroundings, Outbound outbound) {
        var clients = surroundings.clients();
        var table = Table.of(environment, clients);
        var events = surroundings.events();
        var deliver = new Deliver(
                new Deliver.Stores(table.sessions(), table.clients(), table.logouts(), table.receipts(),
                        table.outages()),
                new Deliver.Means(surroundings.signer().get(), outbound, Settings.retryPolicy(environment),
                        environment.time(), events, idp(environment),
                        new Deliver.Saml(environment.optional("SAML_ENTITY_ID").orElse(null),
                                Settings.knownPublicUrl(environment))));
        return new BatchEdge(new DeliverBatch(deliver, environment.time(), events),
                new Visibility(clients.sqs(), environment.required("DELIVERIES_QUEUE_URL")), environment.time(),
                events);
    }

    private static Deliver.@Nullable Idp idp(Environment environment) {
        return environment.optional("SESSION_ENDED_URI")
                .map(uri -> new Deliver.Idp(environment.required("ISSUER"), uri))
                .orElse(null);
    }
}
