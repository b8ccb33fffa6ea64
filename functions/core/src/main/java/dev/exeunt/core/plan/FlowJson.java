package dev.exeunt.core.plan;

import dev.exeunt.core.Limits;
import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Origins;
import dev.exeunt.core.web.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Flows as the registry reads and shows them: `{"stages":["confirm","user_logout"]}`. A stage is its name, or an object
/// with its `type`; only `redirect` has more to say, its `redirect_uri`.
public final class FlowJson {

    private static final int MOST_STAGES = 8;
    /// What a Location header can hold.
    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

    private FlowJson() {
    }

    /// The flow that a body describes, or why it describes none. Each stage comes once at most; `confirm` comes before
    /// `user_logout`, and `redirect` and `session_end` come last.
    public static Checked<Flow> read(String slug, Map<String, Object> json) {
        if (!(json.get("stages") instanceof List<?> given)) {
            return bad("required", "stages must be an array of stages; an empty one ends one application's part only.");
        }
        if (given.size() > MOST_STAGES) {
            return bad("items", "A flow has at most " + MOST_STAGES + " stages.");
        }
        var stages = new ArrayList<FlowStage>();
        for (Object one : given) {
            switch (stage(one)) {
                case Checked.Good<FlowStage> good -> stages.add(good.value());
                case Checked.Bad<FlowStage> wrong -> {
                    return new Checked.Bad<>(wrong.problem());
                }
            }
        }
        return ordered(slug, stages);
    }

    /// The flow as the registry shows it.
    public static Map<String, Object> of(Flow flow) {
        return Map.of("slug", flow.slug(), "stages", flow.stages().stream().map(FlowJson::of).toList());
    }

    private static Object of(FlowStage stage) {
        return switch (stage) {
            case FlowStage.Confirm _ -> "confirm";
            case FlowStage.UserLogout _ -> "user_logout";
            case FlowStage.SessionEnd _ -> "session_end";
            case FlowStage.Redirect redirect -> Map.of("type", "redirect", "redirect_uri", redirect.url());
        };
    }

    private static Checked<FlowStage> stage(Object given) {
        var type = given instanceof Map<?, ?> object ? object.get("type") : given;
        return switch (String.valueOf(type)) {
            case "confirm" -> new Checked.Good<>(new FlowStage.Confirm());
            case "user_logout" -> new Checked.Good<>(new FlowStage.UserLogout());
            case "session_end" -> new Checked.Good<>(new FlowStage.SessionEnd());
            case "redirect" -> redirect(given);
            default -> bad("unknown_stage",
                    "A stage is one of confirm, user_logout, redirect, session_end; the others come by themselves.");
        };
    }

    private static Checked<FlowStage> redirect(Object given) {
        var url = given instanceof Map<?, ?> object ? object.get("redirect_uri") : null;
        if (url instanceof String text && text.length() <= Limits.URI && VISIBLE.matcher(text).matches()
                && Origins.of(text).isPresent()
                && !text.contains("#") && URI.create(text).getRawUserInfo() == null) {
            return new Checked.Good<>(new FlowStage.Redirect(text));
        }
        return bad("redirect_uri",
                "A redirect is {\"type\":\"redirect\",\"redirect_uri\":\"https://…\"}: absolute, visible ASCII, no user, no fragment.");
    }

    private static Checked<Flow> ordered(String slug, List<FlowStage> stages) {
        var kinds = new HashSet<Class<?>>();
        for (int index = 0; index < stages.size(); index++) {
            var stage = stages.get(index);
            if (!kinds.add(stage.getClass())) {
                return bad("repeated_stage", "A stage comes once at most.");
            }
            var last = index == stages.size() - 1;
            switch (stage) {
                case FlowStage.Confirm _ when kinds.contains(FlowStage.UserLogout.class) -> {
                    return bad("order", "confirm comes before user_logout: afterwards there is nothing to confirm.");
                }
                case FlowStage.Redirect _ when !last -> {
                    return bad("order", "redirect comes last: the browser does not come back.");
                }
                case FlowStage.SessionEnd _ when !last -> {
                    return bad("order", "session_end comes last.");
                }
                case FlowStage.Confirm _,FlowStage.UserLogout _,FlowStage.Redirect _,FlowStage.SessionEnd _ -> {
                }
            }
        }
        return new Checked.Good<>(new Flow(slug, stages));
    }

    private static <T> Checked<T> bad(String rule, String detail) {
        return new Checked.Bad<>(Problem.invalid("stages", rule, detail));
    }
}
