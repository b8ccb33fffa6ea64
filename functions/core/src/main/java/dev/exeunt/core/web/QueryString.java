package dev.exeunt.core.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Adding parameters to URIs.
public final class QueryString {

    private QueryString() {
    }

    /// The URI with more parameters, each a name and a value, after those it has.
    ///
    /// @param uri without a fragment
    public static String append(String uri, String... namesAndValues) {
        var result = new StringBuilder(uri);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            var last = result.charAt(result.length() - 1);
            if (result.indexOf("?") < 0) {
                result.append('?');
            } else if (last != '?' && last != '&') {
                result.append('&');
            }
            result.append(namesAndValues[i]).append('=').append(encode(namesAndValues[i + 1]));
        }
        return result.toString();
    }

    /// Percent-encodes all but the unreserved characters (RFC 3986, 2.3), so that it means the same to every reader.
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E",
                "~");
    }
}
