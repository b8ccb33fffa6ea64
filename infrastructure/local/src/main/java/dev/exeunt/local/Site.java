package dev.exeunt.local;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What answers a request to the public port that is none of the template's: its path matches no route, or its host is
/// another than the cloud's own (`wiki.localhost:8080`).
///
/// Every request runs on a virtual thread of its own, so an answer may block or take its time; closing the cloud
/// interrupts it.
@FunctionalInterface
public interface Site {

    /// A site that has nothing: 404 as the gateway itself answers.
    Site NOTHING = _ -> Answer.text(404, "application/json", "{\"message\":\"Not Found\"}");

    /// Answers one request.
    ///
    /// @throws Exception anything thrown is answered with an empty 500 and logged
    Answer answer(Request request) throws Exception;

    /// A request as it came over the wire.
    ///
    /// @param method  upper case, such as `GET`
    /// @param host    the Host header in lower case, with its port if it has one: `wiki.localhost:8080`
    /// @param target  path and query exactly as received, still percent-encoded: `/in?a=%20b`
    /// @param headers the values of each header in their order of arrival; names are found in any case
    /// @param body    empty where there is none
    record Request(String method, String host, String target, Map<String, List<String>> headers, byte[] body) {

        public Request {
            headers = anyCase(headers);
        }

        /// The host without its port: `wiki.localhost`.
        public String hostName() {
            return host.replaceFirst(":[0-9]+$", "");
        }

        /// The path as received, without the query.
        public String path() {
            var end = target.indexOf('?');
            return end < 0 ? target : target.substring(0, end);
        }

        /// The query as received, without the question mark; empty where there is none.
        public String query() {
            var start = target.indexOf('?');
            return start < 0 ? "" : target.substring(start + 1);
        }

        /// The first value of a header, its name in any case.
        public Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }

        /// The body as UTF-8.
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// An answer.
    ///
    /// @param status  such as 200
    /// @param headers any number of values for each; `Content-Length` is added
    /// @param body    empty for none
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {

        public Answer {
            headers = anyCase(headers);
        }

        /// An answer with a body of text in UTF-8.
        ///
        /// @param contentType complete, such as `text/html; charset=utf-8`
        public static Answer text(int status, String contentType, String body) {
            return new Answer(status, Map.of("Content-Type", List.of(contentType)),
                    body.getBytes(StandardCharsets.UTF_8));
        }

        /// A 303 to another place.
        public static Answer seeOther(String location) {
            return new Answer(303, Map.of("Location", List.of(location)), new byte[0]);
        }

        /// An answer without a body.
        public static Answer empty(int status) {
            return new Answer(status, Map.of(), new byte[0]);
        }

        /// The same answer with one more value of a header, such as another `Set-Cookie`.
        public Answer with(String name, String value) {
            var more = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
            more.putAll(headers);
            more.merge(name, List.of(value), Site::both);
            return new Answer(status, more, body);
        }
    }

    private static Map<String, List<String>> anyCase(Map<String, List<String>> headers) {
        var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> sorted.merge(name, List.copyOf(values), Site::both));
        return Collections.unmodifiableMap(sorted);
    }

    private static List<String> both(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
