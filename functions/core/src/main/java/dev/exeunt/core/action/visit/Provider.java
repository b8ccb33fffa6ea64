package dev.exeunt.core.action.visit;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.LogoutService;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.saml.Binding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A service provider that a browser takes a message to, as it is registered now.
///
/// @param service where requests go: by the binding that was planned, or by the other one that a browser knows
record Provider(SamlClient client, LogoutService service) {

    /// Reads it; empty if it is no longer registered as a service provider with such an endpoint.
    static Optional<Provider> of(Clients clients, StagePlan plan, int application, Binding planned) {
        var key = plan.applications().get(application).client();
        return of(clients.read(List.of(key)).get(key), planned);
    }

    /// See [#of(Clients, StagePlan, int, Binding)].
    static Optional<Provider> of(@Nullable Client client, Binding planned) {
        if (!(client instanceof SamlClient sp)) {
            return Optional.empty();
        }
        var other = planned == Binding.REDIRECT ? Binding.POST : Binding.REDIRECT;
        return sp.service(planned).or(() -> sp.service(other)).map(service -> new Provider(sp, service));
    }
}
