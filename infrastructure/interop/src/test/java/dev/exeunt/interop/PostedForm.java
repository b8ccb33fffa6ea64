package dev.exeunt.interop;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pac4j.core.context.Cookie;
import org.pac4j.core.context.WebContext;

/// A request with one field, as pac4j sees requests.
record PostedForm(String field, String value, Map<String, String> responseHeaders) implements WebContext {

    PostedForm(String field, String value) {
        this(field, value, new HashMap<>());
    }

    @Override
    public Optional<String> getRequestParameter(String name) {
        return name.equals(field) ? Optional.of(value) : Optional.empty();
    }

    @Override
    public Map<String, String[]> getRequestParameters() {
        return Map.of(field, new String[]{value});
    }

    @Override
    public Optional<Object> getRequestAttribute(String name) {
        return Optional.empty();
    }

    @Override
    public void setRequestAttribute(String name, Object attribute) {
        throw new AssertionError("nobody would read it");
    }

    @Override
    public Optional<String> getRequestHeader(String name) {
        return Optional.empty();
    }

    @Override
    public String getRequestMethod() {
        return "POST";
    }

    @Override
    public String getRemoteAddr() {
        return "127.0.0.1";
    }

    @Override
    public void setResponseHeader(String name, String content) {
        responseHeaders.put(name, content);
    }

    @Override
    public Optional<String> getResponseHeader(String name) {
        return Optional.ofNullable(responseHeaders.get(name));
    }

    @Override
    public void setResponseContentType(String content) {
        responseHeaders.put("Content-Type", content);
    }

    @Override
    public String getServerName() {
        return "localhost";
    }

    @Override
    public int getServerPort() {
        return 80;
    }

    @Override
    public String getScheme() {
        return "http";
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String getFullRequestURL() {
        return "http://localhost/callback";
    }

    @Override
    public Collection<Cookie> getRequestCookies() {
        return List.of();
    }

    @Override
    public void addResponseCookie(Cookie cookie) {
        throw new AssertionError("a server has no cookies");
    }

    @Override
    public String getPath() {
        return "/callback";
    }
}
