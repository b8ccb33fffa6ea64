package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Flows;

import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.FlowJson;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps flows: `PUT, GET, DELETE /flows/{slug}`.
public final class RegisterFlows {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int PAGE = 100;

    private final Flows flows;
    private final Clients clients;
    private final String brandFlow;
    private final String clientFlow;

    /// @param brandFlow  the slug of the deployment's flow for people who log out at the IdP
    /// @param clientFlow the slug of the deployment's flow for clients that name none
    public RegisterFlows(Flows flows, Clients clients, String brandFlow, String clientFlow) {
        this.flows = flows;
        this.clients = clients;
        this.brandFlow = brandFlow;
        this.clientFlow = clientFlow;
    }

    /// 201 or 200 with the flow; 400 for a slug or a flow that is none.
    public WebAnswer put(String slug, Map<String, Object> json) {
        if (!SLUG.matcher(slug).matches()) {
            return WebAnswer.problem(Problem.invalid("slug", "identifier",
                    "A slug is 1 to 63 of a-z 0-9 -, and does not begin with a hyphen."));
        }
        return switch (FlowJson.read(slug, json)) {
            case Checked.Bad<Flow> bad -> WebAnswer.problem(bad.problem());
            case Checked.Good<Flow> good -> put(good.value());
        };
    }

    /// Logging out at the IdP ends the session, whatever else it does: no flow may take that away.
    private WebAnswer put(Flow flow) {
        if (!flow.endsSession() && List.of(brandFlow, Flow.INVALIDATION.slug()).contains(flow.slug())) {
            return WebAnswer.problem(Problem.invalid("stages", "must_end_session",
                    "Logging out at the identity provider runs this flow, so user_logout must be in it."));
        }
        return WebAnswer.json(flows.put(flow) ? 201 : 200, FlowJson.of(flow));
    }

    /// 200 with the flow; 404.
    public WebAnswer get(String slug) {
        return found(slug).map(flow -> WebAnswer.json(200, FlowJson.of(flow))).orElseGet(RegisterFlows::unknown);
    }

    private Optional<Flow> found(String slug) {
        return SLUG.matcher(slug).matches() ? flows.find(slug) : Optional.empty();
    }

    /// 204; 404 if nothing was written under this slug; 409 if a client or the deployment names it and nothing would take
    /// its place.
    public WebAnswer delete(String slug) {
        if (!SLUG.matcher(slug).matches()) {
            return unknown();
        }
        if (Flow.builtIn(slug).isEmpty()) {
            var user = namedBy(slug);
            if (user.isPresent()) {
                return WebAnswer
                        .problem(new Problem(409, "flow_in_use", user.get() + " names this flow.", "slug", "in_use",
                                Map.of()));
            }
        }
        return flows.delete(slug) ? WebAnswer.empty(204) : unknown();
    }

    private Optional<String> namedBy(String slug) {
        if (slug.equals(brandFlow) || slug.equals(clientFlow)) {
            return Optional.of("The deployment");
        }
        @Nullable
        String after = null;
        while (true) {
            var page = clients.list(after, PAGE);
            var user = clients.read(page).values().stream().filter(client -> names(client, slug)).findFirst();
            if (user.isPresent() || page.size() < PAGE) {
                return user.map(client -> "The client " + client.key());
            }
            after = page.getLast();
        }
    }

    private static boolean names(Client client, String slug) {
        return switch (client) {
            case OidcClient rp -> slug.equals(rp.invalidationFlow());
            case SamlClient sp -> slug.equals(sp.invalidationFlow());
            case CaepReceiver _ -> false;
        };
    }

    private static WebAnswer unknown() {
        return WebAnswer.problem(Problem.of(404, "unknown_flow", "There is no such flow."));
    }
}
