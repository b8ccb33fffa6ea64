package dev.exeunt.core.plan;

import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.EncryptionKeys;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.Channel;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.oidc.FrontChannelUri;
import dev.exeunt.core.oidc.LogoutToken;
import dev.exeunt.core.plan.Stage.Frame;
import dev.exeunt.core.plan.Stage.Hop;
import dev.exeunt.core.plan.StagePlan.Application;
import dev.exeunt.core.plan.StagePlan.Unreachable;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.SamlIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a flow concrete: who is in the session, what each of them can be told by, and where the stages for it go. Pure;
/// the same question has the same answer. A client that cannot be told never stops the others.
public final class Planner {

    private static final String NO_ENDPOINT = "no logout endpoint";
    private static final String ONLY_BROWSER = "it can only be told through a browser";
    private static final String UNREADABLE = "its registration cannot be read";
    private static final String NEEDS_SID = "it needs a session id that it was never given";

    private final Question question;
    private final List<Application> applications = new ArrayList<>();
    private final List<Frame> samlFrames = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Hop> hops = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Unreachable> unreachable = new ArrayList<>();
    @Nullable
    private Integer originator;

    private Planner(Question question) {
        this.question = question;
    }

    /// What shall be planned.
    ///
    /// @param flow         what a logout means here
    /// @param initiator    who began it
    /// @param browser      whether a browser is there to go through stages
    /// @param participants those to be told
    /// @param clients      the clients as registered now, by key
    /// @param unreadable   keys of clients that are registered in a way that cannot be read
    /// @param tellIdp      whether the identity provider wants to be told of ended sessions
    /// @param originator   the service provider that asked, by its key; null if none did
    public record Question(Flow flow, Initiator initiator, boolean browser, List<Participant> participants,
            Map<String, Client> clients, Set<String> unreadable, boolean tellIdp, @Nullable String originator) {

        /// A question where the identity provider is not told, and that no service provider asks.
        public Question(Flow flow, Initiator initiator, boolean browser, List<Participant> participants,
                Map<String, Client> clients) {
            this(flow, initiator, browser, participants, clients, Set.of(), false, null);
        }

        public Question {
            participants = List.copyOf(participants);
            clients = Map.copyOf(clients);
            unreadable = Set.copyOf(unreadable);
        }
    }

    /// The plan for this question.
    public static StagePlan plan(Question question) {
        return new Planner(question).plan();
    }

    private StagePlan plan() {
        question.participants().stream()
                .sorted(Comparator.comparing(Participant::joinedAt).thenComparing(Participant::client))
                .forEach(this::include);
        if (question.tellIdp() && question.flow().endsSession()) {
            deliveries.add(new Delivery.SessionRevoked());
        }
        var allFrames = Stream.<Frame>concat(samlFrames.stream(), frames.stream()).toList();
        var stages = Injection.inject(question.flow(), allFrames, hops);
        return new StagePlan(question.flow().slug(), question.initiator(), stages, applications, deliveries,
                unreachable, originator);
    }

    private void include(Participant participant) {
        var application = applications.size();
        var client = question.clients().get(participant.client());
        applications.add(new Application(participant.client(), client == null ? participant.client() : client.name()));
        if (client == null) {
            var unreadable = question.unreadable().contains(participant.client());
            unreachable.add(new Unreachable(application, unreadable ? UNREADABLE : "no longer registered"));
            return;
        }
        switch (participant) {
            case Participant.Oidc oidc when client instanceof OidcClient rp -> includeOidc(application, oidc, rp);
            case Participant.Saml saml when client instanceof SamlClient sp -> includeSaml(application, saml, sp);
            case Participant.Caep caep when client instanceof CaepReceiver receiver ->
                includeCaep(application, caep, receiver);
            case Participant.Oidc _,Participant.Saml _,Participant.Caep _ ->
                unreachable.add(new Unreachable(application, "registered as a client of another kind since it joined"));
        }
    }

    /// Adds what this RP can be told by, nothing of it twice. Where one of its identities cannot be told at all, the
    /// application counts as unreachable, whatever the others come to.
    private void includeOidc(int application, Participant.Oidc participant, OidcClient client) {
        var told = new HashSet<Object>();
        var untold = new ArrayList<String>();
        for (OidcIdentity identity : participant.identities()) {
            var back = canPost(client, identity);
            var front = canFrame(client, identity);
            if (back && told.add(List.of(identity.iss(), subject(client, identity)))) {
                deliveries.add(new Delivery.LogoutToken(application, identity));
            }
            if (front && told.add(frameUrl(client, identity))) {
                frames.add(new Frame.Oidc(application, frameUrl(client, identity)));
            }
            if (!back && !front) {
                untold.add(why(client));
            }
        }
        if (!untold.isEmpty()) {
            unreachable.add(new Unreachable(application, untold.getFirst()));
        }
    }

    /// Adds a request for each identity, by the one method that the service provider is told by. The one that asked gets
    /// none: its own part it has ended itself, and the answer tells it of the rest (SAML Core 2.0, 3.7.3.2).
    private void includeSaml(int application, Participant.Saml participant, SamlClient client) {
        if (client.key().equals(question.originator())) {
            originator = application;
            return;
        }
        var channel = client.channel();
        if (channel == null) {
            unreachable.add(new Unreachable(application, NO_ENDPOINT));
        } else if (channel.method() != Method.BACKCHANNEL && !question.browser()) {
            unreachable.add(new Unreachable(application, ONLY_BROWSER));
        } else {
            participant.identities().forEach(identity -> includeSaml(application, identity, channel));
        }
    }

    private void includeSaml(int application, SamlIdentity identity, Channel channel) {
        switch (channel.method()) {
            case IFRAME -> samlFrames.add(new Frame.Saml(application, identity, channel.binding()));
            case NATIVE -> hops.add(new Hop(application, identity, channel.binding()));
            case BACKCHANNEL -> deliveries.add(new Delivery.SamlLogoutRequest(application, identity));
        }
    }

    /// Adds an event for each identity, but none that would say the same again.
    private void includeCaep(int application, Participant.Caep participant, CaepReceiver receiver) {
        var told = new HashSet<Object>();
        var untold = new ArrayList<String>();
        for (CaepIdentity identity : participant.identities()) {
            var missing = receiver.subject().missing(identity);
            if (missing.isPresent()) {
                untold.add(missing.get());
            } else if (told.add(receiver.subject().of(identity))) {
                deliveries.add(new Delivery.SecurityEvent(application, identity));
            }
        }
        if (!untold.isEmpty()) {
            unreachable.add(new Unreachable(application, untold.getFirst()));
        }
    }

    private static boolean canPost(OidcClient client, OidcIdentity identity) {
        var back = client.backChannel();
        var subject = subject(client, identity);
        return back != null && !subject.isEmpty() && (!back.sessionRequired() || subject.sid() != null)
                && keyObjection(client).isEmpty();
    }

    /// What can be said of keys without fetching any, and without asking who signs: a logout waits for neither.
    private static Optional<String> keyObjection(OidcClient client) {
        return Optional.ofNullable(client.encryption()).flatMap(EncryptionKeys::objection);
    }

    private boolean canFrame(OidcClient client, OidcIdentity identity) {
        var front = client.frontChannel();
        return question.browser() && front != null && (!front.sessionRequired() || identity.sid() != null);
    }

    private String why(OidcClient client) {
        if (client.backChannel() == null && client.frontChannel() == null) {
            return NO_ENDPOINT;
        }
        if (client.backChannel() == null && !question.browser()) {
            return ONLY_BROWSER;
        }
        return client.backChannel() == null ? NEEDS_SID : keyObjection(client).orElse(NEEDS_SID);
    }

    private static LogoutToken.Subject subject(OidcClient client, OidcIdentity identity) {
        return LogoutToken.subjectOf(client.profile().subject(), identity);
    }

    private static String frameUrl(OidcClient client, OidcIdentity identity) {
        var front = Objects.requireNonNull(client.frontChannel(), "a client that can be framed has a URI");
        return FrontChannelUri.of(front.uri(), identity.iss(), identity.sid());
    }
}
