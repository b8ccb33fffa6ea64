package dev.exeunt.acceptance.crash;

import dev.exeunt.acceptance.crash.Cloud.Function;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.web.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Those who call: the identity provider, browsers and operators. Whoever gets no answer, or one that says that it is not
/// their fault, tries again a few times.
final class People {

    private static final int TRIES = 5;
    private static final Pattern SEALED = Pattern.compile("name=\"request\" value=\"([^\"]+)\"");

    private final Cloud cloud;
    private final Map<String, OidcClient> clients = new LinkedHashMap<>();
    private final Map<String, SignedIn> sessions = new LinkedHashMap<>();
    private final List<Participation> participations = new ArrayList<>();

    /// A session that the identity provider has told of.
    record SignedIn(String id, String user, boolean acknowledged) {}

    /// A client's part in a session.
    ///
    /// @param during       the invocations that were going on when it joined
    /// @param acknowledged whether the identity provider was told that it joined, and has issued tokens
    record Participation(String session, String user, String client, String sid, List<Integer> during,
            boolean acknowledged) {

        String sub() {
            return "sub-of-" + user;
        }
    }

    /// What an HTTP API answered.
    record Answer(int status, String body, String location, List<String> cookies) {}

    People(Cloud cloud) {
        this.cloud = cloud;
    }

    /// Registers a client before anything can go wrong.
    ///
    /// @param subject what its notices name
    void client(String key, Subject subject) {
        var client = new OidcClient(key, key, "App " + key, List.of(), List.of(),
                new LogoutUri("https://" + key + ".example/bc", false), null, "RS256", null, null,
                new Profile(Profile.STANDARD.typ(), subject, null, null));
        clients.put(key, client);
        cloud.table().clients().put(client);
    }

    /// Registers a receiver of events, which name session and user.
    void receiver(String key) {
        cloud.table().clients().put(new CaepReceiver(key, key, "App " + key, "https://" + key + ".example/events", null,
                CaepReceiver.Subject.COMPLEX));
    }

    boolean namesTheSubjectOnly(String client) {
        var known = clients.get(client);
        return known != null && known.profile().subject() == Subject.SUB;
    }

    List<Participation> participations() {
        return List.copyOf(participations);
    }

    List<SignedIn> sessions() {
        return List.copyOf(sessions.values());
    }

    /// `PUT /sessions/{session}`.
    void signIn(String session, String user, Duration life) {
        var body = Map.of("user", user, "expires_at", cloud.watch().instant().plus(life).toString(), "cookie_sha256",
                List.of(CookieHash.of(cookie(session)).value()));
        sessions.put(session, new SignedIn(session, user, false));
        if (isGood(registry("PUT", "/sessions/" + session, "", body))) {
            sessions.put(session, new SignedIn(session, user, true));
        }
    }

    /// `PUT /sessions/{session}/participants/{client_id}`, under a `sid` of its own.
    void join(String session, String client) {
        var signedIn = sessions.get(session);
        if (signedIn == null) {
            return;
        }
        var during = cloud.running();
        var open = new Participation(session, signedIn.user(), client, session + "." + client + "." + participations
                .size(), during, false);
        var place = participations.size();
        participations.add(open);
        var body = Map.of("iss", Plan.ISSUER, "sub", open.sub(), "sid", open.sid());
        if (isGood(registry("PUT", "/sessions/" + session + "/participants/" + client, "", body))) {
            participations.set(place, new Participation(session, signedIn.user(), client, open.sid(), during, true));
        }
    }

    /// `DELETE /sessions/{session}`.
    ///
    /// @return whether the operator was told that it ended
    boolean end(String session) {
        return isGood(registry("DELETE", "/sessions/" + session, "reason=admin", null));
    }

    /// `DELETE /users/{user}/sessions`.
    boolean endAll(String user) {
        return isGood(registry("DELETE", "/users/" + user + "/sessions", "reason=password_changed", null));
    }

    /// `POST /deliveries/redrive`: an operator has what failed sent again.
    boolean redrive(String client) {
        return redrive(Map.of("client_id", client));
    }

    /// The same of all that has failed.
    boolean redriveAll() {
        return redrive(Map.of());
    }

    private boolean redrive(Map<String, String> selection) {
        return isGood(registry("POST", "/deliveries/redrive", "", selection));
    }

    /// A browser signs out at the identity provider: the question, the yes, the pages.
    ///
    /// @return whether it was told that it has ended
    boolean logOut(String session) {
        var cookies = List.of("__Host-session=" + cookie(session));
        for (int tries = 0; tries < TRIES; tries++) {
            var asked = http(Function.LOGOUT, new Request("GET", "/logout", "ANY /logout", Map.of(), cookies, ""));
            var sealed = asked.map(Answer::body).map(SEALED::matcher).filter(found -> found.find());
            if (sealed.isEmpty()) {
                if (asked.filter(answer -> answer.status() < 500).isPresent()) {
                    return false;
                }
                continue;
            }
            var form = "confirm=yes&request=" + URLEncoder.encode(sealed.get().group(1), StandardCharsets.UTF_8);
            var ended = http(Function.LOGOUT, new Request("POST", "/logout", "ANY /logout", Map.of(), cookies, form));
            if (ended.filter(answer -> answer.status() == 303).isPresent()) {
                visit(ended.get().location(), cookies);
                return true;
            }
        }
        return false;
    }

    private void visit(String url, List<String> cookies) {
        var path = url.substring(Plan.PUBLIC_URL.length());
        if (!path.startsWith("/logout/")) {
            return;
        }
        var captured = Map.of("visit", path.substring("/logout/".length()));
        again(() -> http(Function.FRONTCHANNEL,
                new Request("GET", path, "ANY /logout/{visit}", captured, cookies, "")));
        again(() -> http(Function.FRONTCHANNEL,
                new Request("GET", path + "/status", "ANY /logout/{visit}/status", captured, cookies, "")));
        var stage = new LinkedHashMap<>(captured);
        stage.put("index", "1");
        again(() -> http(Function.FRONTCHANNEL, new Request("POST", path + "/stages/1",
                "ANY /logout/{visit}/stages/{index}", stage, cookies, "hop=next")));
    }

    private Optional<Answer> registry(String method, String path, String query, @Nullable Map<String, ?> body) {
        var text = body == null ? "" : Json.write(body);
        return again(() -> http(Function.REGISTRY, event(method, path, "ANY " + path, query,
                Map.of("content-type", "application/json"), Map.of(), List.of(), text)));
    }

    private static boolean isGood(Optional<Answer> answer) {
        return answer.filter(one -> one.status() < 300).isPresent();
    }

    private static Optional<Answer> again(Supplier<Optional<Answer>> call) {
        var answer = call.get();
        for (int tries = 1; tries < TRIES && answer.filter(one -> one.status() < 500).isEmpty(); tries++) {
            answer = call.get();
        }
        return answer;
    }

    private record Request(String method, String path, String route, Map<String, String> captured,
            List<String> cookies, String form) {}

    private Optional<Answer> http(Function function, Request request) {
        return http(function, event(request.method(), request.path(), request.route(), "",
                Map.of("content-type", "application/x-www-form-urlencoded", "origin", Plan.PUBLIC_URL,
                        "sec-fetch-site", "same-origin", "accept", "text/html"),
                request.captured(), request.cookies(), request.form()));
    }

    private Optional<Answer> http(Function function, String event) {
        return cloud.invoke(function, event).map(People::answer);
    }

    private static Answer answer(String json) {
        var answer = Json.read(json).orElseThrow();
        var headers = (Map<?, ?>) answer.get("headers");
        var location = headers == null
                ? null
                : headers.entrySet().stream()
                        .filter(one -> String.valueOf(one.getKey()).equalsIgnoreCase("location"))
                        .map(one -> String.valueOf(one.getValue())).findFirst().orElse(null);
        return new Answer(((Number) answer.get("statusCode")).intValue(), String.valueOf(answer.get("body")),
                location == null ? "" : location, List.of());
    }

    private static String event(String method, String path, String route, String query, Map<String, String> headers,
            Map<String, String> captured, List<String> cookies, String body) {
        return Json.write(Map.of("version", "2.0", "routeKey", route, "rawPath", path, "rawQueryString", query,
                "headers", headers, "cookies", cookies, "pathParameters", captured, "body", body, "isBase64Encoded",
                false, "requestContext",
                Map.of("domainName", "slo.example", "http", Map.of("method", method, "path", path))));
    }

    private static String cookie(String session) {
        return "cookie-of-" + session + "-which-nobody-guesses";
    }
}
