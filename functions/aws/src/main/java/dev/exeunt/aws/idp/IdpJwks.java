package dev.exeunt.aws.idp;

import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.aws.idp.SeenKeys.SeenKey;
import dev.exeunt.core.Limits;
import dev.exeunt.core.action.IdpKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The identity provider's keys from its `jwks_uri`. They are fetched when first needed, again when a quarter of an hour
/// has passed, and for a `kid` that nobody knows, but then at most once in half a minute, whoever asks. If fetching
/// fails, what is known goes on.
///
/// A key once seen is found for as long as `HintKeyDays` say after it was last seen published, by this instance or any
/// other, so that a hint outlives a rotation (RP-Initiated Logout 1.0, 2: an expired ID token is still a hint).
public final class IdpJwks implements IdpKeys {

    /// How old the keys may be while everything asked for is among them.
    static final Duration FRESH = Duration.ofMinutes(15);
    /// The least time between two fetches.
    static final Duration PAUSE = Duration.ofSeconds(30);

    /// How old a sighting may be that is not written again. So a key may be found that much longer, but never shorter.
    static final Duration REMEMBER_AGAIN = Duration.ofDays(1);

    private final Fetch fetch;
    private final SeenKeys seenKeys;
    private final Duration window;
    private final InstantSource time;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile Known known = Known.NOTHING;

    /// @param uri    the `jwks_uri`, https or http
    /// @param window how long a key is found after it was last seen
    public IdpJwks(URI uri, Duration window, SeenKeys seenKeys, InstantSource time) {
        this(new Fetch(uri, Limits.JWKS_FETCH), window, seenKeys, time);
    }

    IdpJwks(Fetch fetch, Duration window, SeenKeys seenKeys, InstantSource time) {
        this.fetch = fetch;
        this.seenKeys = seenKeys;
        this.window = window;
        this.time = time;
    }

    /// Empty only if there is no such key among those known and the last fetch failed, so that it may well exist.
    @Override
    public Optional<List<JWK>> find(@Nullable String kid) {
        var now = time.instant();
        var since = now.minus(window).minus(REMEMBER_AGAIN);
        var state = known;
        var found = state.find(kid, since);
        var age = found.isEmpty() ? PAUSE : FRESH;
        if (state.isOlderThan(age, now)) {
            state = refreshed(age, now);
            found = state.find(kid, since);
        }
        return found.isEmpty() && !state.fetched() ? Optional.empty() : Optional.of(found);
    }

    private Known refreshed(Duration age, Instant now) {
        refreshing.lock();
        try {
            // Somebody else may have done it meanwhile.
            if (known.isOlderThan(age, now)) {
                refresh(now);
            }
            return known;
        } finally {
            refreshing.unlock();
        }
    }

    private void refresh(Instant now) {
        var answer = fetch.text().flatMap(KeySet::read);
        var published = answer.orElse(List.of()).stream().map(key -> new SeenKey(key, now)).toList();
        var remembered = Known.latest(seenKeys.load());
        known = new Known(Known.latest(known.keys().values(), remembered.values(), published), answer.isPresent(), now);
        published.stream().filter(seen -> isNews(seen, remembered)).forEach(seenKeys::remember);
    }

    private static boolean isNews(SeenKey seen, Map<String, SeenKey> remembered) {
        var before = remembered.get(KeySet.thumbprint(seen.key()));
        return before == null || before.seenAt().isBefore(seen.seenAt().minus(REMEMBER_AGAIN));
    }
}
