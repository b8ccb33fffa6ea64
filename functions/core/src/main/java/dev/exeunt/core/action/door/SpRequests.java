package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.SeenMessages;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Judgement;
import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.Refusal;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.saml.Verified;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a LogoutRequest comes to before anything is done about it: who sent it, whether it stands, and which session of
/// that service provider's it names (SAML Core 2.0, 3.7.3.2). Whoever cannot be proven learns nothing, and changes nothing.
final class SpRequests {

    private final Stores stores;
    private final InstantSource time;
    private final Events events;

    /// What is read, and where messages are noted.
    record Stores(Clients clients, Sessions sessions, SeenMessages seen) {}

    SpRequests(Stores stores, InstantSource time, Events events) {
        this.stores = stores;
        this.time = time;
        this.events = events;
    }

    /// A request of a service provider, proven and accepted.
    ///
    /// @param relayState what came with it, or null
    record Asked(SamlClient client, LogoutRequest request, Binding binding, @Nullable String relayState) {}

    /// What it comes to.
    sealed interface Taken {

        /// Nobody was proven to have sent it, so nobody is answered.
        record Refused(String code, String why) implements Taken {}

        /// Its sender is certain, and it does not stand: the sender is told so.
        ///
        /// @param inResponseTo its ID, or null if that could not be read
        record Rejected(SamlClient client, Binding binding, Status status, @Nullable String inResponseTo,
                @Nullable String relayState) implements Taken {}

        /// It names no session that its sender takes or took part in, which is no error and tells nobody who is a user
        /// here: whoever asks is not signed in any more.
        record Nobody(Asked asked) implements Taken {}

        /// It has been acted upon before, or what it names ended without the session; nothing is left of it to do.
        ///
        /// @param ref the logout that it came to; null if the service provider has signed the user in again since
        record Again(Asked asked, @Nullable String ref) implements Taken {}

        /// It names this session: one that lives, with the service provider in it, or one that has ended.
        record Open(Asked asked, SignIns session) implements Taken {}
    }

    /// Takes a request.
    ///
    /// @param url     where it came to, as our metadata states it
    /// @param browser the session of the browser that brought it, if there is one
    Taken take(Arrived arrived, String url, Optional<SignIns> browser) {
        var client = stores.clients().byEntityId(arrived.issuer());
        if (client.isEmpty()) {
            return refused(arrived, "unknown_service_provider",
                    "The sender of this SAML message is not registered here.");
        }
        return switch (arrived.verify(client.get().signingKeys())) {
            case Parsed.Refused<Verified>(Refusal why) -> refused(arrived, client.get(), why);
            case Parsed.Good<Verified>(Verified verified) ->
                judged(client.get(), verified, url, browser);
        };
    }

    private Taken judged(SamlClient client, Verified verified, String url, Optional<SignIns> browser) {
        var now = time.instant();
        var arrival = new Judgement.Arrival(url, now, Limits.SAML_SKEW, client.entityId());
        return switch (Judgement.ofRequest(verified, arrival)) {
            case Judgement.Rejected<LogoutRequest>(var why, var status, var id) -> {
                events.emit("saml_request_rejected", Map.of("client", client.key(), "why", why.code()));
                yield new Taken.Rejected(client, verified.binding(), status, id.orElse(null), verified.relayState());
            }
            case Judgement.Accepted<LogoutRequest>(var request, var until) -> {
                var first = stores.seen().note(client.entityId(), request.head().id(), now, until);
                yield named(new Asked(client, request, verified.binding(), verified.relayState()), first, browser);
            }
        };
    }

    /// The session that is named; if there are several, the browser's own, or else one that lives.
    ///
    /// @param first when the request was acted upon first, if it was before
    private Taken named(Asked asked, Optional<Instant> first, Optional<SignIns> browser) {
        var own = browser.map(session -> session.session().id());
        var byHandle = asked.request().sessionIndexes().stream().distinct()
                .map(index -> new Handle.Saml(asked.client().key(), asked.request().nameId().value(), index))
                .flatMap(handle -> stores.sessions().find(handle).stream());
        var sessions = Stream.concat(own.stream(), byHandle).distinct()
                .flatMap(id -> stores.sessions().read(id).stream())
                .filter(session -> part(session, asked).isPresent())
                .sorted(Comparator.comparing(session -> session.session().life() instanceof Session.Life.Ended))
                .toList();
        if (sessions.isEmpty()) {
            return new Taken.Nobody(asked);
        }
        var session = sessions.stream().filter(each -> own.filter(each.session().id()::equals).isPresent()).findFirst()
                .orElse(sessions.getFirst());
        return left(asked, session, first);
    }

    /// What is left to do. A request that comes again speaks of what was there when it came first: not of a service
    /// provider that has signed the user in again since. And one that was signed out by itself ends nothing more.
    private static Taken left(Asked asked, SignIns session, Optional<Instant> first) {
        if (session.session().life() instanceof Session.Life.Ended(var ref, _, _)) {
            return first.isPresent() ? new Taken.Again(asked, ref) : new Taken.Open(asked, session);
        }
        var part = part(session, asked).orElseThrow();
        if (part.presence() instanceof Participant.Presence.Left(var ref, _)) {
            return new Taken.Again(asked, ref);
        }
        return first.filter(part.joinedAt()::isAfter).isPresent()
                ? new Taken.Again(asked, null)
                : new Taken.Open(asked, session);
    }

    /// The part of the service provider in a session, if it is one that the request names.
    private static Optional<Participant.Saml> part(SignIns session, Asked asked) {
        return session.participants().stream()
                .filter(participant -> participant.client().equals(asked.client().key()))
                .flatMap(participant -> switch (participant) {
                    case Participant.Saml saml -> Stream.of(saml);
                    case Participant.Oidc _,Participant.Caep _ -> Stream.<Participant.Saml>empty();
                })
                .filter(saml -> saml.identities().stream().anyMatch(asked.request()::names))
                .findFirst();
    }

    private Taken refused(Arrived arrived, String code, String why) {
        events.emit("saml_message_refused", Map.of("binding", arrived.binding().text(), "why", code));
        return new Taken.Refused(code, why);
    }

    private Taken refused(Arrived arrived, SamlClient client, Refusal why) {
        events.emit("saml_message_refused",
                Map.of("binding", arrived.binding().text(), "why", why.code(), "client", client.key()));
        return new Taken.Refused(why.code(), "The SAML message was refused: " + why.sentence() + ".");
    }
}
