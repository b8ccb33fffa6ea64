package dev.exeunt.core.client;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What an address is for, by the registries of special-purpose addresses (RFC 6890 and its successors), and what it
/// takes to be called.
enum AddressKind {
    METADATA(Opening.NEVER, "fd00:ec2::/32"), LINK_LOCAL(Opening.NEVER, "169.254.0.0/16", "fe80::/10"), UNSPECIFIED(
            Opening.NEVER, "0.0.0.0/8", "::/128"), MULTICAST(Opening.NEVER, "224.0.0.0/4", "ff00::/8"), RESERVED(
                    Opening.NEVER, "240.0.0.0/4"), LOOPBACK(Opening.HOST, "127.0.0.0/8", "::1/128"), PRIVATE(
                            Opening.HOST, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7",
                            "fec0::/10"), SHARED(Opening.HOST, "100.64.0.0/10"), DOCUMENTATION(Opening.BLOCK,
                                    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32",
                                    "3fff::/20"), BENCHMARK(Opening.BLOCK, "198.18.0.0/15", "2001:2::/48"),
    /// An IPv4 address in IPv6 clothes: mapped, compatible, NAT64, Teredo, 6to4 and its relays.
    TRANSLATED(Opening.BLOCK, "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "192.88.99.0/24"),
    /// Set aside for protocols.
    SPECIAL(Opening.BLOCK, "192.0.0.0/24", "2001::/23"), PUBLIC(Opening.FREE, "0.0.0.0/0", "2000::/3"),
    /// IPv6 that nobody hands out; the mapped form too, which an `InetAddress` seldom has.
    UNASSIGNED(Opening.NEVER, "::/0");

    private static final List<AddressKind> ALL = List.of(values());
    private static final AddressBlock NAT64 = AddressBlock.parse("64:ff9b::/96");

    private final Opening opening;
    private final List<AddressBlock> blocks;

    AddressKind(Opening opening, String... blocks) {
        this.opening = opening;
        this.blocks = Stream.of(blocks).map(AddressBlock::parse).toList();
    }

    /// The first kind that has the address: special ones come before the wider blocks around them.
    static AddressKind of(InetAddress address) {
        return ALL.stream()
                .filter(kind -> kind.blocks.stream().anyMatch(block -> block.contains(address)))
                .findFirst()
                .orElse(UNASSIGNED);
    }

    /// The IPv4 address that a NAT64 gateway would call for this one (RFC 6052), or the address itself.
    static InetAddress behind(InetAddress address) {
        if (!NAT64.contains(address)) {
            return address;
        }
        var bytes = address.getAddress();
        return AddressBlock.address(new byte[]{bytes[12], bytes[13], bytes[14], bytes[15]});
    }

    /// Whether a whole block is of a kind that nothing opens, so that allowing it would say nothing.
    static boolean isShut(AddressBlock block) {
        return ALL.stream()
                .filter(kind -> kind.opening == Opening.NEVER && kind != UNASSIGNED)
                .flatMap(kind -> kind.blocks.stream())
                .anyMatch(shut -> shut.contains(block.first()) && shut.bits() <= block.bits());
    }

    Opening opening() {
        return opening;
    }

    /// As a refusal spells it.
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What it takes to be called.
    enum Opening {
        /// Nothing.
        FREE,
        /// An allow-list that names the host, or a block with the address.
        HOST,
        /// An allow-list that names a block with the address.
        BLOCK,
        /// Nothing opens it: nobody is told of a logout there, but credentials lie there.
        NEVER
    }
}
