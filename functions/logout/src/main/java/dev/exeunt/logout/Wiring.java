package dev.exeunt.logout;

import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.JsonLog;
import dev.exeunt.aws.Settings;
import dev.exeunt.aws.Snapshot;
import dev.exeunt.aws.Surroundings;
import dev.exeunt.aws.http.HttpEdge;
import dev.exeunt.aws.http.Routes;
import dev.exeunt.aws.idp.DynamoSeenKeys;
import dev.exeunt.aws.idp.IdpJwks;
import dev.exeunt.aws.queue.SqsDeliveries;
import dev.exeunt.aws.table.Table;
import dev.exeunt.core.action.IdpKeys;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.door.DoorParts;
import dev.exeunt.core.action.door.EndSession;
import dev.exeunt.core.action.door.LogOut;
import dev.exeunt.core.action.door.Seal;
import dev.exeunt.core.action.door.SingleLogout;
import dev.exeunt.core.action.door.SoapLogout;
import dev.exeunt.core.page.Pages;
import dev.exeunt.core.saml.Rehearsal;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// Builds the function from its environment.
final class Wiring {

    private Wiring() {
    }

    /// Before a snapshot: a logout of nobody, the way a transaction takes, and a SAML message of nobody, since it is here
    /// that service providers' messages come.
    static void rehearse(Environment environment, HttpEdge edge) {
        Snapshot.rehearse(environment, new JsonLog(environment), () -> {
            edge.rehearse("ANY /logout", "/logout", Map.of(),
                    List.of(Settings.cookie(environment).name() + "=a-cookie-that-nobody-has"));
            Table.of(environment, new AwsClients(environment)).rehearseTransaction();
            Rehearsal.run();
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
        var parts = new DoorParts(
                new DoorParts.Stores(table.sessions(), table.tickets(), table.clients(), table.receipts(),
                        table.parking()),
                new DoorParts.Means(startLogout, table.flows(), idpKeys(environment, table),
                        new Seal(table.sealKeys(), environment.time()), new Pages(Settings.brand(environment)),
                        environment.time()),
                settings(environment));
        var stores = new SingleLogout.Stores(table.logouts(), table.receipts(), table.seenMessages());
        var messages = new SamlMessages(environment.optional("SAML_ENTITY_ID").orElse(null),
                surroundings.signer().get(), environment.time());
        var doors = new Doors(new LogOut(parts), new EndSession(parts),
                new SingleLogout(parts, stores, new SingleLogout.Means(messages, events)),
                new SoapLogout(parts, new SoapLogout.Means(stores, messages, startLogout, events, surroundings.pause(),
                        environment.seconds("INITIATOR_WAIT_SECONDS"))));
        return new HttpEdge(routes(doors), Settings.publicUrl(environment), events);
    }

    private record Doors(LogOut logOut, EndSession endSession, SingleLogout singleLogout, SoapLogout soapLogout) {}

    private static DoorParts.Settings settings(Environment environment) {
        return new DoorParts.Settings(environment.required("ISSUER"), Settings.cookie(environment),
                environment.required("INVALIDATION_FLOW"), environment.required("CLIENT_INVALIDATION_FLOW"),
                environment.required("HINT_WITHOUT_COOKIE").equals("accept"),
                Settings.signedOutUrl(environment).orElse(null), Settings.home(environment));
    }

    private static IdpKeys idpKeys(Environment environment, Table table) {
        var window = environment.days("HINT_KEY_DAYS");
        return new IdpJwks(URI.create(environment.required("IDP_JWKS_URI")), window,
                new DynamoSeenKeys(table.client(), table.name(), window), environment.time());
    }

    private static Routes routes(Doors doors) {
        return (route, request) -> switch (route) {
            case "ANY /logout" -> doors.logOut().answer(request);
            case "ANY /oauth2/end-session" -> doors.endSession().answer(request);
            case "ANY /saml/slo" -> doors.singleLogout().answer(request);
            case "ANY /saml/slo/soap" -> doors.soapLogout().answer(request);
            default -> throw new IllegalStateException("the template sends a route that is not ours: " + route);
        };
    }
}
