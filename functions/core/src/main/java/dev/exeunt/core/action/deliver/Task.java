package dev.exeunt.core.action.deliver;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.deliver.Deliver.Idp;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.RetryPolicy;
import dev.exeunt.core.plan.Logout;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a message names: one delivery of one logout, with its client as registered now.
///
/// @param number   the delivery's number in the plan
/// @param delivery what is to be told
/// @param key      whom: the registry's key of the client, or [dev.exeunt.core.plan.StagePlan#IDP]
/// @param client   empty for the identity provider, and for a client that is no longer registered
record Task(Logout logout, int number, Delivery delivery, String key, Optional<Client> client) {

    /// Reads it; empty if the message names what is not, or no longer, there.
    static Optional<Task> read(Plans plans, Recipients recipients, Pointer pointer) {
        return plans.read(pointer.ref())
                .filter(logout -> pointer.delivery() >= 0
                        && pointer.delivery() < logout.plan().deliveries().size())
                .map(logout -> of(recipients, logout, pointer.delivery()));
    }

    private static Task of(Recipients recipients, Logout logout, int number) {
        var delivery = logout.plan().deliveries().get(number);
        var key = logout.plan().recipient(number);
        var client = delivery.application() == Delivery.IDP
                ? Optional.<Client>empty()
                : recipients.client(key);
        return new Task(logout, number, delivery, key, client);
    }

    /// The same with its client as registered now.
    Task again(Recipients recipients) {
        return of(recipients, logout, number);
    }

    /// Where it is called: host and port, or the key where there is nothing to call.
    ///
    /// @param idp how the identity provider is told, or null
    String host(@Nullable Idp idp) {
        var uri = switch (client.orElse(null)) {
            case null -> idp == null ? null : idp.uri();
            case OidcClient rp -> rp.backChannel() == null ? null : rp.backChannel().uri();
            case CaepReceiver receiver -> receiver.pushUri();
            case SamlClient sp -> SamlSender.service(sp).map(SamlClient.LogoutService::location).orElse(null);
        };
        return Optional.ofNullable(uri).flatMap(Task::authority)
                .map(authority -> authority.toLowerCase(Locale.ROOT)).orElse(key);
    }

    /// Of what is no URI the outbound guard says so.
    private static Optional<String> authority(String uri) {
        try {
            return Optional.ofNullable(new URI(uri).getRawAuthority());
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// How long one attempt may take.
    Duration timeout() {
        return client.map(known -> switch (known) {
            case OidcClient rp -> Optional.ofNullable(rp.profile().timeout()).orElse(Limits.ATTEMPT);
            case SamlClient _,CaepReceiver _ -> Limits.ATTEMPT;
        }).orElse(Limits.ATTEMPT);
    }

    /// The deployment's curve, within the client's own budget.
    RetryPolicy within(RetryPolicy policy) {
        return policy.within(budget());
    }

    private @Nullable Integer budget() {
        return switch (client.orElse(null)) {
            case null -> null;
            case OidcClient rp -> rp.profile().attempts();
            case SamlClient _,CaepReceiver _ -> null;
        };
    }
}
