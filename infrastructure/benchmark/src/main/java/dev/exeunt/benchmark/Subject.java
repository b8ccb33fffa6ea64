package dev.exeunt.benchmark;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.local.runtime.Archive;
import dev.exeunt.local.runtime.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A function whose cold start is measured, with an event that it answers after one read of something that is not there.
///
/// @param what  as the report names it
/// @param event the event
/// @param bytes of its archive
record Subject(String what, Launch launch, String event, long bytes, ColdTimings timings) {

    private static final String VISIT = "0".repeat(32 + 43);

    /// A function of the template.
    ///
    /// @param name  as its module is called
    /// @param event one of the methods below
    static Subject packaged(Archive archive, String name, String handler, Map<String, String> environment, Path folder)
            throws IOException {
        archive.unpack(folder);
        return new Subject(name, new Launch(folder, handler, environment), event(name), Files.size(archive.file()),
                new ColdTimings());
    }

    /// A bare function beside the libraries of another.
    static Subject bare(String what, Class<?> handler, Archive beside, Map<String, String> environment, Path folder)
            throws IOException {
        beside.unpack(folder);
        var bytes = 0L;
        for (Class<?> each = handler; each != Object.class; each = each.getSuperclass()) {
            bytes += copy(each, folder);
        }
        return new Subject(what, new Launch(folder, handler.getName() + "::handleRequest", environment), "{}",
                bytes, new ColdTimings());
    }

    private static long copy(Class<?> type, Path folder) throws IOException {
        var name = type.getName().replace('.', '/') + ".class";
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (var code = type.getResourceAsStream("/" + name)) {
            if (code == null) {
                throw new IOException(name + " is missing");
            }
            return Files.copy(code, file);
        }
    }

    /// The same with another event.
    Subject with(String other) {
        return new Subject(what, launch, other, bytes, timings);
    }

    private static String event(String name) {
        return switch (name) {
            case "logout" -> get("ANY /logout", "/logout", Map.of(), List.of("session=nobody-has-this-one"));
            case "frontchannel" -> get("ANY /logout/{visit}", "/logout/" + VISIT, Map.of("visit", VISIT), List.of());
            case "registry" -> get("ANY /{proxy+}", "/sessions/none", Map.of("proxy", "sessions/none"), List.of());
            case "backchannel" -> JSONObjectUtils.toJSONString(Map.of("Records", List.of(Map.of("messageId", "m",
                    "receiptHandle", "r", "attributes", Map.of("ApproximateReceiveCount", "1"), "body",
                    "{\"ref\":\"%s\",\"delivery\":0,\"run\":1,\"client\":\"none\"}".formatted("0".repeat(32))))));
            case "sweeper" -> "{\"shard\":0}";
            default -> throw new IllegalArgumentException(name);
        };
    }

    /// A request as the gateway sends it.
    static String get(String routeKey, String path, Map<String, String> parameters, List<String> cookies) {
        return JSONObjectUtils.toJSONString(Map.of("version", "2.0", "routeKey", routeKey, "rawPath", path,
                "rawQueryString", "", "headers", Map.of("accept", "text/html"), "cookies", cookies, "pathParameters",
                parameters, "requestContext",
                Map.of("domainName", "slo.example", "http", Map.of("method", "GET")), "isBase64Encoded", false));
    }
}
