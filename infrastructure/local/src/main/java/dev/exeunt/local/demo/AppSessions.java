package dev.exeunt.local.demo;

import dev.exeunt.local.demo.Glimpse.Event;
import dev.exeunt.local.demo.Glimpse.Heard;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An application's sign-ins, kept on the server, so that a notice without any cookie can end them by `sid` or `sub`.
/// Those that ended are kept for a while too: they say why.
final class AppSessions {

    private static final int MOST = 500;

    /// A sign-in.
    ///
    /// @param key     the cookie's value, a secret
    /// @param trace   lets the browser see what became of it, but opens nothing
    /// @param sub     the subject, or the NameID of SAML
    /// @param sid     the session, or the SessionIndex of SAML
    /// @param idToken what this sign-in can later be logged out with; empty with SAML, where `sub` and `sid` are enough
    record SignedIn(String key, String trace, String sub, String sid, String name, String idToken) {}

    /// A sign-in and its fate. Seen by nobody but this class, which guards it.
    private static final class Entry {
        private final SignedIn signIn;
        private final List<Event> events = new ArrayList<>();
        private boolean alive = true;

        Entry(SignedIn signIn) {
            this.signIn = signIn;
        }

        Glimpse glimpse() {
            return new Glimpse(alive, List.copyOf(events));
        }
    }

    private final InstantSource clock;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

    AppSessions(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void begin(SignedIn signIn) {
        entries.put(signIn.key(), new Entry(signIn));
        if (entries.size() > MOST) {
            entries.pollFirstEntry();
        }
    }

    /// The living sign-in of a cookie.
    synchronized Optional<SignedIn> living(String key) {
        return Optional.ofNullable(entries.get(key)).filter(entry -> entry.alive).map(entry -> entry.signIn);
    }

    synchronized Optional<Glimpse> ofTrace(String trace) {
        return latest(signIn -> signIn.trace().equals(trace)).map(Entry::glimpse);
    }

    synchronized Optional<Glimpse> ofSid(String sid) {
        return latest(signIn -> signIn.sid().equals(sid)).map(Entry::glimpse);
    }

    /// Whose sign-in a `sid` names, alive or not.
    synchronized Optional<String> subjectOf(String sid) {
        return latest(signIn -> signIn.sid().equals(sid)).map(entry -> entry.signIn.sub());
    }

    /// Ends every living sign-in that matches. Where there is none, the latest that matched remembers what it heard.
    ///
    /// @return how many were alive
    synchronized int end(Predicate<SignedIn> matching, Heard heard) {
        var living = entries.values().stream().filter(entry -> entry.alive && matching.test(entry.signIn)).toList();
        var event = new Event(heard, clock.instant());
        living.forEach(entry -> {
            entry.alive = false;
            entry.events.add(event);
        });
        if (living.isEmpty()) {
            latest(matching).filter(entry -> entry.glimpse().events().size() < 20)
                    .ifPresent(entry -> entry.events.add(event));
        }
        return living.size();
    }

    private Optional<Entry> latest(Predicate<SignedIn> matching) {
        return entries.sequencedValues().reversed().stream().filter(entry -> matching.test(entry.signIn)).findFirst();
    }
}
