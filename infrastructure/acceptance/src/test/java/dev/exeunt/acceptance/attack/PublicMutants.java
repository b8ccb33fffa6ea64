package dev.exeunt.acceptance.attack;

import dev.exeunt.acceptance.attack.Wire.Request;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// Requests to the public routes, each made of good parts with something wrong. None of them is the confirmation, or the
/// good hint with the good cookie, that would rightly end the session.
final class PublicMutants {

    private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE",
            "OPTIONS", "PATCH", "get", "TRACE");
    private static final List<String> ACCEPTS = List.of("text/html", "application/json", "*/*", ";", ",",
            "application/json;",
            "application/json;q=x", "application/json;q=NaN", ";;,application/json", "a".repeat(500));
    private static final List<String> TYPES = List.of("application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded", "APPLICATION/X-WWW-FORM-URLENCODED;charset=utf-16", "application/json",
            "multipart/form-data; boundary=x", ";", "text/plain");

    private final Mutation mutation;
    private final World world;
    private final Victim victim;
    private final List<String> targets;
    private final String question;

    PublicMutants(Random random, World world, Victim victim) {
        this.mutation = new Mutation(random);
        this.world = world;
        this.victim = victim;
        this.question = world.browser(victim.session()).get("/logout").question().request();
        this.targets = targets();
    }

    Stream<Request> stream(int each) {
        return targets.stream().flatMap(target -> Stream.generate(() -> request(target)).limit(each));
    }

    /// The routes, with the visit of a logout that is over where they want one.
    private List<String> targets() {
        var other = world.session();
        var browser = world.browser(other);
        var asked = browser.get("/logout").question();
        var visit = browser.post(asked.action(), asked.answered("yes")).location().getPath();
        return List.of("/logout", "/oauth2/end-session", visit, visit + "/status", visit + "/stages/1",
                "/.well-known/openid-configuration", "/oauth2/jwks", "/assets/exeunt.js");
    }

    private Request request(String target) {
        var headers = new ArrayList<String>();
        headers.add("Accept: " + mutation.any(ACCEPTS));
        cookie(headers);
        sometimes(headers, "Origin", world.cloud().url().toString());
        sometimes(headers, "Sec-Fetch-Site", "same-origin");
        sometimes(headers, "X-Forwarded-Host", "evil.example");
        // A visit may be moved on by whoever has its URL, so its own is never posted to.
        var fixed = target.startsWith("/logout/");
        var method = fixed ? mutation.any(List.of("GET", "HEAD", "PUT")) : mutation.any(METHODS);
        var path = mutation.chance(4) ? spoiled(target) : target;
        if (!method.equalsIgnoreCase("POST")) {
            return new Request(method, path + query(), headers, new byte[0]);
        }
        headers.add("Content-Type: " + mutation.any(TYPES));
        return new Request(method, path + (mutation.chance(3) ? query() : ""), headers, body());
    }

    private String spoiled(String target) {
        var path = Mutation.raw(mutation.text(target));
        return path.startsWith("/") ? path : "/" + path;
    }

    private void cookie(List<String> headers) {
        switch (mutation.random().nextInt(5)) {
            case 0 -> headers.add("Cookie: " + World.COOKIE + "=" + victim.session().cookie());
            case 1 ->
                headers.add("Cookie: " + World.COOKIE + "=" + Mutation.raw(mutation.text(victim.session().cookie())));
            case 2 -> headers.add("Cookie: a=b; " + World.COOKIE + "=x; " + World.COOKIE + "=y; ;=;,");
            case 3 -> headers.add("Cookie: exeunt-question=" + Mutation.raw(mutation.nasty()));
            default -> {
            }
        }
    }

    private void sometimes(List<String> headers, String name, String good) {
        if (mutation.chance(4)) {
            headers.add(name + ": " + (mutation.chance(2) ? good : Mutation.raw(mutation.text(good))));
        }
    }

    private String query() {
        return mutation.chance(6) ? "" : "?" + parameters();
    }

    private byte[] body() {
        return switch (mutation.random().nextInt(8)) {
            case 0 -> new byte[0];
            case 1 -> ("x=" + "y".repeat(70_000)).getBytes(StandardCharsets.UTF_8);
            case 2 -> {
                var bytes = new byte[100];
                mutation.random().nextBytes(bytes);
                yield bytes;
            }
            default -> parameters().getBytes(StandardCharsets.UTF_8);
        };
    }

    private String parameters() {
        var good = Map.of("id_token_hint", victim.hint(world), "client_id", victim.asking().rp().id(),
                "post_logout_redirect_uri", victim.out(), "state", "st-1", "ui_locales", "en de", "logout_hint", "x",
                "request", question, "ticket", "t".repeat(43), "resume", "r".repeat(43), "dry_run", "true");
        var pairs = new ArrayList<String>();
        for (int i = mutation.random().nextInt(5); i >= 0; i--) {
            var name = mutation.any(List.copyOf(good.keySet()));
            pairs.add((mutation.chance(12) ? mutation.encoded(mutation.text(name)) : name) + "=" + value(name, good));
        }
        if (mutation.chance(3)) {
            pairs.add(mutation.any(List.of("confirm=", "confirm=no", "confirm", "&&=", "%", "confirm=yes")));
        }
        return String.join("&", pairs);
    }

    private String value(String name, Map<String, String> good) {
        var value = String.valueOf(good.get(name));
        var secret = name.equals("id_token_hint") || name.equals("request");
        return !secret && mutation.chance(2) ? Form.encode(value) : mutation.encoded(bad(value));
    }

    private String bad(String value) {
        var bad = mutation.text(value);
        return bad.equals(value) ? bad + "x" : bad;
    }
}
