package dev.exeunt.core.client;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Where a registered URI may lead, by the exceptions that a deployment makes ([AllowList]). Nothing is looked up: what
/// a name resolves to is judged again at each call.
public final class Reach {

    private final AddressGuard all;
    private final AddressGuard named;

    private Reach(AddressGuard all, AddressGuard named) {
        this.all = all;
        this.named = named;
    }

    /// Reads the items of `OutboundAllow`.
    ///
    /// @throws IllegalArgumentException if one is not an item
    public static Reach of(List<String> items) {
        var hosts = items.stream().filter(item -> item.startsWith("http://") || item.indexOf('/') < 0).toList();
        return new Reach(new AddressGuard(AllowList.parse(items)), new AddressGuard(AllowList.parse(hosts)));
    }

    /// Why no call of ours can ever go there: one of the guard's words, a colon, the reason.
    Optional<String> objection(URI uri) {
        return all.objection(uri);
    }

    /// Whether a browser may be led to this http URL: its host is named for plain http, or is an address (or `localhost`)
    /// within an allowed block. That some name may resolve into such a block is not enough: nobody judges the browser's
    /// calls again.
    boolean allowsPlain(URI uri) {
        return switch (all.aim(uri.toString())) {
            case AddressGuard.Off _ -> false;
            case AddressGuard.Target target ->
                (target.known().isEmpty() ? named : all).objection(uri).isEmpty();
        };
    }
}
