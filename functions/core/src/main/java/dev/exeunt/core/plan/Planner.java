package dev.exeunt.core.plan;

import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.oidc.FrontChannelUri;
import dev.exeunt.core.oidc.LogoutToken;
import dev.exeunt.core.plan.Stage.Frame;
import dev.exeunt.core.plan.StagePlan.Application;
import dev.exeunt.core.plan.StagePlan.Unreachable;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Makes a flow concrete: who is in the session, what each of them can be told by, and where the stages for it go. Pure;
/// the same question has the same answer. A client that cannot be told never stops the others.
public final class Planner {

    private final Question question;
    private final List<Application> applications = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Unreachable> unreachable = new ArrayList<>();

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
    public record Question(Flow flow, Initiator initiator, boolean browser, List<Participant> participants,
            Map<String, Client> clients) {

        public Question {
            participants = List.copyOf(participants);
            clients = Map.copyOf(clients);
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
        var stages = Injection.inject(question.flow(), frames);
        return new StagePlan(question.flow().slug(), question.initiator(), stages, applications, deliveries,
                unreachable);
    }

    private void include(Participant participant) {
        var application = applications.size();
        var client = question.clients().get(participant.client());
        applications.add(new Application(participant.client(), client == null ? participant.client() : client.name()));
        if (client == null) {
            unreachable.add(new Unreachable(application, "no longer registered"));
            return;
        }
        var before = frames.size() + deliveries.size();
        var why = switch (participant) {
            case Participant.Oidc oidc -> switch (client) {
                case OidcClient rp -> includeOidc(application, oidc, rp);
            };
        };
        if (frames.size() + deliveries.size() == before) {
            unreachable.add(new Unreachable(application, why));
        }
    }

    /// Adds what this RP can be told by, nothing of it twice, and says why it cannot be told in case nothing was added.
    private String includeOidc(int application, Participant.Oidc participant, OidcClient client) {
        var why = "no logout endpoint";
        var told = new HashSet<Object>();
        for (OidcIdentity identity : participant.identities()) {
            var back = client.backChannel();
            if (back != null) {
                var subject = LogoutToken.subjectOf(client.profile().subject(), identity);
                if (subject.isEmpty() || back.sessionRequired() && subject.sid() == null) {
                    why = "it needs a session id that it was never given";
                } else if (told.add(List.of(identity.iss(), subject))) {
                    deliveries.add(new Delivery.LogoutToken(application, identity));
                }
            }
            var front = client.frontChannel();
            if (front != null && !question.browser()) {
                why = "it can only be told through a browser";
            } else if (front != null && front.sessionRequired() && identity.sid() == null) {
                why = "it needs a session id that it was never given";
            } else if (front != null) {
                var url = FrontChannelUri.of(front.uri(), identity.iss(), identity.sid());
                if (told.add(url)) {
                    frames.add(new Frame(application, url));
                }
            }
        }
        return why;
    }
}
