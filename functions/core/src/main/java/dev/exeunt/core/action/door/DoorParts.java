package dev.exeunt.core.action.door;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Flows;
import dev.exeunt.core.action.IdpKeys;
import dev.exeunt.core.action.Parking;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.Tickets;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.page.Pages;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What the doors `/logout` and `/oauth2/end-session` are built from.
public final class DoorParts {

    private final Stores stores;
    private final Settings settings;
    private final Answers answers;
    private final Asking asking;
    private final Door door;

    /// What is read and written.
    public record Stores(Sessions sessions, Tickets tickets, Clients clients, Receipts receipts, Parking parking) {}

    /// @param issuer       the IdP's issuer
    /// @param cookie       its session cookie
    /// @param brandFlow    the slug of the flow that runs when a person logs out at the IdP
    /// @param clientFlow   the slug of the flow of a client that names none
    /// @param hintAlone    whether a hint without the cookie ends its session without a question
    /// @param signedOutUrl where the browser goes last if nobody names another way, or null
    /// @param home         the way home on our pages, or null
    public record Settings(String issuer, SessionCookie cookie, String brandFlow, String clientFlow, boolean hintAlone,
            @Nullable String signedOutUrl, Page.@Nullable Link home) {}

    /// How things are done.
    public record Means(StartLogout startLogout, Flows flows, IdpKeys idpKeys, Seal seal, Pages pages,
            InstantSource time) {}

    private final Means means;

    /// See [DoorParts].
    public DoorParts(Stores stores, Means means, Settings settings) {
        this.stores = stores;
        this.means = means;
        this.settings = settings;
        this.answers = new Answers(means.pages());
        this.asking = new Asking(means.seal(), settings.cookie(), answers);
        this.door = new Door(
                new Door.Parts(stores.sessions(), stores.receipts(), means.startLogout(), asking, answers),
                new Door.Settings(settings.cookie(), means.flows(), settings.signedOutUrl(), means.time()));
    }

    Door door() {
        return door;
    }

    Asking asking() {
        return asking;
    }

    Answers answers() {
        return answers;
    }

    Sessions sessions() {
        return stores.sessions();
    }

    Tickets tickets() {
        return stores.tickets();
    }

    Clients clients() {
        return stores.clients();
    }

    Parking parking() {
        return stores.parking();
    }

    Seal seal() {
        return means.seal();
    }

    IdpKeys idpKeys() {
        return means.idpKeys();
    }

    InstantSource time() {
        return means.time();
    }

    String issuer() {
        return settings.issuer();
    }

    String brandFlow() {
        return settings.brandFlow();
    }

    String clientFlow() {
        return settings.clientFlow();
    }

    boolean hintAlone() {
        return settings.hintAlone();
    }

    Page.@Nullable Link home() {
        return settings.home();
    }
}
