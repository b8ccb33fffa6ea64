package dev.exeunt.core.plan;

import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.plan.Stage.Frame;
import dev.exeunt.core.plan.Stage.Hop;
import java.util.ArrayList;
import java.util.List;

/// Where the stages for what a session really used go.
final class Injection {

    private Injection() {
    }

    /// The flow's stages with the iframe stage right after user_logout, or first where only one application ends, the
    /// native stage behind it or in its place, and a way back at the end.
    static List<Stage> inject(Flow flow, List<Frame> frames, List<Hop> hops) {
        var stages = new ArrayList<Stage>();
        for (FlowStage stage : flow.stages()) {
            stages.add(switch (stage) {
                case FlowStage.Confirm _ -> new Stage.Confirm();
                case FlowStage.UserLogout _ -> new Stage.UserLogout();
                case FlowStage.Redirect redirect -> new Stage.Redirect(redirect.url());
                case FlowStage.SessionEnd _ -> new Stage.SessionEnd();
            });
        }
        var place = afterUserLogout(stages);
        if (!hops.isEmpty()) {
            stages.add(place, new Stage.NativeLogout(hops));
        }
        if (!frames.isEmpty()) {
            stages.add(place, new Stage.IframeLogout(frames));
        }
        if (stages.isEmpty() || !leaves(stages.getLast())) {
            stages.add(new Stage.SessionEnd());
        }
        return stages;
    }

    private static int afterUserLogout(List<Stage> stages) {
        for (int index = 0; index < stages.size(); index++) {
            if (stages.get(index) instanceof Stage.UserLogout) {
                return index + 1;
            }
        }
        return (int) stages.stream().takeWhile(Stage.Confirm.class::isInstance).count();
    }

    private static boolean leaves(Stage stage) {
        return stage instanceof Stage.Redirect || stage instanceof Stage.SessionEnd;
    }
}
