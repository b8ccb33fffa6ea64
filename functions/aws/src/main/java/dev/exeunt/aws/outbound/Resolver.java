package dev.exeunt.aws.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Looks up names. Asked once for each call; what it answers is what is judged and what is connected to.
@FunctionalInterface
public interface Resolver {

    /// Every address of a name.
    ///
    /// @throws UnknownHostException if there is none, or it cannot be told now
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /// The resolver of this machine.
    static Resolver ofSystem() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
