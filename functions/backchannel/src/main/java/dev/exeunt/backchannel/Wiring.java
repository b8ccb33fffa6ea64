package dev.exeunt.backchannel;

import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.JsonLog;
import dev.exeunt.aws.Settings;
import dev.exeunt.aws.outbound.OutboundClient;
import dev.exeunt.aws.outbound.Resolver;
import dev.exeunt.aws.queue.Visibility;
import dev.exeunt.aws.signing.Signers;
import dev.exeunt.aws.table.Table;
import dev.exeunt.core.action.deliver.Deliver;
import dev.exeunt.core.action.deliver.DeliverBatch;
import dev.exeunt.core.client.AllowList;
import org.jspecify.annotations.Nullable;

/// Builds the function from its environment.
final class Wiring {

    private Wiring() {
    }

    static BatchEdge edge(Environment environment) {
        var clients = new AwsClients(environment);
        var table = Table.of(environment, clients);
        var events = new JsonLog(environment.time());
        var outbound = new OutboundClient(AllowList.parse(environment.list("OUTBOUND_ALLOW")), Resolver.ofSystem());
        var deliver = new Deliver(
                new Deliver.Stores(table.sessions(), table.clients(), table.logouts(), table.receipts()),
                new Deliver.Means(Signers.from(environment), outbound, Settings.retryPolicy(environment),
                        environment.time(), events, idp(environment)));
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
