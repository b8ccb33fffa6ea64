package dev.exeunt.aws.table;

import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.Stage.Frame;
import dev.exeunt.core.plan.Stage.Hop;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.StagePlan.Application;
import dev.exeunt.core.plan.StagePlan.Unreachable;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.OidcIdentity;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A logout with its plan as JSON.
final class LogoutJson {

    private LogoutJson() {
    }

    static Json json(Logout logout) {
        return new Json().put("ref", logout.ref())
                .put("session", logout.session())
                .put("user", logout.user())
                .put("client", logout.client())
                .put("reason", logout.reason().text())
                .put("at", logout.at().toString())
                .put("plan", plan(logout.plan()));
    }

    private static Json plan(StagePlan plan) {
        return new Json().put("flow", plan.flow())
                .put("initiator", plan.initiator().name())
                .putAll("stages", each(plan.stages(), LogoutJson::stage))
                .putAll("applications", each(plan.applications(), LogoutJson::application))
                .putAll("deliveries", each(plan.deliveries(), LogoutJson::delivery))
                .putAll("unreachable", each(plan.unreachable(), LogoutJson::unreachable))
                .put("originator", originator(plan));
    }

    private static @Nullable Json originator(StagePlan plan) {
        return plan.originator() == null ? null : new Json().put("application", plan.originator());
    }

    private static Json stage(Stage stage) {
        var json = new Json().put("type", stage.type());
        return switch (stage) {
            case Stage.Confirm _,Stage.UserLogout _,Stage.SessionEnd _ -> json;
            case Stage.IframeLogout(var frames) -> json.putAll("frames", each(frames, LogoutJson::frame));
            case Stage.NativeLogout(var hops) -> json.putAll("hops", each(hops, LogoutJson::hop));
            case Stage.Redirect(var url) -> json.put("url", url);
        };
    }

    private static Json frame(Frame frame) {
        var json = new Json().put("application", frame.application());
        return switch (frame) {
            case Frame.Oidc(_, var url) -> json.put("url", url);
            case Frame.Saml(_, var identity, var binding) ->
                json.put("identity", IdentityJson.json(identity)).put("binding", binding.name());
        };
    }

    private static Json hop(Hop hop) {
        return new Json().put("application", hop.application())
                .put("identity", IdentityJson.json(hop.identity()))
                .put("binding", hop.binding().name());
    }

    private static Json application(Application application) {
        return new Json().put("client", application.client()).put("name", application.name());
    }

    private static Json delivery(Delivery delivery) {
        var json = new Json().put("application", delivery.application());
        return switch (delivery) {
            case Delivery.LogoutToken(_, var identity) -> json.put("kind", "logout_token")
                    .put("iss", identity.iss())
                    .put("sub", identity.sub())
                    .put("sid", identity.sid());
            case Delivery.SamlLogoutRequest(_, var identity) ->
                json.put("kind", "saml_logout_request").put("identity", IdentityJson.json(identity));
            case Delivery.SecurityEvent(_, var identity) -> json.put("kind", "security_event")
                    .put("iss", identity.iss())
                    .put("sub", identity.sub())
                    .put("sid", identity.sid())
                    .put("email", identity.email());
            case Delivery.SessionRevoked _ -> json.put("kind", "session_revoked");
        };
    }

    private static Json unreachable(Unreachable unreachable) {
        return new Json().put("application", unreachable.application()).put("why", unreachable.why());
    }

    static Logout logout(Json json) {
        return new Logout(json.text("ref"), json.text("session"), json.text("user"), json.textOrNull("client"),
                EndReason.of(json.text("reason")).orElseThrow(), json.time("at"), plan(json.object("plan")));
    }

    private static StagePlan plan(Json json) {
        return new StagePlan(json.text("flow"), Initiator.valueOf(json.text("initiator")),
                each(json.objects("stages"), LogoutJson::stage),
                each(json.objects("applications"), LogoutJson::application),
                each(json.objects("deliveries"), LogoutJson::delivery),
                each(json.objects("unreachable"), LogoutJson::unreachable),
                json.has("originator") ? json.object("originator").number("application") : null);
    }

    private static Stage stage(Json json) {
        return switch (json.text("type")) {
            case "confirm" -> new Stage.Confirm();
            case "user_logout" -> new Stage.UserLogout();
            case "iframe_logout" -> new Stage.IframeLogout(each(json.objects("frames"), LogoutJson::frame));
            case "native_logout" -> new Stage.NativeLogout(each(json.objects("hops"), LogoutJson::hop));
            case "redirect" -> new Stage.Redirect(json.text("url"));
            case "session_end" -> new Stage.SessionEnd();
            default -> throw new IllegalStateException("a stage of type " + json.text("type"));
        };
    }

    private static Frame frame(Json json) {
        return json.has("url")
                ? new Frame.Oidc(json.number("application"), json.text("url"))
                : new Frame.Saml(json.number("application"), IdentityJson.saml(json.object("identity")),
                        Binding.valueOf(json.text("binding")));
    }

    private static Hop hop(Json json) {
        return new Hop(json.number("application"), IdentityJson.saml(json.object("identity")),
                Binding.valueOf(json.text("binding")));
    }

    private static Application application(Json json) {
        return new Application(json.text("client"), json.text("name"));
    }

    private static Delivery delivery(Json json) {
        return switch (json.text("kind")) {
            case "logout_token" -> new Delivery.LogoutToken(json.number("application"),
                    new OidcIdentity(json.text("iss"), json.text("sub"), json.textOrNull("sid")));
            case "saml_logout_request" -> new Delivery.SamlLogoutRequest(json.number("application"),
                    IdentityJson.saml(json.object("identity")));
            case "security_event" -> new Delivery.SecurityEvent(json.number("application"),
                    new CaepIdentity(json.text("iss"), json.text("sub"), json.textOrNull("sid"),
                            json.textOrNull("email")));
            case "session_revoked" -> new Delivery.SessionRevoked();
            default -> throw new IllegalStateException("a delivery of kind " + json.text("kind"));
        };
    }

    private static Unreachable unreachable(Json json) {
        return new Unreachable(json.number("application"), json.text("why"));
    }

    private static <A, B> List<B> each(List<A> list, Function<A, B> change) {
        return list.stream().map(change).toList();
    }
}
