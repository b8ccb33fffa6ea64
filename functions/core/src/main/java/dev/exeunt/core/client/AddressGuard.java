package dev.exeunt.core.client;

import dev.exeunt.core.Limits;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides which addresses may be called, so that nobody who registers a URI makes us call our own network. It decides
/// only: no name is looked up and nothing is sent here.
///
/// Without an [AllowList]: https, port 443 or 8443, to public addresses. A name is allowed only if *every* address it
/// resolves to is. A refusal is one of the words `uri_malformed`, `scheme_not_allowed`, `port_not_allowed`,
/// `host_not_allowed` and `address_not_allowed`, a colon, and the reason.
public final class AddressGuard {

    private static final Set<Integer> PORTS = Set.of(443, 8443);
    private static final List<InetAddress> LOOPBACK = Stream.of("127.0.0.1/32", "::1/128")
            .map(AddressBlock::parse).map(AddressBlock::first).toList();

    private final AllowList allow;

    public AddressGuard(AllowList allow) {
        this.allow = allow;
    }

    /// Why this URI can never be called, as far as that can be told without looking up its host; empty if it stands a
    /// chance. For when it is registered.
    public Optional<String> objection(URI uri) {
        return switch (aim(uri.toString())) {
            case Off(var why) -> Optional.of(why);
            case Target target -> target.known().isEmpty()
                    ? Optional.empty()
                    : admit(target, target.known()) instanceof Off(var why) ? Optional.of(why) : Optional.empty();
        };
    }

    /// Reads a URI as a place to call: a [Target], or [Off] if it can never be one.
    public Aim aim(String text) {
        if (text.length() > Limits.URI) {
            return off("uri_malformed", "longer than " + Limits.URI + " characters");
        }
        try {
            return aim(new URI(text));
        } catch (URISyntaxException _) {
            return off("uri_malformed", "not a URI");
        }
    }

    private Aim aim(URI uri) {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return off("scheme_not_allowed", "only https");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return off("uri_malformed", "user info or a fragment");
        }
        var host = host(uri);
        var wrong = HostName.objection(host);
        if (wrong.isPresent()) {
            return off("host_not_allowed", wrong.get());
        }
        var target = new Target(scheme, host, port(uri, scheme), pathAndQuery(uri));
        return wayObjection(target).filter(_ -> !allow.hasBlocks()).<Aim>map(Off::new).orElse(target);
    }

    /// Judges the addresses that a target's host has: [Admitted] with those that may be called, or [Off].
    public Judgement admit(Target target, List<InetAddress> addresses) {
        var admitted = new ArrayList<InetAddress>();
        @Nullable
        String first = null;
        for (var address : addresses) {
            var why = objection(target, address);
            if (why.isEmpty()) {
                admitted.add(address);
            } else if (!HostName.isLocal(target.host)) {
                return new Off(why.get());
            } else if (first == null) {
                first = why.get();
            }
        }
        if (!admitted.isEmpty()) {
            return new Admitted(admitted);
        }
        return first == null ? off("address_not_allowed", "no address") : new Off(first);
    }

    private Optional<String> objection(Target target, InetAddress address) {
        var kind = AddressKind.of(address);
        if (kind.opening() == AddressKind.Opening.NEVER) {
            return Optional.of(refusal(address, kind));
        }
        if (allow.holds(address)) {
            var behind = AddressKind.behind(address);
            return behind.equals(address) ? Optional.empty() : objection(target, behind);
        }
        var way = wayObjection(target);
        if (way.isPresent()) {
            return way;
        }
        return switch (kind.opening()) {
            case FREE -> Optional.empty();
            case HOST -> isNamed(target) ? Optional.empty() : Optional.of(refusal(address, kind));
            case BLOCK, NEVER -> Optional.of(refusal(address, kind));
        };
    }

    /// Whether scheme and port are allowed where no block allows the address.
    private Optional<String> wayObjection(Target target) {
        if (target.isPlain()) {
            return isNamed(target) ? Optional.empty() : Optional.of("scheme_not_allowed: only https");
        }
        return PORTS.contains(target.port) || isNamed(target)
                ? Optional.empty()
                : Optional.of("port_not_allowed: " + target.port);
    }

    private boolean isNamed(Target target) {
        if (target.isPlain()) {
            return allow.namesPlain(target.host, target.port);
        }
        return allow.namesSecure(target.host, target.port)
                || PORTS.contains(target.port) && allow.namesSecure(target.host);
    }

    private static String host(URI uri) {
        var host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return AllowList.canonical(bare);
    }

    private static int port(URI uri, String scheme) {
        return uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    }

    private static String pathAndQuery(URI uri) {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static Off off(String word, String why) {
        return new Off(word + ": " + why);
    }

    private static String refusal(InetAddress address, AddressKind kind) {
        return "address_not_allowed: " + address.getHostAddress() + " is " + kind.text();
    }

    /// What the guard says of a URI.
    public sealed interface Aim {}

    /// What the guard says of addresses.
    public sealed interface Judgement {}

    /// It must not be called.
    ///
    /// @param why one of the words, a colon, the reason
    public record Off(String why) implements Aim, Judgement {}

    /// Its addresses were judged.
    ///
    /// @param addresses those that may be called, in the order given; never empty
    public record Admitted(List<InetAddress> addresses) implements Judgement {

        public Admitted {
            addresses = List.copyOf(addresses);
        }
    }

    /// A place that may be called if its addresses are admitted.
    ///
    /// @param scheme       `https` or `http`
    /// @param host         in lower case, an IPv6 address without brackets
    /// @param port         written or implied
    /// @param pathAndQuery what the request line holds, character for character as in the URI
    public record Target(String scheme, String host, int port, String pathAndQuery) implements Aim {

        /// The addresses that need no look-up: a literal's, and those of `localhost` and the names below it, which are
        /// loopback whatever a name server says (RFC 6761, 6.3). Empty for every other name.
        public List<InetAddress> known() {
            if (HostName.isLocal(host)) {
                return LOOPBACK;
            }
            return AddressBlock.literal(host).map(List::of).orElse(List.of());
        }

        boolean isPlain() {
            return scheme.equals("http");
        }
    }
}
