package dev.exeunt.core.action.answer;

import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.web.Origins;
import java.util.Optional;

/// Where applications are at home.
public final class Homes {

    private Homes() {
    }

    /// The front page of an application, as far as its redirect URIs tell.
    public static Optional<Page.Link> of(Client client) {
        return switch (client) {
            case OidcClient rp -> rp.redirectUris().stream().findFirst().flatMap(Origins::of)
                    .map(origin -> new Page.Link(origin + "/", rp.name()));
            case SamlClient _,CaepReceiver _ -> Optional.empty();
        };
    }
}
