package dev.exeunt.core.action.deliver;

import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.plan.Logout;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Logouts by their ref, the last few remembered: the notices of one logout come together, and what was committed never
/// changes. Messages that ask for the same one at once share one reading. One that is not there is asked for again.
final class Plans {

    /// A plan may take a megabyte of memory.
    private static final int MOST = 16;

    private final Logouts logouts;
    private final Map<String, Optional<Logout>> known = new ConcurrentHashMap<>();

    Plans(Logouts logouts) {
        this.logouts = logouts;
    }

    Optional<Logout> read(String ref) {
        if (known.size() >= MOST && !known.containsKey(ref)) {
            known.clear();
        }
        var logout = known.computeIfAbsent(ref, logouts::read);
        if (logout.isEmpty()) {
            known.remove(ref);
        }
        return logout;
    }
}
