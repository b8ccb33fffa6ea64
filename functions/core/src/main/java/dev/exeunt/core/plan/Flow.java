package dev.exeunt.core.plan;

import java.util.List;
import java.util.Optional;

/// A named, ordered list of stages: what a logout means, before it is known who is signed in where.
public record Flow(String slug, List<FlowStage> stages) {

    /// Logging out at the IdP: the session ends, and with it every application's part.
    public static final Flow INVALIDATION = new Flow("default-invalidation-flow", List.of(new FlowStage.UserLogout()));

    /// Logging out of one application: only its own part ends.
    public static final Flow PROVIDER_INVALIDATION = new Flow("default-provider-invalidation-flow", List.of());

    public Flow {
        stages = List.copyOf(stages);
    }

    /// The flows that are there without being registered.
    public static Optional<Flow> builtIn(String slug) {
        return List.of(INVALIDATION, PROVIDER_INVALIDATION).stream().filter(flow -> flow.slug().equals(slug))
                .findFirst();
    }

    /// This flow if it ends the session, and the built-in one that does if not: logging out at the IdP ends the session,
    /// whatever flow a deployment names for it.
    public Flow orInvalidation() {
        return endsSession() ? this : INVALIDATION;
    }

    /// Whether this flow ends the session, and not one application's part alone.
    public boolean endsSession() {
        return stages.stream().anyMatch(FlowStage.UserLogout.class::isInstance);
    }

    /// One stage of a flow.
    public sealed interface FlowStage {

        /// The person is asked first.
        record Confirm() implements FlowStage {}

        /// The session ends; the stages for what it really used are injected after this one.
        record UserLogout() implements FlowStage {}

        /// The browser goes to a stored URL; the last stage of its flow.
        record Redirect(String url) implements FlowStage {}

        /// The way back to where the browser came from, or our page.
        record SessionEnd() implements FlowStage {}
    }
}
