package dev.exeunt.registry;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.JsonLog;
import dev.exeunt.aws.Settings;
import dev.exeunt.aws.Snapshot;
import dev.exeunt.aws.Surroundings;
import dev.exeunt.aws.http.HttpEdge;
import dev.exeunt.aws.queue.SqsDeliveries;
import dev.exeunt.aws.table.Table;
import dev.exeunt.core.action.DeliveryQueue;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Pause;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.registry.ChangeSession;
import dev.exeunt.core.action.registry.EndUserSessions;
import dev.exeunt.core.action.registry.IssueTicket;
import dev.exeunt.core.action.registry.Join;
import dev.exeunt.core.action.registry.ListFailures;
import dev.exeunt.core.action.registry.OpenSession;
import dev.exeunt.core.action.registry.PreviewLogout;
import dev.exeunt.core.action.registry.ReadJob;
import dev.exeunt.core.action.registry.ReadLogout;
import dev.exeunt.core.action.registry.ReadSessions;
import dev.exeunt.core.action.registry.RedriveDeliveries;
import dev.exeunt.core.action.registry.RedriveJob;
import dev.exeunt.core.action.registry.RegisterClients;
import dev.exeunt.core.action.registry.RegisterFlows;
import dev.exeunt.core.action.registry.RemoveSession;
import dev.exeunt.core.client.ClientMetadata;
import dev.exeunt.core.client.Reach;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.registry.RegistryRoutes.DeliveryVerbs;
import dev.exeunt.registry.RegistryRoutes.SessionVerbs;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Builds the function from its environment.
final class Wiring {

    private Wiring() {
    }

    /// Before a snapshot: a question for a session that does not exist, and the way a transaction takes.
    static void rehearse(Environment environment, HttpEdge edge) {
        Snapshot.rehearse(environment, new JsonLog(environment), () -> {
            edge.rehearse("ANY /{proxy+}", "/sessions/rehearsal", Map.of("proxy", "sessions/rehearsal"), List.of());
            Table.of(environment, new AwsClients(environment)).rehearseTransaction();
        });
    }

    static HttpEdge edge(Environment environment, Surroundings surroundings) {
        var clients = surroundings.clients();
        var table = Table.of(environment, clients);
        var events = surroundings.events();
        var queue = new SqsDeliveries(clients.sqs(), environment.required("DELIVERIES_QUEUE_URL"));
        var startLogout = new StartLogout(
                new StartLogout.Stores(table.sessions(), table.clients(), table.logouts()), queue,
                new StartLogout.Settings(Settings.deliveryLife(environment), environment.time(), surroundings.pause(),
                        events,
                        environment.optional("SESSION_ENDED_URI").isPresent()));
        return edge(environment, table, sessions(environment, table, startLogout, surroundings.pause()),
                deliveries(environment, table, queue, events), surroundings);
    }

    private static HttpEdge edge(Environment environment, Table table, SessionVerbs sessions,
            DeliveryVerbs deliveries, Surroundings surroundings) {
        var routes = new RegistryRoutes(
                new RegisterClients(table.clients(), table.outages(),
                        metadata(environment, table, surroundings.signer().get()),
                        environment.time()),
                new RegisterFlows(table.flows(), table.clients(),
                        environment.required("INVALIDATION_FLOW"), environment.required("CLIENT_INVALIDATION_FLOW")),
                sessions, deliveries);
        // The registry has a domain name of its own, so where tickets lead cannot be told from the request.
        return new HttpEdge(routes, Optional.of(Settings.knownPublicUrl(environment)), surroundings.events());
    }

    private static DeliveryVerbs deliveries(Environment environment, Table table, DeliveryQueue queue, Events events) {
        var job = new RedriveJob(new RedriveJob.Stores(table.logouts(), table.receipts(), table.jobs()), queue,
                new RedriveJob.Settings(Settings.deliveryLife(environment), environment.time(), events));
        return new DeliveryVerbs(new ReadLogout(table.logouts(), table.receipts()),
                new ListFailures(table.clients(), table.logouts(), table.receipts()),
                new RedriveDeliveries(table.clients(), table.jobs(), job, environment.time()),
                new ReadJob(table.jobs()));
    }

    private static SessionVerbs sessions(Environment environment, Table table, StartLogout startLogout,
            Pause pause) {
        var time = environment.time();
        var random = new SecureRandom();
        var changes = new ChangeSession(table.sessions(), time, pause, random);
        var brandFlow = environment.required("INVALIDATION_FLOW");
        Supplier<Flow> flow = () -> table.flows().find(brandFlow).orElse(Flow.INVALIDATION);
        return new SessionVerbs(new OpenSession(changes, time),
                new Join(changes, table.clients(), environment.required("ISSUER")),
                new IssueTicket(table.sessions(), table.tickets(), time, random),
                new ReadSessions(table.sessions(), time), new RemoveSession(startLogout, flow),
                new PreviewLogout(table.sessions(), startLogout, flow, time),
                new EndUserSessions(table.sessions(), table.jobs(), startLogout, time));
    }

    private static ClientMetadata metadata(Environment environment, Table table, Signer signer) {
        return new ClientMetadata(new ClientMetadata.Deployment(Reach.of(environment.list("OUTBOUND_ALLOW")),
                Settings.knownPublicUrl(environment), algorithm -> signer.key(algorithm).isPresent(),
                slug -> table.flows().find(slug).isPresent(),
                algorithm -> signer.key(JWSAlgorithm.parse(algorithm.jws())).isPresent()));
    }
}
