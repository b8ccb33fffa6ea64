package dev.exeunt.aws.outbound;

import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.client.AddressGuard.Target;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// Writes the request.
final class Headers {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,4096}");
    /// Those that say where a message ends and whom it is for.
    private static final Set<String> OURS = Set.of("host", "connection", "content-length", "transfer-encoding", "te",
            "trailer", "upgrade", "expect", "content-type");

    private Headers() {
    }

    /// Whether these may be added to a request: they cannot break out of their line, nor change what a message is.
    static boolean areSound(Map<String, String> headers) {
        return headers.entrySet()
                .stream()
                .allMatch(header -> NAME.matcher(header.getKey()).matches()
                        && VALUE.matcher(header.getValue()).matches()
                        && !OURS.contains(header.getKey().toLowerCase(Locale.ROOT)));
    }

    static ClassicHttpRequest request(Target target, Notice notice) {
        var body = notice.body().getBytes(StandardCharsets.UTF_8);
        var request = request("POST", target);
        request.setHeader(HttpHeaders.CONTENT_TYPE, notice.contentType());
        request.setHeader(HttpHeaders.CONTENT_LENGTH, body.length);
        notice.headers().forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, null));
        return request;
    }

    /// For a document.
    static ClassicHttpRequest request(Target target) {
        return request("GET", target);
    }

    private static ClassicHttpRequest request(String method, Target target) {
        var request = new BasicClassicHttpRequest(method, "/");
        // Set as it is: the constructor would read a path that begins with two slashes as an authority and a path.
        request.setPath(target.pathAndQuery());
        request.setHeader(HttpHeaders.HOST, authority(target));
        request.setHeader(HttpHeaders.ACCEPT, "application/json");
        request.setHeader(HttpHeaders.USER_AGENT, "Exeunt");
        request.setHeader(HttpHeaders.CONNECTION, "close");
        return request;
    }

    /// RFC 9110, 7.2: the port only where it is not the scheme's own.
    private static String authority(Target target) {
        var host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
        var usual = target.scheme().equals("https") ? 443 : 80;
        return target.port() == usual ? host : host + ":" + target.port();
    }
}
