package dev.exeunt.core.plan;

import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.StagePlan.Application;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The stage plan as programs read it.
public final class PlanJson {

    private final Map<String, Object> json = new LinkedHashMap<>();
    private final StagePlan plan;
    private final Visit.Way way;

    private PlanJson(StagePlan plan, Visit.Way way) {
        this.plan = plan;
        this.way = way;
    }

    /// The plan of a logout, with the state of each delivery.
    ///
    /// @param ref      the logout, or null for a preview
    /// @param way      where this visit leads; where others may not be named they are counted under `others`
    /// @param receipts as far as there are any
    /// @param next     where the browser goes now, the visit's URL; null where there is no visit
    public static Map<String, Object> of(@Nullable String ref, StagePlan plan, Visit.Way way,
            Collection<Receipt> receipts, @Nullable String next) {
        return new PlanJson(plan, way).write(ref, receipts, next);
    }

    /// What is answered when nobody is signed in: the way back, and nothing else.
    public static Map<String, Object> nobody(Visit.Way way) {
        return Map.of("stages", List.of(sessionEnd(way)));
    }

    private Map<String, Object> write(@Nullable String ref, Collection<Receipt> receipts, @Nullable String next) {
        put("ref", ref);
        put("flow", plan.flow());
        put("initiator", plan.initiator().text());
        put("stages", plan.stages().stream().map(stage -> stage(stage, next)).toList());
        put("deliveries", deliveries(receipts));
        put("unreachable", plan.unreachable().stream()
                .filter(entry -> mayName(entry.application()))
                .map(entry -> entry(entry.application(), "why", entry.why()))
                .toList());
        if (!way.named()) {
            put("others", others());
        }
        put("next", next);
        return json;
    }

    private Map<String, Object> stage(Stage stage, @Nullable String next) {
        return switch (stage) {
            case Stage.Confirm _,Stage.UserLogout _ -> Map.of("type", stage.type());
            case Stage.IframeLogout iframes -> object("type", stage.type(), "frames", frames(iframes.frames(), next));
            case Stage.NativeLogout natives -> object("type", stage.type(), "hops", natives.hops().stream()
                    .filter(hop -> mayName(hop.application()))
                    .map(hop -> entry(hop.application(), "binding", hop.binding().text()))
                    .toList());
            case Stage.Redirect redirect -> way.end() instanceof Visit.End.SamlAnswer
                    ? sessionEnd(way)
                    : object("type", stage.type(), "redirect_uri", redirect.url());
            case Stage.SessionEnd _ -> sessionEnd(way);
        };
    }

    /// A SAML frame leads to us first, where its message is made; so it has no address before there is a visit.
    private List<Map<String, Object>> frames(List<Stage.Frame> frames, @Nullable String next) {
        var shown = new ArrayList<Map<String, Object>>();
        for (int n = 0; n < frames.size(); n++) {
            var frame = frames.get(n);
            if (mayName(frame.application())) {
                var entry = switch (frame) {
                    case Stage.Frame.Oidc oidc -> entry(oidc.application(), "protocol", "oidc", "url", oidc.url());
                    case Stage.Frame.Saml saml -> entry(saml.application(), "protocol", "saml", "binding",
                            saml.binding().text());
                };
                if (frame instanceof Stage.Frame.Saml && next != null) {
                    entry.put("url", next + "/frames/" + n);
                }
                shown.add(entry);
            }
        }
        return shown;
    }

    private static Map<String, Object> sessionEnd(Visit.Way way) {
        var stage = object("type", "session_end");
        switch (way.end()) {
            case Visit.End.OurPage _ -> {
            }
            case Visit.End.Address(String url) -> stage.put("redirect_uri", url);
            case Visit.End.SamlAnswer answer -> stage.put("answer", object("client_id",
                    Objects.requireNonNull(way.client(), "an answer is owed to a client"), "protocol", "saml",
                    "binding", answer.binding().text(), "url", answer.location()));
        }
        return stage;
    }

    private List<Map<String, Object>> deliveries(Collection<Receipt> receipts) {
        var states = ApplicationState.ofDeliveries(plan, receipts);
        var result = new ArrayList<Map<String, Object>>();
        for (int n = 0; n < plan.deliveries().size(); n++) {
            var delivery = plan.deliveries().get(n);
            if (delivery.application() != Delivery.IDP && mayName(delivery.application())) {
                result.add(
                        entry(delivery.application(), "protocol", protocol(delivery), "state", states.get(n).text()));
            }
        }
        return result;
    }

    /// The protocol of a delivery, as plans spell it.
    public static String protocol(Delivery delivery) {
        return switch (delivery) {
            case Delivery.LogoutToken _ -> "oidc";
            case Delivery.SamlLogoutRequest _ -> "saml";
            case Delivery.SecurityEvent _,Delivery.SessionRevoked _ -> "caep";
        };
    }

    private Map<String, Object> others() {
        var frames = entries(stage -> stage instanceof Stage.IframeLogout iframes
                ? iframes.frames().stream().map(Stage.Frame::application)
                : Stream.empty());
        var hops = entries(stage -> stage instanceof Stage.NativeLogout natives
                ? natives.hops().stream().map(Stage.Hop::application)
                : Stream.empty());
        var notices = plan.deliveries().stream()
                .filter(delivery -> delivery.application() != Delivery.IDP && !mayName(delivery.application()))
                .count();
        var lost = plan.unreachable().stream().filter(entry -> !mayName(entry.application())).count();
        return object("frames", frames, "hops", hops, "deliveries", notices, "unreachable", lost);
    }

    private long entries(Function<Stage, Stream<Integer>> applications) {
        return plan.stages().stream().flatMap(applications).filter(application -> !mayName(application)).count();
    }

    private boolean mayName(int application) {
        return way.named() || Objects.equals(way.client(), application(application).client());
    }

    private Application application(int index) {
        return plan.applications().get(index);
    }

    private Map<String, Object> entry(int application, Object... more) {
        var entry = object("client_id", application(application).client(), "name", application(application).name());
        entry.putAll(object(more));
        return entry;
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
