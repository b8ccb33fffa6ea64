package dev.exeunt.local.demo;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Locale;
import java.util.stream.Stream;

/// Resolves names that end in `.localhost` to loopback, as RFC 6761 (6.3) asks of resolvers. Browsers do so by
/// themselves; the C library that the JDK asks does on some machines only.
public final class LoopbackNames extends InetAddressResolverProvider {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new Resolver(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "names under localhost";
    }

    private record Resolver(InetAddressResolver builtin) implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            if (host.toLowerCase(Locale.ROOT).endsWith(".localhost")) {
                return Stream.of(InetAddress.getByAddress(host, LOOPBACK));
            }
            return builtin.lookupByName(host, policy);
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return builtin.lookupByAddress(address);
        }
    }
}
