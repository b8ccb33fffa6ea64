package dev.exeunt.acceptance.memory;

import java.util.function.Function;
import software.amazon.awssdk.core.SdkRequest;

/// What happens to each call of a service on its way.
@FunctionalInterface
public interface Script {

    /// Every call is made as it is.
    Script NONE = new Script() {
        @Override
        public <Q extends SdkRequest, A> A call(String operation, Q request, Function<Q, A> effect) {
            return effect.apply(request);
        }
    };

    /// Makes the call, or does not, and answers or fails.
    ///
    /// @param operation by its name in the API, for example `PutItem`
    /// @param effect    makes the call
    <Q extends SdkRequest, A> A call(String operation, Q request, Function<Q, A> effect);
}
