package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.answer.Homes;
import dev.exeunt.core.action.door.Asking.Answer;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.oidc.EndSessionCheck;
import dev.exeunt.core.oidc.EndSessionCheck.Evidence;
import dev.exeunt.core.oidc.EndSessionCheck.Judgement;
import dev.exeunt.core.oidc.EndSessionRequest;
import dev.exeunt.core.oidc.IdTokenHint;
import dev.exeunt.core.oidc.IdTokenHint.Verified;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The door `/oauth2/end-session`: OpenID Connect RP-Initiated Logout 1.0.
public final class EndSession {

    private static final String PATH = "/oauth2/end-session";
    private static final String PURPOSE = "end-session";
    private static final List<String> OWN = List.of("request", "confirm", "dry_run", "resume");

    private final Door door;
    private final DoorParts parts;
    private final SecureRandom random = new SecureRandom();

    /// See [EndSession].
    public EndSession(DoorParts parts) {
        this.parts = parts;
        this.door = parts.door();
    }

    /// Answers one request.
    public WebAnswer answer(WebRequest request) {
        return door.objection(request).orElseGet(() -> take(request, request.parameters()));
    }

    private WebAnswer take(WebRequest request, Parameters parameters) {
        var repeated = parameters.repeated(OWN);
        if (repeated.isPresent()) {
            return invalid(request, "The parameter " + repeated.get() + " came more than once.");
        }
        return switch (parts.asking().read(request, parameters)) {
            case Answer.Given given ->
                given.yes() ? door.carryOut(request, given.question()) : declined(request, given.question());
            case Answer.Refused _ -> door.refuse(request, 403, "confirmation_refused",
                    "This confirmation is too old, or it was not given on our page.");
            case Answer.NotOne _ -> arrive(request, parameters);
        };
    }

    private WebAnswer arrive(WebRequest request, Parameters parameters) {
        var resume = parameters.get("resume");
        if (resume != null) {
            return parked(resume).map(asked -> answer(request, parameters, asked, judge(request, asked)))
                    .orElseGet(() -> door.refuse(request, 410, "request_expired", "This request is too old."));
        }
        return switch (EndSessionRequest.parse(parameters)) {
            case EndSessionRequest.Parsed.Refused refused -> invalid(request, refused.why());
            case EndSessionRequest.Parsed.Fine fine -> arrive(request, parameters, fine.request());
        };
    }

    /// What will be refused whatever cookie comes is refused at once, so that only good requests are kept.
    private WebAnswer arrive(WebRequest request, Parameters parameters, EndSessionRequest asked) {
        var judgement = judge(request, asked);
        return isForeignPost(request) && !(judgement instanceof Judgement.Refuse)
                ? park(request, asked)
                : answer(request, parameters, asked, judgement);
    }

    private Judgement judge(WebRequest request, EndSessionRequest asked) {
        var hint = asked.idTokenHint() == null
                ? null
                : IdTokenHint.verify(asked.idTokenHint(), parts.issuer(), parts.idpKeys()::find);
        var client = EndSessionCheck.clientIdOf(asked, hint).flatMap(this::rp);
        var cookie = door.bySessionCookie(request);
        var hinted = cookie.filter(this::isOpen).isPresent() ? Optional.<SignIns>empty() : hinted(hint, client);
        return EndSessionCheck.judge(
                new Evidence(asked, hint, client, cookie, hinted, parts.hintAlone(), parts.time().instant()));
    }

    private WebAnswer answer(WebRequest request, Parameters parameters, EndSessionRequest asked, Judgement judgement) {
        return switch (judgement) {
            case Judgement.Refuse refuse -> door.refuse(request, 400, refuse.code(), refuse.why());
            case Judgement.Ask ask -> decide(request, parameters,
                    new Decision(asking(asked, ask), ask.client(), true));
            case Judgement.Proceed proceed -> decide(request, parameters, proceeding(asked, proceed));
            case Judgement.Finish finish -> finish(request, asked, finish);
        };
    }

    /// @param ask whether the person has to be asked
    private record Decision(Question question, @Nullable OidcClient client, boolean ask) {}

    /// A yes to the specification's question MUST log the person out at the OP (section 2), so a flow that would end only
    /// the application's part gives way to the deployment's own.
    private Question asking(EndSessionRequest asked, Judgement.Ask ask) {
        var flow = flowOf(ask.client());
        var way = Visit.Way.to(ask.back(), key(ask.client()), ask.named(), asked.uiLocales());
        return new Question(PATH, ask.session().session().id(),
                door.flow(flow).endsSession() ? flow : door.endingFlow(parts.brandFlow()), initiator(ask.client()), way,
                null);
    }

    private Decision proceeding(EndSessionRequest asked, Judgement.Proceed proceed) {
        var flow = flowOf(proceed.client());
        var way = Visit.Way.to(proceed.back(), key(proceed.client()), proceed.named(), asked.uiLocales());
        var question = new Question(PATH, proceed.session().session().id(), flow,
                door.initiator(proceed.session(), initiator(proceed.client())), way, null);
        var asks = door.flow(flow).stages().stream().anyMatch(FlowStage.Confirm.class::isInstance);
        return new Decision(question, proceed.client(),
                asks && isOpen(proceed.session()));
    }

    private boolean isOpen(SignIns session) {
        return session.session().isOpen(parts.time().instant());
    }

    private WebAnswer decide(WebRequest request, Parameters parameters, Decision decision) {
        if (Door.isDryRun(request)) {
            return door.preview(decision.question());
        }
        if (!decision.ask() || request.wantsJson() && Door.isConfirmedByProgram(request, parameters)) {
            return door.carryOut(request, decision.question());
        }
        var client = decision.client();
        return door.ask(request, decision.question(), client == null ? null : client.name(),
                link(decision.question().way().back(), client));
    }

    private WebAnswer finish(WebRequest request, EndSessionRequest asked, Judgement.Finish finish) {
        var way = Visit.Way.to(finish.proven() ? finish.back() : null, key(finish.client()), false, asked.uiLocales());
        return door.nobody(request, way, finish.proven() ? null : link(finish.back(), finish.client()));
    }

    private WebAnswer declined(WebRequest request, Question question) {
        var client = Optional.ofNullable(question.way().client())
                .flatMap(key -> Optional.ofNullable(parts.clients().read(List.of(key)).get(key)));
        return parts.answers().page(request, question.way().locales(), 200,
                new Page.StillSignedIn(client.flatMap(Homes::of).orElse(parts.home())));
    }

    private Optional<OidcClient> rp(String clientId) {
        return parts.clients().byClientId(clientId).flatMap(client -> switch (client) {
            case OidcClient rp -> Optional.of(rp);
            case SamlClient _,CaepReceiver _ -> Optional.empty();
        });
    }

    private Optional<SignIns> hinted(@Nullable Verified hint, Optional<OidcClient> client) {
        if (!(hint instanceof Verified.Valid valid) || client.isEmpty() || valid.hint().sid() == null) {
            return Optional.empty();
        }
        return parts.sessions().find(new Handle.Sid(parts.issuer(), client.get().key(), valid.hint().sid()))
                .flatMap(parts.sessions()::read);
    }

    private String flowOf(@Nullable OidcClient client) {
        if (client == null) {
            return door.endingFlow(parts.brandFlow());
        }
        return client.invalidationFlow() == null ? parts.clientFlow() : client.invalidationFlow();
    }

    private static Initiator initiator(@Nullable OidcClient client) {
        return client == null ? Initiator.USER : Initiator.RP;
    }

    private static @Nullable String key(@Nullable OidcClient client) {
        return client == null ? null : client.key();
    }

    private static Page.@Nullable Link link(@Nullable String back, @Nullable OidcClient client) {
        return back == null || client == null ? null : new Page.Link(back, client.name());
    }

    private WebAnswer invalid(WebRequest request, String why) {
        return door.refuse(request, 400, "invalid_request", why);
    }

    /// A POST from another site comes without our SameSite cookie. The request is kept and the browser sent to a GET,
    /// which has the cookie; the hint never gets into that URL.
    private boolean isForeignPost(WebRequest request) {
        return request.method().equals("POST") && !request.wantsJson() && !door.hasSessionCookie(request);
    }

    private WebAnswer park(WebRequest request, EndSessionRequest asked) {
        var name = new byte[32];
        random.nextBytes(name);
        var handle = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        var until = parts.time().instant().plus(Limits.QUESTION);
        parts.parking().park(CookieHash.of(handle).value(), parts.seal().seal(PURPOSE, values(asked), until), until);
        return WebAnswer.seeOther(request.baseUrl() + PATH + "?resume=" + handle);
    }

    private Optional<EndSessionRequest> parked(String handle) {
        return parts.parking().read(CookieHash.of(handle).value(), parts.time().instant())
                .flatMap(sealed -> parts.seal().open(PURPOSE, sealed))
                .map(EndSession::request);
    }

    private static Map<String, Object> values(EndSessionRequest asked) {
        var values = new java.util.HashMap<String, Object>();
        put(values, "id_token_hint", asked.idTokenHint());
        put(values, "logout_hint", asked.logoutHint());
        put(values, "client_id", asked.clientId());
        put(values, "post_logout_redirect_uri", asked.postLogoutRedirectUri());
        put(values, "state", asked.state());
        put(values, "ui_locales", asked.uiLocales());
        return values;
    }

    private static void put(Map<String, Object> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static EndSessionRequest request(Map<String, Object> values) {
        return new EndSessionRequest((String) values.get("id_token_hint"), (String) values.get("logout_hint"),
                (String) values.get("client_id"), (String) values.get("post_logout_redirect_uri"),
                (String) values.get("state"), (String) values.get("ui_locales"));
    }
}
