package dev.exeunt.core.plan;

import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.memory.InMemoryClients;
import dev.exeunt.core.action.memory.InMemoryLogouts;
import dev.exeunt.core.action.memory.InMemorySessions;
import dev.exeunt.core.action.memory.SetTime;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Identity;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Participant.Presence;
import dev.exeunt.core.session.SamlIdentity;
import dev.exeunt.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who begins a logout, by which flow, for an application that is told in which way and takes part in which way: all of
/// it with all of it. Another application, `mail`, told by both channels, is always there as well. Then, where the identity
/// provider wants to be told of ended sessions, what that adds to each beginning.
final class PlanCases {

    private static final String ISS = "https://idp";
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
    private static final String APP = "app";
    private static final OidcIdentity WITH_SID = new OidcIdentity(ISS, "u", "s1");
    private static final OidcIdentity WITHOUT_SID = new OidcIdentity(ISS, "u", null);

    private static final String PERSON = "a person, in a browser";
    private static final String THE_APP = "the application, in a browser";
    private static final String THE_SP = "the service provider, in a browser";
    private static final FlowStage CONFIRM = new FlowStage.Confirm();
    private static final FlowStage USER_LOGOUT = new FlowStage.UserLogout();
    private static final FlowStage AWAY = new FlowStage.Redirect("https://brand/bye");

    private static final List<Beginning> BEGINNINGS = List.of(
            new Beginning(PERSON, Initiator.USER, Flow.INVALIDATION),
            new Beginning(PERSON, Initiator.USER, flow("confirmed", CONFIRM, USER_LOGOUT)),
            new Beginning(PERSON, Initiator.USER, flow("away", USER_LOGOUT, AWAY)),
            new Beginning(THE_APP, Initiator.RP, Flow.PROVIDER_INVALIDATION),
            new Beginning(THE_APP, Initiator.RP, flow("app-away", CONFIRM, AWAY)),
            new Beginning(THE_APP, Initiator.RP, flow(Flow.PROVIDER_INVALIDATION.slug(), USER_LOGOUT)),
            new Beginning(THE_APP, Initiator.RP,
                    flow("every-stage", CONFIRM, USER_LOGOUT, new FlowStage.SessionEnd())),
            new Beginning("an operator, without a browser", Initiator.OPERATOR, Flow.INVALIDATION),
            new Beginning("time, without a browser", Initiator.EXPIRY, Flow.INVALIDATION),
            new Beginning("a job for all sessions of a user, without a browser", Initiator.BULK, Flow.INVALIDATION));

    private static final String UNREADABLE = "registered in a way that cannot be read";

    private static final List<Beginning> SAML_BEGINNINGS = List.of(
            new Beginning(THE_SP, Initiator.SP, Flow.PROVIDER_INVALIDATION),
            new Beginning(THE_SP, Initiator.SP, Flow.INVALIDATION),
            new Beginning(THE_SP, Initiator.SP, flow("confirmed-away", CONFIRM, USER_LOGOUT, AWAY)));

    private static final List<Method> METHODS = List.of(
            new Method("back channel", app(uri("b", false), null, Subject.BOTH)),
            new Method("back channel, needs a sid", app(uri("b", true), null, Subject.BOTH)),
            new Method("back channel, by sub alone", app(uri("b", false), null, Subject.SUB)),
            new Method("front channel", app(null, uri("f", false), Subject.BOTH)),
            new Method("front channel, needs a sid", app(null, uri("f", true), Subject.BOTH)),
            new Method("both channels", app(uri("b", false), uri("f", false), Subject.BOTH)),
            new Method("back channel, encrypted, without a key that fits", encrypted(uri("b", false), null)),
            new Method("both channels, encrypted, without a key that fits",
                    encrypted(uri("b", false), uri("f", false))),
            new Method("no channel", app(null, null, Subject.BOTH)),
            new Method("no longer registered", null),
            new Method(UNREADABLE, app(uri("b", false), uri("f", false), Subject.BOTH)));

    private static final List<Method> SAML_METHODS = List.of(
            new Method("SAML, in an iframe by redirect", sp(SamlClient.Method.IFRAME, Binding.REDIRECT)),
            new Method("SAML, in an iframe by post", sp(SamlClient.Method.IFRAME, Binding.POST)),
            new Method("SAML, natively by redirect", sp(SamlClient.Method.NATIVE, Binding.REDIRECT)),
            new Method("SAML, natively by post", sp(SamlClient.Method.NATIVE, Binding.POST)),
            new Method("SAML, by back channel", sp(SamlClient.Method.BACKCHANNEL, Binding.SOAP)),
            new Method("SAML, no endpoint", sp(null, null)),
            new Method("registered for OIDC by now", app(uri("b", false), null, Subject.BOTH)));

    private static final List<State> SAML_STATES = List.of(
            here("a SessionIndex", saml("n", "i1")),
            here("no SessionIndex", saml("n", null)),
            here("two SessionIndexes and another name", saml("n", "i1"), saml("n", "i2"), saml("m", "i1")),
            new State("has left", new Presence.Left("f".repeat(32), NOW), List.of(saml("n", "i1"))));

    private static final List<State> STATES = List.of(
            here("a sid", WITH_SID),
            here("no sid", WITHOUT_SID),
            here("two sids", WITH_SID, new OidcIdentity(ISS, "u", "s2")),
            here("a sid, and once none", WITH_SID, WITHOUT_SID),
            new State("has left", new Presence.Left("f".repeat(32), NOW), List.of(WITH_SID)),
            new State("never joined", null, List.of()));

    private static final List<Method> CAEP_METHODS = Stream.of(CaepReceiver.Subject.values())
            .map(subject -> new Method("events, by " + subject.text(),
                    new CaepReceiver(APP, APP, "App", "https://app/events", null, subject)))
            .toList();
    private static final List<State> CAEP_STATES = List.of(
            here("a sid and an address", new CaepIdentity(ISS, "u", "s1", "u@example")),
            here("neither sid nor address", new CaepIdentity(ISS, "u", null, null)),
            here("two sids", new CaepIdentity(ISS, "u", "s1", null), new CaepIdentity(ISS, "u", "s2", null)));

    /// To be told of an ended session the identity provider needs no application that can be told.
    private static final List<Method> TOLD_METHODS = List.of(METHODS.getFirst(), METHODS.get(8));
    private static final List<State> TOLD_STATES = List.of(STATES.getFirst(), STATES.getLast());

    private final StringBuilder text = new StringBuilder();
    private boolean tellIdp;

    private PlanCases() {
    }

    /// Who begins, and which flow runs then.
    private record Beginning(String who, Initiator initiator, Flow flow) {

        Order order() {
            var client = initiator == Initiator.RP || initiator == Initiator.SP ? APP : null;
            var browser = initiator == Initiator.USER || client != null;
            return new Order("session", flow, client, initiator, EndReason.USER,
                    browser ? Visit.Way.to(null, client, true, null) : null);
        }
    }

    /// How the application can be told; null if it is not registered.
    private record Method(String how, @Nullable Client client) {}

    /// How the application takes part; null if it does not.
    private record State(String what, @Nullable Presence presence, List<Identity> identities) {

        Participant participant(Presence known) {
            var at = NOW.plusSeconds(1);
            return switch (identities.getFirst()) {
                case OidcIdentity _ -> new Participant.Oidc(APP, all(OidcIdentity.class), at, known);
                case SamlIdentity _ -> new Participant.Saml(APP, all(SamlIdentity.class), at, known);
                case CaepIdentity _ -> new Participant.Caep(APP, all(CaepIdentity.class), at, known);
            };
        }

        private <T extends Identity> List<T> all(Class<T> kind) {
            return identities.stream().map(kind::cast).toList();
        }
    }

    private static Flow flow(String slug, FlowStage... stages) {
        return new Flow(slug, List.of(stages));
    }

    private static OidcClient app(@Nullable LogoutUri back, @Nullable LogoutUri front, Subject subject) {
        return new OidcClient(APP, APP, "App", List.of(), List.of(), back, front, "RS256", null, null,
                new Profile("logout+jwt", subject, null));
    }

    private static SamlClient sp(SamlClient.@Nullable Method method, @Nullable Binding binding) {
        var channel = method == null || binding == null ? null : new SamlClient.Channel(method, binding);
        return new SamlClient(APP, "https://app/saml", "App", List.of(), List.of(), channel, null, null);
    }

    private static SamlIdentity saml(String name, @Nullable String index) {
        return new SamlIdentity(new NameId(name, null, null, null, null), index);
    }

    private static OidcClient encrypted(LogoutUri back, @Nullable LogoutUri front) {
        return new OidcClient(APP, APP, "App", List.of(), List.of(), back, front, "RS256",
                new Encryption("RSA-OAEP-256", "A256GCM", "{\"keys\":[]}", null), null, Profile.STANDARD);
    }

    private static LogoutUri uri(String path, boolean sid) {
        return new LogoutUri("https://app/" + path, sid);
    }

    private static State here(String what, Identity... identities) {
        return new State(what, new Presence.Here(), List.of(identities));
    }

    /// All cases and their plans.
    static String print() {
        var cases = new PlanCases();
        cases.all(BEGINNINGS, METHODS, STATES);
        cases.all(BEGINNINGS.stream().filter(beginning -> !beginning.who.equals(THE_APP)).toList(), SAML_METHODS,
                SAML_STATES);
        cases.all(SAML_BEGINNINGS, SAML_METHODS, SAML_STATES);
        cases.all(List.of(BEGINNINGS.getFirst(), BEGINNINGS.get(7)), CAEP_METHODS, CAEP_STATES);
        cases.tellIdp = true;
        cases.all(BEGINNINGS, TOLD_METHODS, TOLD_STATES);
        cases.all(SAML_BEGINNINGS, SAML_METHODS.subList(0, 1), SAML_STATES.subList(0, 1));
        return cases.text.toString();
    }

    private void all(List<Beginning> beginnings, List<Method> methods, List<State> states) {
        for (Beginning beginning : beginnings) {
            heading(beginning);
            for (Method method : methods) {
                for (State state : states) {
                    one(beginning, method, state);
                }
            }
        }
    }

    private void heading(Beginning beginning) {
        text.append(text.isEmpty() ? "" : "\n").append("==== ").append(beginning.who)
                .append(tellIdp ? ", and the identity provider wants to know: " : ": ")
                .append(beginning.flow.slug()).append(' ')
                .append(beginning.flow.stages().stream().map(PlanCases::name).toList()).append('\n');
    }

    private void one(Beginning beginning, Method method, State state) {
        text.append('\n').append(method.how).append("; ").append(state.what).append('\n');
        planned(beginning, method, state).ifPresentOrElse(this::show, () -> text.append("  nothing to end\n"));
    }

    private Optional<StagePlan> planned(Beginning beginning, Method method, State state) {
        var sessions = new InMemorySessions();
        var clients = new InMemoryClients();
        clients.put(new OidcClient("mail", "mail", "Mail", List.of(), List.of(),
                new LogoutUri("https://mail/b", false), new LogoutUri("https://mail/f", false), "RS256", null, null,
                Profile.STANDARD));
        if (method.client != null) {
            clients.put(method.client);
        }
        if (method.how.equals(UNREADABLE)) {
            clients.spoil(APP);
        }
        join(sessions, new Participant.Oidc("mail", List.of(new OidcIdentity(ISS, "u", "m")), NOW,
                new Presence.Here()));
        if (state.presence != null) {
            join(sessions, state.participant(state.presence));
        }
        var time = new SetTime(NOW);
        return new StartLogout(new StartLogout.Stores(sessions, clients, new InMemoryLogouts(sessions)),
                pointers -> pointers, new StartLogout.Settings(Duration.ofDays(3), time, time, (_, _) -> {}, tellIdp))
                .preview(beginning.order());
    }

    private static void join(InMemorySessions sessions, Participant participant) {
        var before = sessions.read("session").map(read -> read.session()).orElse(null);
        var gate = before == null ? Session.Gate.NEW : before.gate().next(2, 0);
        var after = new Session("session", "u", NOW, NOW.plusSeconds(3600), List.of(), gate, new Session.Life.Living());
        sessions.write(new Sessions.Change(before, after, participant, List.of(), List.of()));
    }

    private void show(StagePlan plan) {
        text.append("  ").append(plan.initiator().text()).append(' ').append(plan.flow()).append(": ")
                .append(plan.stages().stream().map(stage -> show(plan, stage)).collect(Collectors.joining(" > ")))
                .append('\n');
        if (!plan.deliveries().isEmpty()) {
            text.append("  notices: ").append(plan.deliveries().stream().map(delivery -> show(plan, delivery))
                    .collect(Collectors.joining(", "))).append('\n');
        }
        if (plan.originator() != null) {
            text.append("  answered: ").append(name(plan, plan.originator())).append('\n');
        }
        plan.unreachable().forEach(entry -> text.append("  unreachable: ").append(name(plan, entry.application()))
                .append(", ").append(entry.why()).append('\n'));
    }

    private static String show(StagePlan plan, Stage stage) {
        return switch (stage) {
            case Stage.IframeLogout iframes -> stage.type() + iframes.frames().stream()
                    .map(frame -> name(plan, frame.application()) + " " + show(frame)).toList();
            case Stage.NativeLogout natives -> stage.type() + natives.hops().stream()
                    .map(hop -> name(plan, hop.application()) + " " + show(hop.binding(), hop.identity())).toList();
            case Stage.Redirect redirect -> stage.type() + "[" + redirect.url() + "]";
            case Stage.Confirm _,Stage.UserLogout _,Stage.SessionEnd _ -> stage.type();
        };
    }

    private static String show(Stage.Frame frame) {
        return switch (frame) {
            case Stage.Frame.Oidc oidc -> oidc.url();
            case Stage.Frame.Saml saml -> show(saml.binding(), saml.identity());
        };
    }

    private static String show(Binding binding, SamlIdentity identity) {
        return binding.text() + " (" + identity.nameId().value()
                + (identity.sessionIndex() == null ? "" : ", " + identity.sessionIndex()) + ")";
    }

    private static String show(StagePlan plan, Delivery delivery) {
        return switch (delivery) {
            case Delivery.LogoutToken token -> name(plan, token.application()) + " " + show(token.identity());
            case Delivery.SecurityEvent event -> name(plan, event.application()) + " event " + show(event.identity());
            case Delivery.SamlLogoutRequest request ->
                name(plan, request.application()) + " SAML (" + request.identity().nameId().value()
                        + (request.identity().sessionIndex() == null
                                ? ")"
                                : ", " + request.identity().sessionIndex() + ")");
            case Delivery.SessionRevoked _ -> "the identity provider";
        };
    }

    private static String show(CaepIdentity identity) {
        return "(" + identity.sub() + ", " + Objects.requireNonNullElse(identity.sid(), "-") + ", "
                + Objects.requireNonNullElse(identity.email(), "-") + ")";
    }

    private static String show(OidcIdentity identity) {
        return "(" + identity.sub() + (identity.sid() == null ? "" : ", " + identity.sid()) + ")";
    }

    private static String name(StagePlan plan, int application) {
        return plan.applications().get(application).client();
    }

    private static String name(FlowStage stage) {
        return switch (stage) {
            case FlowStage.Confirm _ -> "confirm";
            case FlowStage.UserLogout _ -> "user_logout";
            case FlowStage.Redirect redirect -> "redirect " + redirect.url();
            case FlowStage.SessionEnd _ -> "session_end";
        };
    }
}
