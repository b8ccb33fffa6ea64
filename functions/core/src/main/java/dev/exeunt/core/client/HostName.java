package dev.exeunt.core.client;

import java.util.Optional;
import java.util.regex.Pattern;

/// How a host may be written: a name of letters, digits and hyphens (RFC 1123, 2.1), or an address in its common form.
final class HostName {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");

    private HostName() {
    }

    /// What is wrong with a host in lower case, without brackets; empty if nothing is.
    static Optional<String> objection(String host) {
        if (host.isEmpty()) {
            return Optional.of("the host is empty");
        }
        if (AddressBlock.literal(host).isPresent()) {
            return Optional.empty();
        }
        if (host.indexOf(':') >= 0) {
            return Optional.of("not a plain IPv6 address");
        }
        return nameObjection(host);
    }

    private static Optional<String> nameObjection(String host) {
        if (host.length() > 253) {
            return Optional.of("the host is longer than 253 characters");
        }
        var labels = host.split("\\.", -1);
        for (var label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return Optional.of("not a host name of letters, digits, hyphens and single dots");
            }
        }
        // What resolvers and browsers take for an IPv4 address in a hidden form.
        return NUMBER.matcher(labels[labels.length - 1]).matches()
                ? Optional.of("a number where a name or a plain address belongs")
                : Optional.empty();
    }

    /// Whether it is a name that means this machine, whatever a name server says (RFC 6761, 6.3).
    static boolean isLocal(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }
}
