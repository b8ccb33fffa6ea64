package dev.exeunt.aws;

import dev.exeunt.core.action.Events;
import java.io.IOException;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/// What a function does before Lambda takes a snapshot of it (SnapStart): it rehearses its work, so that what is restored
/// has classes loaded and its clients warm. Without SnapStart nothing happens, not even a class of CRaC is loaded.
///
/// A rehearsal has no effect: it reads what does not exist, and sends nothing. One that fails (a service is away, a
/// permission is missing) is logged and the snapshot is taken without it. Nothing that must be unique is made before the
/// snapshot and used after it: identifiers come from `SecureRandom` where they are needed, and what is cached carries its
/// age.
///
/// @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Runtime hooks</a>
public final class Snapshot {

    private static final String TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";
    private static final String SNAP_START = "snap-start";

    /// Which CRaC answers; the runtime's own, should it not say so itself. Otherwise hooks are dropped without a word.
    private static final String COMPAT = "org.crac.Core.Compat";
    private static final String LAMBDAS_OWN = "com.amazonaws.services.lambda.crac";

    /// The runtime holds hooks by weak references and collects garbage before it calls them.
    private static @Nullable Object kept;

    private Snapshot() {
    }

    /// What to do before the snapshot.
    @FunctionalInterface
    public interface Rehearsal {

        /// Goes through the function's work without any effect.
        void run() throws IOException;
    }

    /// Rehearses before the snapshot, if there will be one. Called once, by the constructor that Lambda calls.
    public static synchronized void rehearse(Environment environment, Events events, Rehearsal rehearsal) {
        if (environment.optional(TYPE).filter(SNAP_START::equals).isPresent()) {
            if (System.getProperty(COMPAT) == null) {
                System.setProperty(COMPAT, LAMBDAS_OWN);
            }
            var hook = new Hook(events, rehearsal);
            Core.getGlobalContext().register(hook);
            kept = hook;
        }
    }

    private record Hook(Events events, Rehearsal rehearsal) implements Resource {

        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) {
            try {
                rehearsal.run();
                events.emit("snapshot_rehearsed", Map.of());
            } catch (IOException | RuntimeException e) {
                events.emit("snapshot_not_rehearsed", Map.of("error", e.getClass().getName()));
            }
        }

        @Override
        public void afterRestore(Context<? extends Resource> context) {
            // What is cached knows its age, and connections that idled too long are not used again: nothing to mend.
        }
    }
}
