package dev.exeunt.core.client;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The exceptions that a deployment makes from [AddressGuard]: `OutboundAllow`.
///
/// ```
/// item  = cidr | host [ ":" port ] | "http://" host [ ":" port ]
/// host  = a name, an IPv4 address, or an IPv6 address in brackets
/// ```
/// - `10.1.0.0/16`, `fd12::/16` (or `[fd12::]/16`): every address of the block may be called, by any name, over https and http, at any port.
/// - `intranet.example`, `intranet.example:9443`: this host may be called over https at this port (without one, at the
///   ports that are always allowed) even if its address is private, shared or loopback.
/// - `http://intranet.example:8080`: the same for plain http at exactly this port (80 if none is written).
///
/// No wildcards. Nothing opens link-local, metadata, multicast or reserved addresses.
public final class AllowList {

    /// No exception at all.
    public static final AllowList NONE = new AllowList(List.of());

    private static final Pattern HOST_PORT = Pattern
            .compile("(?<host>\\[[0-9a-f:.]+]|[^\\[\\]:/?#@\\s]+)(?::(?<port>[1-9]\\d{0,4}))?");
    private static final int ANY = 0;

    private final List<Item> items;

    private AllowList(List<Item> items) {
        this.items = List.copyOf(items);
    }

    /// Reads the items; empty ones are left out.
    ///
    /// @throws IllegalArgumentException if one is none of the three forms; the message names it and says what is wrong
    public static AllowList parse(List<String> texts) {
        var items = new ArrayList<Item>();
        for (var text : texts) {
            if (!text.isBlank()) {
                items.add(item(text.strip().toLowerCase(Locale.ROOT)));
            }
        }
        return new AllowList(items);
    }

    /// Whether a block has this address.
    boolean holds(InetAddress address) {
        return items.stream().anyMatch(item -> item instanceof Block(var block) && block.contains(address));
    }

    /// Whether there is any block, so that an address may turn out to be allowed.
    boolean hasBlocks() {
        return items.stream().anyMatch(Block.class::isInstance);
    }

    /// Whether this host is named for plain http at this port.
    boolean namesPlain(String host, int port) {
        return items.contains(new Plain(host, port));
    }

    /// Whether this host is named for https at exactly this port.
    boolean namesSecure(String host, int port) {
        return items.contains(new Secure(host, port));
    }

    /// Whether this host is named for https without a port.
    boolean namesSecure(String host) {
        return items.contains(new Secure(host, ANY));
    }

    private static Item item(String text) {
        if (text.startsWith("http://")) {
            return hostItem(text, text.substring("http://".length()), true);
        }
        if (text.startsWith("https://")) {
            throw bad(text, "https needs no scheme: write host or host:port");
        }
        if (text.indexOf('/') < 0) {
            return hostItem(text, text, false);
        }
        return new Block(block(text));
    }

    private static AddressBlock block(String text) {
        AddressBlock block;
        try {
            block = AddressBlock.parse(text.replaceFirst("^\\[([^]]*)]/", "$1/"));
        } catch (IllegalArgumentException e) {
            throw bad(text, String.valueOf(e.getMessage()));
        }
        if (AddressKind.isShut(block)) {
            throw bad(text, "nothing opens these addresses");
        }
        return block;
    }

    private static Item hostItem(String text, String hostPort, boolean plain) {
        var parts = HOST_PORT.matcher(hostPort);
        if (!parts.matches()) {
            throw bad(text, "not host[:port], a CIDR block or http://host:port");
        }
        var host = parts.group("host").replaceAll("[\\[\\]]", "");
        HostName.objection(host).ifPresent(objection -> {
            throw bad(text, objection);
        });
        var port = parts.group("port") == null ? (plain ? 80 : ANY) : Integer.parseInt(parts.group("port"));
        if (port > 65535) {
            throw bad(text, "no such port");
        }
        return plain ? new Plain(canonical(host), port) : new Secure(canonical(host), port);
    }

    /// An address has many spellings; this is the one that is compared.
    static String canonical(String host) {
        return AddressBlock.literal(host).map(InetAddress::getHostAddress).orElse(host);
    }

    private static IllegalArgumentException bad(String item, String why) {
        return new IllegalArgumentException("allow-list item \"" + item + "\": " + why);
    }

    private sealed interface Item {}

    private record Block(AddressBlock block) implements Item {}

    private record Secure(String host, int port) implements Item {}

    private record Plain(String host, int port) implements Item {}
}
