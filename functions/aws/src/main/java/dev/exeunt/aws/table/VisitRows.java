package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.FrameResult;
import dev.exeunt.core.plan.Progress.HopResult;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.Visit.End;
import dev.exeunt.core.plan.Visit.Way;
import dev.exeunt.core.saml.Binding;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A visit as a row beside its logout, which is remembered for much longer: nothing reads a visit that is over but its own
/// URL, and it holds where a browser came from. What an application answered is an attribute of its own: `answer_hop_2`.
final class VisitRows {

    private static final String ANSWER = "answer_";

    private VisitRows() {
    }

    static Row row(Visit visit) {
        var row = Row.at(Key.visit(visit.ref(), visit.hash()))
                .time("created_at", visit.createdAt())
                .time("expires_at", visit.expiresAt())
                .text("client", visit.way().client())
                .flag("named", visit.way().named())
                .text("locales", visit.way().locales())
                .number("stage", visit.progress().stage())
                .map("frames", frames(visit.progress().frames()))
                .map("hops", hops(visit.progress().hops()))
                .ttl(visit.expiresAt().plus(Limits.VISIT_MEMORY));
        visit.progress().answers().forEach((entry, status) -> row.text(attribute(entry), status.name()));
        return switch (visit.way().end()) {
            case End.OurPage _ -> row;
            case End.Address(String url) -> row.text("back", url);
            case End.SamlAnswer answer -> row.map("saml_answer", Row.map()
                    .text("binding", answer.binding().name())
                    .text("location", answer.location())
                    .text("in_response_to", answer.inResponseTo())
                    .text("relay_state", answer.relayState()));
        };
    }

    static Row frames(Map<Integer, FrameResult> frames) {
        var row = Row.map();
        new TreeMap<>(frames).forEach((frame, result) -> row.text(frame.toString(), result.name()));
        return row;
    }

    static Row hops(Map<Integer, HopResult> hops) {
        var row = Row.map();
        new TreeMap<>(hops).forEach((hop, result) -> row.map(hop.toString(), switch (result) {
            case HopResult.Started(int times) -> Row.map().text("state", "started").number("times", times);
            case HopResult.Skipped(int times) -> Row.map().text("state", "skipped").number("times", times);
        }));
        return row;
    }

    static String attribute(Entry entry) {
        return ANSWER + entry.place().name().toLowerCase(Locale.ROOT) + "_" + entry.n();
    }

    static Visit visit(Row row) {
        var way = new Way(end(row), row.textOrNull("client"), row.flag("named"), row.textOrNull("locales"));
        return new Visit(row.key().name(), row.key().part(), row.time("created_at"), row.time("expires_at"), way,
                progress(row));
    }

    private static End end(Row row) {
        if (row.has("saml_answer")) {
            var answer = row.map("saml_answer");
            return new End.SamlAnswer(Binding.valueOf(answer.text("binding")), answer.text("location"),
                    answer.textOrNull("in_response_to"), answer.textOrNull("relay_state"));
        }
        return row.maybeText("back").<End>map(End.Address::new).orElseGet(End.OurPage::new);
    }

    private static Progress progress(Row row) {
        var frames = row.map("frames").attributes().entrySet().stream()
                .collect(Collectors.toMap(frame -> Integer.valueOf(frame.getKey()),
                        frame -> FrameResult.valueOf(frame.getValue().s())));
        var hops = row.map("hops").attributes().entrySet().stream()
                .collect(Collectors.toMap(hop -> Integer.valueOf(hop.getKey()),
                        hop -> hop(Row.of(hop.getValue().m()))));
        return new Progress(row.whole("stage"), frames, hops, answers(row));
    }

    private static HopResult hop(Row row) {
        return switch (row.text("state")) {
            case "started" -> new HopResult.Started(row.whole("times"));
            case "skipped" -> new HopResult.Skipped(row.whole("times"));
            default -> throw new IllegalStateException("a hop that is " + row.text("state"));
        };
    }

    private static Map<Entry, SamlStatus> answers(Row row) {
        var answers = new HashMap<Entry, SamlStatus>();
        row.attributes().forEach((name, value) -> {
            if (name.startsWith(ANSWER)) {
                var parts = name.split("_", -1);
                answers.put(new Entry(Place.valueOf(parts[1].toUpperCase(Locale.ROOT)), Integer.parseInt(parts[2])),
                        SamlStatus.valueOf(value.s()));
            }
        });
        return answers;
    }
}
