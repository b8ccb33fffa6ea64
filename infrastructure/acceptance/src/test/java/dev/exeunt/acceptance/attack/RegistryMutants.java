package dev.exeunt.acceptance.attack;

import dev.exeunt.acceptance.attack.Wire.Request;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Requests to the registry, each made of good parts with something wrong, and each about something new, so that it can be
/// seen whether it left anything.
final class RegistryMutants {

    private static final List<String> METHODS = List.of("GET", "PUT", "PUT", "PUT", "PUT", "POST", "PATCH", "HEAD");
    private static final List<String> TYPES = List.of("application/json", "application/json", "application/json",
            "application/json;charset=utf-8", "text/json", "application/samlmetadata+xml", ";",
            "application/json,text/plain");
    private static final Pattern FRESH = Pattern.compile("fuzz-[0-9]+-[cs]");

    private final Mutation mutation;
    private final World world;
    private final Victim victim;
    private int count;

    RegistryMutants(Random random, World world, Victim victim) {
        this.mutation = new Mutation(random);
        this.world = world;
        this.victim = victim;
    }

    Stream<Request> stream(int each) {
        return Stream.of("clients", "sessions", "participants", "users", "tickets", "logouts")
                .flatMap(kind -> Stream.generate(() -> request(kind)).limit(each));
    }

    /// The name that a request made up, if it was to be written.
    Optional<String> fresh(Request request) {
        return FRESH.matcher(request.target()).results().map(java.util.regex.MatchResult::group).findFirst();
    }

    private Request request(String kind) {
        count++;
        var method = mutation.any(METHODS);
        var target = target(kind);
        var path = mutation.chance(5) ? "/" + Mutation.raw(mutation.text(target.substring(1))) : target;
        var headers = new ArrayList<String>();
        if (mutation.chance(20)) {
            headers.add("X-Http-Method-Override: DELETE");
        }
        if (method.equals("GET") || method.equals("HEAD")) {
            return new Request(method, path + query(), headers, new byte[0]);
        }
        headers.add("Content-Type: " + mutation.any(TYPES));
        return new Request(method, path, headers, body(kind));
    }

    private String target(String kind) {
        var session = victim.session().id();
        return switch (kind) {
            case "clients" -> "/clients/fuzz-" + count + "-c";
            case "sessions" -> "/sessions/fuzz-" + count + "-s";
            case "participants" -> "/sessions/" + (mutation.chance(2) ? session : "fuzz-" + count + "-s")
                    + "/participants/" + (mutation.chance(2) ? victim.asking().rp().id() : "fuzz-" + count + "-c");
            case "users" -> "/users/" + mutation.encoded(mutation.text(victim.session().user())) + "/sessions";
            case "tickets" -> "/sessions/fuzz-" + count + "-s/tickets";
            default -> "/logouts/" + mutation.encoded(mutation.text("0123456789abcdef0123456789abcdef"));
        };
    }

    private String query() {
        return mutation.chance(2)
                ? ""
                : "?cursor=" + mutation.encoded(mutation.nasty()) + "&reason=" + mutation.encoded("x");
    }

    private byte[] body(String kind) {
        var json = Json.write(spoiled(good(kind)));
        if (mutation.chance(8)) {
            json = mutation.text(json);
        }
        if (mutation.chance(40)) {
            json = "{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        }
        var bytes = json.getBytes(mutation.chance(20) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        return mutation.chance(100) ? new byte[200_000] : bytes;
    }

    private Map<String, Object> good(String kind) {
        var good = new LinkedHashMap<String, Object>();
        switch (kind) {
            case "clients" -> {
                good.putAll(victim.asking().rp().metadata(true, true));
                good.put("client_id", "https://odd.example/" + count);
                good.put("id_token_signed_response_alg", "RS256");
                good.put("id_token_encrypted_response_alg", "RSA-OAEP-256");
                good.put("id_token_encrypted_response_enc", "A128GCM");
                good.put("jwks", Map.of("keys", List.of(world.idp().key().toPublicJWK().toJSONObject())));
                good.put("profile", Map.of("typ", "JWT", "subject", "both", "timeout_seconds", 5));
            }
            case "sessions" -> {
                good.put("user", "u-" + count);
                good.put("expires_at", world.time().instant().plusSeconds(3600).toString());
                good.put("cookie_sha256", List.of(World.sha256("c-" + count)));
            }
            default -> good.putAll(world.identity(victim.asking()));
        }
        return good;
    }

    /// One or two members are another than they should be.
    private Map<String, Object> spoiled(Map<String, Object> good) {
        var names = List.copyOf(good.keySet());
        for (int i = mutation.random().nextInt(2); i >= 0; i--) {
            var name = mutation.any(names);
            good.put(name, value(good.get(name)));
        }
        return good;
    }

    private @Nullable Object value(@Nullable Object good) {
        return switch (mutation.random().nextInt(9)) {
            case 0 -> null;
            case 1 -> List.of(mutation.nasty());
            case 2 -> Map.of(mutation.nasty(), mutation.nasty());
            case 3 -> mutation.random().nextLong();
            case 4 -> mutation.random().nextDouble();
            case 5 -> true;
            case 6 -> Stream.generate(mutation::nasty).limit(300).toList();
            default -> switch (good) {
                case String text -> mutation.text(text);
                case List<?> list when !list.isEmpty() ->
                    List.of(value(list.getFirst()) instanceof Object one ? one : "");
                case Map<?, ?> map when !map.isEmpty() -> inside(map);
                case null, default -> mutation.nasty();
            };
        };
    }

    private Object inside(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return spoiled(copy);
    }
}
