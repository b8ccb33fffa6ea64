package dev.exeunt.core.action;

import com.nimbusds.jose.jwk.JWK;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The IdP's keys that verify an `id_token_hint`: those it publishes now, and those it published within the window.
public interface IdpKeys {

    /// The keys with this `kid`, or all of them if it is null.
    ///
    /// @return empty if the keys cannot be had at the moment; an empty list if there is no such key
    Optional<List<JWK>> find(@Nullable String kid);
}
