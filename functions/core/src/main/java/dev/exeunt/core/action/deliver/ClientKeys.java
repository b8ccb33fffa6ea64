package dev.exeunt.core.action.deliver;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Outbound;
import dev.exeunt.core.action.Outbound.Fetched;
import dev.exeunt.core.client.EncryptionKeys;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The keys that clients publish at their `jwks_uri`, kept for a while. A set is fetched again when it is old, and when
/// it has no key for what is asked, so that a client may rotate its keys. What cannot be fetched is a failure that may
/// pass: the client can mend it, and the notice waits.
final class ClientKeys {

    private static final Duration FRESH = Duration.ofMinutes(10);
    /// The least time between two fetches of one set for a key that it does not have.
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final int SETS = 200;

    private final Outbound outbound;
    private final InstantSource time;
    private final Map<String, KeySet> sets = new LinkedHashMap<>(16, 0.75f, true);

    ClientKeys(Outbound outbound, InstantSource time) {
        this.outbound = outbound;
        this.time = time;
    }

    private record KeySet(Instant at, List<JWK> keys) {}

    /// What came of looking for a key.
    sealed interface Found {

        /// It is there.
        ///
        /// @param fetched whether it was fetched just now
        record Key(JWK key, boolean fetched) implements Found {}

        /// It is not, and this is what came of the attempt.
        record None(Outcome outcome) implements Found {}
    }

    /// A key at this address that tokens can be encrypted to.
    ///
    /// @param alg  `id_token_encrypted_response_alg`
    /// @param most how long fetching may take
    Found find(String uri, String alg, Duration most) {
        var known = known(uri);
        var key = known == null ? Optional.<JWK>empty() : EncryptionKeys.fitting(alg, known.keys());
        if (key.isPresent()) {
            return new Found.Key(key.get(), false);
        }
        return known != null && time.instant().isBefore(known.at().plus(AGAIN))
                ? new Found.None(new Unanswered(Fault.JWKS_UNUSABLE))
                : fetch(uri, alg, most);
    }

    /// Fetches anew, whatever is known: the client does not understand what was encrypted to the key that is known.
    Found fetch(String uri, String alg, Duration most) {
        return switch (outbound.get(uri, most)) {
            case Fetched.Failed(Refused refused) -> new Found.None(new Refused("jwks_uri: " + refused.why()));
            case Fetched.Failed _ -> new Found.None(new Unanswered(Fault.JWKS));
            case Fetched.Document document -> {
                var keys = read(document.body());
                remember(uri, new KeySet(time.instant(), keys));
                yield EncryptionKeys.fitting(alg, keys)
                        .<Found>map(key -> new Found.Key(key, true))
                        .orElseGet(() -> new Found.None(new Unanswered(Fault.JWKS_UNUSABLE)));
            }
        };
    }

    private @Nullable KeySet known(String uri) {
        synchronized (sets) {
            var set = sets.get(uri);
            return set == null || time.instant().isAfter(set.at().plus(FRESH)) ? null : set;
        }
    }

    private void remember(String uri, KeySet set) {
        synchronized (sets) {
            sets.put(uri, set);
            if (sets.size() > SETS) {
                sets.remove(sets.keySet().iterator().next());
            }
        }
    }

    /// What is no key, or no public one, is left out: it does not take the others with it.
    private static List<JWK> read(String text) {
        try {
            // The literal `null` is parsed to null.
            var set = JSONObjectUtils.parse(text);
            return set != null && set.get("keys") instanceof List<?> keys
                    ? keys.stream().limit(Limits.JWKS_KEYS).flatMap(ClientKeys::key).toList()
                    : List.of();
        } catch (ParseException _) {
            return List.of();
        }
    }

    private static Stream<JWK> key(@Nullable Object item) {
        if (!(item instanceof Map<?, ?> members)) {
            return Stream.empty();
        }
        var named = new HashMap<String, Object>();
        members.forEach((name, value) -> named.put(String.valueOf(name), value));
        try {
            return Stream.ofNullable(JWK.parse(named).toPublicJWK());
        } catch (ParseException | RuntimeException _) {
            return Stream.empty();
        }
    }
}
