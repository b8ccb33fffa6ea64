package dev.exeunt.local.gateway;

import dev.exeunt.local.Site;
import dev.exeunt.local.lambda.LocalFunction;
import dev.exeunt.local.lambda.Log;
import dev.exeunt.local.template.Stack;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// One HTTP API of the template: finds the route of a request, calls its function and makes an answer of the result.
public final class HttpApi {

    /// What an HTTP API needs to know beside its routes.
    ///
    /// @param hosts    the host names that are its own, in lower case and without a port
    /// @param elsewhere who answers what is not the API's
    /// @param time     what the payload says the time is
    /// @param log      where failures go
    public record Surroundings(Set<String> hosts, Site elsewhere, InstantSource time, Log log) {
        public Surroundings {
            hosts = Set.copyOf(hosts);
        }
    }

    private final Routes routes;
    private final Payload payload;
    private final Surroundings surroundings;

    /// @param api        as declared
    /// @param functions  those that may have routes in it
    /// @param domainName its own host with its port
    public HttpApi(Stack.Api api, List<LocalFunction> functions, String domainName, Surroundings surroundings) {
        this.routes = new Routes(api.ref(), functions);
        this.payload = new Payload(api, domainName);
        this.surroundings = surroundings;
    }

    Site.Answer answer(Incoming request) {
        if (!surroundings.hosts.contains(request.http().hostName())) {
            return elsewhere(request);
        }
        if (request.headBytes() > Limits.HEAD) {
            return FunctionAnswer.message(431, "Request Header Fields Too Large");
        }
        var path = request.path();
        if (path.isEmpty()) {
            return FunctionAnswer.message(400, "Bad Request");
        }
        return routes.match(request.http().method(), path.get()).map(match -> call(request, match))
                .orElseGet(() -> elsewhere(request));
    }

    private Site.Answer call(Incoming request, Routes.Match match) {
        var event = payload.of(request, match, surroundings.time.instant());
        return FunctionAnswer.of(match.function().invoke(event, Limits.INTEGRATION));
    }

    private Site.Answer elsewhere(Incoming request) {
        try {
            return surroundings.elsewhere.answer(request.http());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            surroundings.log.write("site", "ERROR %s %s: %s".formatted(request.http().method(), request.http().path(),
                    e));
        }
        return Site.Answer.empty(500);
    }
}
