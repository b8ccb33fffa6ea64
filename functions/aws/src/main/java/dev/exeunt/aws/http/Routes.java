package dev.exeunt.aws.http;

import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;

/// What a function answers on each of its routes.
@FunctionalInterface
public interface Routes {

    /// @param routeKey as `template.yaml` spells the route, for example `ANY /logout/{visit}`
    WebAnswer answer(String routeKey, WebRequest request);
}
