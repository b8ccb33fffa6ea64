package dev.exeunt.core.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// A block of addresses, as CIDR notation writes it (RFC 4632; RFC 4291, 2.3).
///
/// @param first the first address of the block
/// @param bits  how many bits of it all addresses of the block share
public record AddressBlock(InetAddress first, int bits) {

    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})(?:\\.(?!$)|$)){4}");
    private static final Pattern BITS = Pattern.compile("0|[1-9]\\d{0,2}");

    /// Reads `10.0.0.0/8` or `fd00::/8`.
    ///
    /// @throws IllegalArgumentException if it is anything else; the message says what is wrong
    public static AddressBlock parse(String cidr) {
        var slash = cidr.indexOf('/');
        var address = literal(slash < 0 ? cidr : cidr.substring(0, slash));
        if (slash < 0 || address.isEmpty() || !BITS.matcher(cidr.substring(slash + 1)).matches()) {
            throw new IllegalArgumentException("not a CIDR block: " + cidr);
        }
        var block = new AddressBlock(address.get(), Integer.parseInt(cidr.substring(slash + 1)));
        if (block.bits > 8 * block.first.getAddress().length) {
            throw new IllegalArgumentException("too many bits: " + cidr);
        }
        if (!Arrays.equals(block.masked(block.first.getAddress()), block.first.getAddress())) {
            throw new IllegalArgumentException("bits are set after the prefix: " + cidr);
        }
        return block;
    }

    /// Whether the address is one of the block's. An IPv4 address is never in an IPv6 block, nor the reverse.
    public boolean contains(InetAddress address) {
        var mine = first.getAddress();
        var bytes = address.getAddress();
        if (bytes.length != mine.length) {
            return false;
        }
        var whole = bits / 8;
        return Arrays.equals(mine, 0, whole, bytes, 0, whole)
                && (bits % 8 == 0 || (mine[whole] ^ bytes[whole]) >> (8 - bits % 8) == 0);
    }

    /// Reads an address literal in its one common form: four decimal numbers, or IPv6 without brackets and zone. The
    /// forms that `inet_aton` knows besides (`127.1`, `0x7f.1`, `2130706433`) and IPv4 in IPv6 clothes are none.
    static Optional<InetAddress> literal(String text) {
        if (text.indexOf(':') < 0) {
            return DOTTED.matcher(text).matches() ? dotted(text) : Optional.empty();
        }
        if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text)).filter(address -> !(address instanceof Inet4Address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> dotted(String text) {
        var numbers = Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
        var bytes = new byte[4];
        for (var i = 0; i < bytes.length; i++) {
            if (numbers[i] > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) numbers[i];
        }
        return Optional.of(address(bytes));
    }

    /// The address of these 4 or 16 bytes.
    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }

    private byte[] masked(byte[] address) {
        var masked = new byte[address.length];
        for (var i = 0; i < address.length; i++) {
            var kept = Math.clamp(bits - 8L * i, 0, 8);
            masked[i] = (byte) (address[i] & (0xff00 >> kept));
        }
        return masked;
    }

    /// As CIDR notation writes it.
    @Override
    public String toString() {
        return first.getHostAddress() + "/" + bits;
    }
}
