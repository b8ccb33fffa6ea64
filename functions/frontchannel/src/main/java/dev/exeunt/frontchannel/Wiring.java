package dev.exeunt.frontchannel;

import dev.exeunt.aws.Environment;
import dev.exeunt.aws.JsonLog;
import dev.exeunt.aws.Settings;
import dev.exeunt.aws.Snapshot;
import dev.exeunt.aws.Surroundings;
import dev.exeunt.aws.http.HttpEdge;
import dev.exeunt.aws.http.Routes;
import dev.exeunt.aws.signing.GivenCertificates;
import dev.exeunt.aws.table.Table;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.action.door.IdpDescriptor;
import dev.exeunt.core.action.door.Metadata;
import dev.exeunt.core.action.visit.Farewell;
import dev.exeunt.core.action.visit.Visits;
import dev.exeunt.core.page.Assets;
import dev.exeunt.core.page.Pages;
import dev.exeunt.core.saml.Rehearsal;
import java.util.List;
import java.util.Map;

/// Builds the function from its environment.
final class Wiring {

    private Wiring() {
    }

    /// Before a snapshot: a page of a visit that does not exist, the keys, which are read from where they are, and
    /// a SAML message of nobody.
    static void rehearse(Environment environment, HttpEdge edge) {
        Snapshot.rehearse(environment, new JsonLog(environment), () -> {
            var visit = "0".repeat(32 + 43);
            edge.rehearse("ANY /logout/{visit}", "/logout/" + visit, Map.of("visit", visit), List.of());
            edge.rehearse("ANY /oauth2/jwks", "/oauth2/jwks", Map.of(), List.of());
            Rehearsal.run();
        });
    }

    static HttpEdge edge(Environment environment, Surroundings surroundings) {
        var table = Table.of(environment, surroundings.clients());
        var brand = Settings.brand(environment);
        var answers = new Answers(new Pages(brand));
        var signer = surroundings.signer().get();
        var messages = new SamlMessages(environment.optional("SAML_ENTITY_ID").orElse(null), signer,
                environment.time());
        var visits = new Visits(new Visits.Stores(table.sessions(), table.clients(), table.logouts(), table.receipts()),
                answers,
                new Visits.Settings(environment.seconds("INITIATOR_WAIT_SECONDS"),
                        environment.seconds("FRAME_TIMEOUT_SECONDS"), environment.seconds("FRAMES_DEADLINE_SECONDS"),
                        Settings.home(environment), farewell(environment), environment.time()),
                messages);
        var metadata = new Metadata(environment.required("ISSUER"), signer, answers);
        var descriptor = new IdpDescriptor(
                new IdpDescriptor.Identity(messages, environment.optional("SAML_SIGN_ON_URL").orElse(null)),
                new IdpDescriptor.Keys(signer, GivenCertificates.or(table.certificates(), environment)), answers,
                environment.time());
        var files = new Files(new Assets(brand), answers);
        return new HttpEdge(routes(visits, metadata, descriptor, files), Settings.publicUrl(environment),
                surroundings.events());
    }

    private static Farewell farewell(Environment environment) {
        return new Farewell(environment.required("CLEAR_SITE_DATA").equals("true"),
                environment.required("SET_LOGIN").equals("true"));
    }

    private static Routes routes(Visits visits, Metadata metadata, IdpDescriptor descriptor, Files files) {
        return (route, request) -> switch (route) {
            case "ANY /logout/{visit}" -> visits.page(request);
            case "ANY /logout/{visit}/frames/{n}" -> visits.frame(request);
            case "ANY /logout/{visit}/status" -> visits.status(request);
            case "ANY /logout/{visit}/stages/{index}" -> visits.finish(request);
            case "ANY /.well-known/openid-configuration" -> metadata.configuration(request);
            case "ANY /oauth2/jwks" -> metadata.keys(request);
            case "ANY /saml/metadata" -> descriptor.answer(request);
            case "ANY /assets/{name}" -> files.answer(request);
            default -> throw new IllegalStateException("the template sends a route that is not ours: " + route);
        };
    }
}
