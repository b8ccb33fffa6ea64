package dev.exeunt.core.action.memory;

import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A request that a test puts together.
public final class Call {

    private static final Pattern SEALED = Pattern.compile("name=\"request\" value=\"([^\"]+)\"");

    private final String method;
    private final String path;
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> captured = new HashMap<>();
    private final List<String> cookies = new ArrayList<>();
    private String query = "";
    private String body = "";

    private Call(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public static Call get(String path) {
        return new Call("GET", path);
    }

    public static Call post(String path) {
        var call = new Call("POST", path);
        call.headers.put("content-type", "application/x-www-form-urlencoded");
        return call;
    }

    public static Call of(String method, String path) {
        return new Call(method, path);
    }

    public Call cookie(String value) {
        cookies.add("__Host-session=" + value);
        return this;
    }

    public Call rawCookie(String cookie) {
        cookies.add(cookie);
        return this;
    }

    public Call header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Call json() {
        return header("accept", "application/json");
    }

    public Call crossSite() {
        return header("sec-fetch-site", "cross-site").header("origin", "https://evil.example");
    }

    public Call captured(String name, String value) {
        captured.put(name, value);
        return this;
    }

    /// Parameters, in the query of a GET and the form of a POST.
    public Call with(String... namesAndValues) {
        var text = new StringBuilder(method.equals("POST") ? body : query);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(text.isEmpty() ? "" : "&").append(namesAndValues[i]).append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return raw(text.toString());
    }

    public Call raw(String text) {
        if (method.equals("POST")) {
            body = text;
        } else {
            query = text;
        }
        return this;
    }

    /// A query, also of a POST, whose form it leaves alone.
    public Call query(String text) {
        query = text;
        return this;
    }

    public WebRequest request() {
        return new WebRequest(method, path, captured, query, headers, cookies, body.getBytes(StandardCharsets.UTF_8),
                World.BASE);
    }

    public static String text(WebAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /// The sealed question of a page that asks.
    public static String sealed(WebAnswer page) {
        var found = SEALED.matcher(text(page));
        if (!found.find()) {
            throw new AssertionError("no question: " + page.status() + " " + text(page));
        }
        return found.group(1).replace("&#61;", "=").replace("&#43;", "+");
    }

    public static String location(WebAnswer answer) {
        return String.valueOf(answer.headers().get("Location"));
    }
}
