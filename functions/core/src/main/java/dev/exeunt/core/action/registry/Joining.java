package dev.exeunt.core.action.registry;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Sessions.Added;
import dev.exeunt.core.action.Sessions.Change;
import dev.exeunt.core.action.registry.ChangeSession.Decision;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Participant.Presence;
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
/// @param identity what its ID token says
record Joining(String client, OidcIdentity identity) {

    Decision decide(Optional<SignIns> found, Instant now) {
        if (found.isEmpty()) {
            return new Decision.Answer(SessionProblems.unknownSession());
        }
        var signIns = found.get();
        if (!signIns.session().isOpen(now)) {
            return new Decision.Answer(SessionProblems.ended(signIns.session()));
        }
        var known = signIns.participants().stream().filter(one -> one.client().equals(client)).findFirst();
        return known.isEmpty() ? first(signIns, now) : switch (known.get()) {
            case Participant.Oidc oidc -> oidc.isHere() ? more(signIns, oidc) : back(signIns, oidc, now);
        };
    }

    /// Those who left count too: the session remembers them.
    private Decision first(SignIns signIns, Instant now) {
        if (signIns.participants().size() >= Limits.PARTICIPANTS) {
            return new Decision.Answer(SessionProblems.limit("participants",
                    "A session has at most " + Limits.PARTICIPANTS + " participants."));
        }
        return write(signIns, here(List.of(identity), now), List.of(), 201);
    }

    private Decision more(SignIns signIns, Participant.Oidc before) {
        if (before.identities().contains(identity)) {
            return new Decision.Answer(WebAnswer.json(200, SessionJson.of(before)));
        }
        if (before.identities().size() >= Limits.IDENTITIES) {
            return new Decision.Answer(SessionProblems.limit("identities",
                    "A participant has at most " + Limits.IDENTITIES + " identities."));
        }
        var identities = Stream.concat(before.identities().stream(), Stream.of(identity)).toList();
        return write(signIns, here(identities, before.joinedAt()), List.of(), 200);
    }

    /// Signed out of this application alone, and come back: what it was known by before is over.
    private Decision back(SignIns signIns, Participant.Oidc before, Instant now) {
        var over = sids(before.identities()).filter(sid -> sids(List.of(identity)).noneMatch(sid::equals)).toList();
        return write(signIns, here(List.of(identity), now), over, 200);
    }

    private Participant.Oidc here(List<OidcIdentity> identities, Instant at) {
        return new Participant.Oidc(client, identities, at.truncatedTo(ChronoUnit.MILLIS), new Presence.Here());
    }

    private Decision write(SignIns signIns, Participant.Oidc after, List<Handle> removed, int status) {
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
        var added = sids(List.of(identity)).map(sid -> new Added(sid, null)).toList();
        var change = new Change(before, before.joined(before.gate().next(count, bytes)), after, added, removed);
        return new Decision.Write(change, WebAnswer.json(status, SessionJson.of(after)));
    }

    private Stream<Handle> sids(List<OidcIdentity> identities) {
        return identities.stream()
                .mapMulti((one, found) -> {
                    if (one.sid() != null) {
                        found.accept(new Handle.Sid(one.iss(), client, one.sid()));
                    }
                });
    }
}
