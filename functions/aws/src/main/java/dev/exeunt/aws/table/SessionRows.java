package dev.exeunt.aws.table;

import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.Session.Life;

/// A session as a row. Living, it is due at its end; ended, it is not.
final class SessionRows {

    private SessionRows() {
    }

    static Row row(Session session) {
        var row = Row.at(Key.session(session.id()))
                .text("user", session.user())
                .time("created_at", session.createdAt())
                .time("expires_at", session.expiresAt())
                .texts("cookies", session.cookies().stream().map(CookieHash::value).toList())
                .number("version", session.gate().version())
                .number("count", session.gate().count())
                .number("bytes", session.gate().bytes());
        return switch (session.life()) {
            case Life.Living _ -> row.due(session.expiresAt());
            case Life.Ended(var ref, var at, var reason) ->
                row.text("ended_ref", ref).time("ended_at", at).text("ended_reason", reason.text());
        };
    }

    static Session session(Row row) {
        var gate = new Session.Gate(row.number("version"), row.whole("count"), row.whole("bytes"));
        return new Session(row.key().name(), row.text("user"), row.time("created_at"), row.time("expires_at"),
                row.texts("cookies").stream().map(CookieHash::new).toList(), gate, life(row));
    }

    private static Life life(Row row) {
        if (!row.has("ended_ref")) {
            return new Life.Living();
        }
        var reason = EndReason.of(row.text("ended_reason")).orElseThrow();
        return new Life.Ended(row.text("ended_ref"), row.time("ended_at"), reason);
    }
}
