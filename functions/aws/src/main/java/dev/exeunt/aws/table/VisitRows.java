package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.Visit.FrameResult;
import dev.exeunt.core.plan.Visit.Progress;
import dev.exeunt.core.plan.Visit.Way;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A visit as a row beside its logout.
final class VisitRows {

    private VisitRows() {
    }

    static Row row(Visit visit) {
        return Row.at(Key.visit(visit.ref(), visit.hash()))
                .time("created_at", visit.createdAt())
                .time("expires_at", visit.expiresAt())
                .text("back", visit.way().back())
                .text("client", visit.way().client())
                .flag("named", visit.way().named())
                .text("locales", visit.way().locales())
                .number("stage", visit.progress().stage())
                .map("frames", frames(visit.progress().frames()))
                .ttl(visit.createdAt().plus(Limits.MEMORY));
    }

    static Row frames(Map<Integer, FrameResult> frames) {
        var row = Row.map();
        new TreeMap<>(frames).forEach((frame, result) -> row.text(frame.toString(), result.name()));
        return row;
    }

    static Visit visit(Row row) {
        var way = new Way(row.textOrNull("back"), row.textOrNull("client"), row.flag("named"),
                row.textOrNull("locales"));
        var frames = row.map("frames").attributes().entrySet().stream()
                .collect(Collectors.toMap(frame -> Integer.valueOf(frame.getKey()),
                        frame -> FrameResult.valueOf(frame.getValue().s())));
        return new Visit(row.key().name(), row.key().part(), row.time("created_at"), row.time("expires_at"), way,
                new Progress(row.whole("stage"), frames));
    }
}
