package dev.exeunt.core.action.registry;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Sessions.Added;
import dev.exeunt.core.action.Sessions.Change;
import dev.exeunt.core.action.registry.ChangeSession.Decision;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.Identity;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Participant.Presence;
import dev.exeunt.core.session.SamlIdentity;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.WebAnswer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a client's joining means for a session as it was read.
///
/// @param client   the registry's key
/// @param identity how it knows the user
record Joining(String client, Identity identity) {

    Decision decide(Optional<SignIns> found, Instant now) {
        if (found.isEmpty()) {
            return new Decision.Answer(SessionProblems.unknownSession());
        }
        var signIns = found.get();
        if (!signIns.session().isOpen(now)) {
            return new Decision.Answer(SessionProblems.ended(signIns.session()));
        }
        var known = signIns.participants().stream().filter(one -> one.client().equals(client)).findFirst();
        if (known.isEmpty()) {
            return first(signIns, now);
        }
        return known.get().isHere() && isOfSameKind(known.get())
                ? more(signIns, known.get())
                : back(signIns, known.get(), now);
    }

    /// A client may have been registered as one of another kind since it joined.
    private boolean isOfSameKind(Participant before) {
        return before.identities().stream().allMatch(one -> one.getClass() == identity.getClass());
    }

    /// Those who left count too: the session remembers them.
    private Decision first(SignIns signIns, Instant now) {
        if (signIns.participants().size() >= Limits.PARTICIPANTS) {
            return new Decision.Answer(SessionProblems.limit("participants",
                    "A session has at most " + Limits.PARTICIPANTS + " participants."));
        }
        return write(signIns, here(List.of(), now), List.of(), 201);
    }

    private Decision more(SignIns signIns, Participant before) {
        if (before.identities().contains(identity)) {
            return new Decision.Answer(WebAnswer.json(200, SessionJson.of(before)));
        }
        if (before.identities().size() >= Limits.IDENTITIES) {
            return new Decision.Answer(SessionProblems.limit("identities",
                    "A participant has at most " + Limits.IDENTITIES + " identities."));
        }
        return write(signIns, here(before.identities(), before.joinedAt()), List.of(), 200);
    }

    /// Signed out of this application alone, and come back: what it was known by before is over.
    private Decision back(SignIns signIns, Participant before, Instant now) {
        var after = here(List.of(), now);
        var over = before.handles().stream().filter(handle -> !after.handles().contains(handle)).toList();
        return write(signIns, after, over, 200);
    }

    private Participant here(List<? extends Identity> before, Instant at) {
        var since = at.truncatedTo(ChronoUnit.MILLIS);
        return switch (identity) {
            case OidcIdentity oidc ->
                new Participant.Oidc(client, added(before, OidcIdentity.class, oidc), since, new Presence.Here());
            case SamlIdentity saml ->
                new Participant.Saml(client, added(before, SamlIdentity.class, saml), since, new Presence.Here());
            case CaepIdentity caep ->
                new Participant.Caep(client, added(before, CaepIdentity.class, caep), since, new Presence.Here());
        };
    }

    private static <T> List<T> added(List<? extends Identity> before, Class<T> kind, T another) {
        return Stream.concat(before.stream().filter(kind::isInstance).map(kind::cast), Stream.of(another)).toList();
    }

    private Decision write(SignIns signIns, Participant after, List<Handle> removed, int status) {
        var all = new ArrayList<>(signIns.participants());
        all.removeIf(one -> one.client().equals(client));
        all.add(after);
        var bytes = SessionJson.bytes(all);
        if (bytes > Limits.SESSION_BYTES) {
            return new Decision.Answer(SessionProblems.limit("session_bytes",
                    "The participants of a session take at most " + Limits.SESSION_BYTES + " bytes."));
        }
        var before = signIns.session();
        var count = (int) all.stream().filter(Participant::isHere).count();
        var added = identity.handle(client).stream().map(handle -> new Added(handle, null)).toList();
        var change = new Change(before, before.joined(before.gate().next(count, bytes)), after, added, removed);
        return new Decision.Write(change, WebAnswer.json(status, SessionJson.of(after)));
    }
}
