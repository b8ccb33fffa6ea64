package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The demo applications: who they are, how they can be told of a logout, and how they take it.
enum Application {
    WIKI("wiki", "Wiki", Channels.BACK, Temper.PROMPT, Scope.EVERYTHING, Subject.SHARED), MAIL("mail", "Mail",
            Channels.FRONT, Temper.PROMPT, Scope.ITSELF, Subject.PAIRWISE), CHAT("chat", "Chat", Channels.BOTH,
                    Temper.PROMPT, Scope.ITSELF, Subject.PAIRWISE), CALENDAR("calendar", "Calendar", Channels.BACK,
                            Temper.PROMPT, Scope.EVERYTHING, Subject.SHARED), INVOICES("flaky", "Invoices",
                                    Channels.BACK, Temper.FLAKY, Scope.ITSELF, Subject.SHARED), REPORTS("stuck",
                                            "Reports", Channels.BACK, Temper.SILENT, Scope.ITSELF, Subject.SHARED),
    /// From here on, service providers of SAML 2.0.
    ROTA("rota", "Rota", Channels.FRAME_BY_POST, Temper.PROMPT, Scope.ITSELF, Subject.PAIRWISE), TICKETS("tickets",
            "Tickets", Channels.HOP_BY_REDIRECT, Temper.PROMPT, Scope.EVERYTHING, Subject.PAIRWISE), PROPS("props",
                    "Props", Channels.HOP_BY_POST, Temper.PROMPT, Scope.ITSELF, Subject.PAIRWISE), PAYROLL("payroll",
                            "Payroll", Channels.SOAP, Temper.PROMPT, Scope.ITSELF, Subject.PAIRWISE);

    /// The ways in which an application can be told.
    enum Channels {
        BACK, FRONT, BOTH, FRAME_BY_POST, HOP_BY_REDIRECT, HOP_BY_POST, SOAP;

        boolean isSaml() {
            return compareTo(BOTH) > 0;
        }
    }

    /// How an application answers its back-channel notices.
    enum Temper {
        PROMPT, FLAKY, SILENT
    }

    /// What its own "Log out" button ends.
    enum Scope {
        EVERYTHING, ITSELF
    }

    /// Whether `sub` is the same as other applications see, or one that only this application sees.
    enum Subject {
        SHARED, PAIRWISE
    }

    private final String label;
    private final String title;
    private final Channels channels;
    private final Temper temper;
    private final Scope scope;
    private final Subject subject;

    Application(String label, String title, Channels channels, Temper temper, Scope scope, Subject subject) {
        this.label = label;
        this.title = title;
        this.channels = channels;
        this.temper = temper;
        this.scope = scope;
        this.subject = subject;
    }

    /// The application of a client id, if there is one.
    static Optional<Application> of(String clientId) {
        return Arrays.stream(values()).filter(application -> application.label.equals(clientId)).findFirst();
    }

    /// Its `client_id`, which is its host's first label too.
    String clientId() {
        return label;
    }

    /// What people call it.
    String title() {
        return title;
    }

    Temper temper() {
        return temper;
    }

    boolean endsEverything() {
        return scope == Scope.EVERYTHING;
    }

    boolean hasPairwiseSubject() {
        return subject == Subject.PAIRWISE;
    }

    Channels channels() {
        return channels;
    }

    /// Whether it speaks SAML 2.0 and not OpenID Connect.
    boolean isServiceProvider() {
        return channels.isSaml();
    }

    /// By logout tokens.
    boolean hearsBackChannel() {
        return channels == Channels.BACK || channels == Channels.BOTH;
    }

    /// By frames of OpenID Connect.
    boolean hearsFrontChannel() {
        return channels == Channels.FRONT || channels == Channels.BOTH;
    }

    /// Its entityID, which is where its metadata is.
    String entityId(Addresses addresses) {
        return at(addresses, "/saml/metadata").toString();
    }

    /// Its AssertionConsumerService.
    URI consumer(Addresses addresses) {
        return at(addresses, "/acs");
    }

    /// Its SingleLogoutService for browsers.
    URI singleLogout(Addresses addresses) {
        return at(addresses, "/slo");
    }

    URI redirectUri(Addresses addresses) {
        return at(addresses, "/callback");
    }

    URI postLogoutRedirectUri(Addresses addresses) {
        return at(addresses, "/signed-out");
    }

    URI at(Addresses addresses, String path) {
        return URI.create(addresses.origin(label) + path);
    }

    /// How its channels read in a table or on a card.
    String channelNames() {
        return switch (channels) {
            case BACK -> "back-channel";
            case FRONT -> "front-channel";
            case BOTH -> "back- and front-channel";
            case FRAME_BY_POST -> "SAML, frame by post";
            case HOP_BY_REDIRECT -> "SAML, top window by redirect";
            case HOP_BY_POST -> "SAML, top window by post";
            case SOAP -> "SAML, SOAP";
        };
    }

    /// One sentence on how this application hears of a logout.
    String hears() {
        return switch (this) {
            case WIKI -> "Hears by a signed notice from server to server.";
            case MAIL -> "Hears by a hidden frame in your browser, without a cookie.";
            case CHAT -> "Hears both ways: a signed notice and a frame.";
            case CALENDAR -> "Hears by a signed notice; its own button logs out everything.";
            case INVOICES -> "Has a bad day: answers its notice with 503 twice, then listens.";
            case REPORTS -> "Never answers its notice: the only one that stays signed in.";
            case ROTA -> "Hears by a signed LogoutRequest that is posted to it in a hidden frame.";
            case TICKETS -> "Your browser visits it with a signed LogoutRequest, and comes back with its answer.";
            case PROPS -> "Your browser posts it a signed LogoutRequest, and comes back with its answer.";
            case PAYROLL -> "Hears by a signed LogoutRequest from server to server, by SOAP.";
        };
    }

    /// What the registry is told of one that speaks OpenID Connect: its client metadata and the flow of its own "Log out".
    Map<String, Object> registration(Addresses addresses) {
        var client = new LinkedHashMap<String, Object>();
        client.put("client_name", title);
        client.put("redirect_uris", List.of(redirectUri(addresses).toString()));
        client.put("post_logout_redirect_uris", List.of(postLogoutRedirectUri(addresses).toString()));
        client.put("id_token_signed_response_alg", "RS256");
        if (hearsBackChannel()) {
            client.put("backchannel_logout_uri", at(addresses, "/backchannel-logout").toString());
            client.put("backchannel_logout_session_required", true);
        }
        if (hearsFrontChannel()) {
            client.put("frontchannel_logout_uri", at(addresses, "/frontchannel-logout").toString());
            client.put("frontchannel_logout_session_required", true);
        }
        if (endsEverything()) {
            client.put("invalidation_flow", "default-invalidation-flow");
        }
        if (temper == Temper.SILENT) {
            client.put("profile", Map.of("timeout_seconds", 3));
        }
        return client;
    }
}
