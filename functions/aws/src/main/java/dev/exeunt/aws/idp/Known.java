package dev.exeunt.aws.idp;

import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.aws.idp.SeenKeys.SeenKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an instance knows of the identity provider's keys.
///
/// @param keys    by thumbprint, each with when it was last seen
/// @param fetched whether the last fetch succeeded
/// @param triedAt when that was
record Known(Map<String, SeenKey> keys, boolean fetched, Instant triedAt) {

    static final Known NOTHING = new Known(Map.of(), false, Instant.MIN);

    Known {
        keys = Map.copyOf(keys);
    }

    boolean isOlderThan(Duration age, Instant now) {
        return triedAt.equals(Instant.MIN) || !now.isBefore(triedAt.plus(age));
    }

    /// The keys with this `kid`, or all if it is null, that were seen since.
    List<JWK> find(@Nullable String kid, Instant since) {
        return keys.values()
                .stream()
                .filter(seen -> !seen.seenAt().isBefore(since))
                .map(SeenKey::key)
                .filter(key -> kid == null || kid.equals(key.getKeyID()))
                .toList();
    }

    /// All sightings together, by thumbprint; of several of one key the latest counts.
    @SafeVarargs
    static Map<String, SeenKey> latest(Collection<SeenKey>... sightings) {
        return Stream.of(sightings)
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(seen -> KeySet.thumbprint(seen.key()), seen -> seen,
                        BinaryOperator.maxBy(Comparator.comparing(SeenKey::seenAt))));
    }
}
