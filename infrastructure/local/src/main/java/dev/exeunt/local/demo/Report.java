package dev.exeunt.local.demo;

import dev.exeunt.local.demo.Glimpse.Event;
import dev.exeunt.local.demo.Glimpse.Heard;
import dev.exeunt.local.demo.Witness.Fate;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The table at the end of a run.
final class Report {

    private static final List<String> HEAD = List.of("APPLICATION", "TOLD BY", "HOW IT ENDED", "ATTEMPTS", "AFTER", "");

    private Report() {
    }

    /// @param from when the logout began
    static void print(PrintStream out, List<Fate> fates, Instant from) {
        var rows = new ArrayList<List<String>>(List.of(HEAD));
        fates.forEach(fate -> rows.add(row(fate, from)));
        rows.forEach(row -> {
            var line = new StringBuilder();
            for (int i = 0; i < HEAD.size(); i++) {
                var column = i;
                var width = rows.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        });
    }

    private static List<String> row(Fate fate, Instant from) {
        var attempts = fate.attempts().isEmpty() ? "-" : String.join(", ", fate.attempts());
        return List.of(fate.application().title(), fate.application().channelNames(), ending(fate), attempts,
                after(fate.glimpse(), from),
                fate.missing().map(why -> "NOT AS IT SHOULD: " + why).orElse("as it should"));
    }

    private static String ending(Fate fate) {
        if (fate.glimpse().signedIn()) {
            var state = fate.notice().flatMap(notice -> notice.text("state")).orElse("unknown");
            return "still signed in, notice " + state;
        }
        var how = fate.glimpse().events().stream().map(Event::heard).distinct().map(Report::words)
                .collect(Collectors.joining(" and "));
        return how.isEmpty() ? "never signed in" : "signed out by " + how;
    }

    private static String words(Heard heard) {
        return switch (heard) {
            case BACK_CHANNEL -> "verified notice";
            case FRONT_CHANNEL -> "frame";
            case OWN_BUTTON -> "its own button";
            case RETURNED, RETURNED_ASTRAY -> "return";
            case BY_REDIRECT -> "LogoutRequest by redirect";
            case BY_POST -> "LogoutRequest by post";
            case BY_SOAP -> "LogoutRequest by SOAP";
            case ALL_TOLD, PARTLY_TOLD -> "answer to its own";
        };
    }

    /// When it was signed out: the first thing it heard.
    private static String after(Glimpse glimpse, Instant from) {
        return glimpse.events().stream().findFirst().map(event -> String.format(Locale.ROOT, "%.2f s",
                Duration.between(from, event.at()).toMillis() / 1000.0)).orElse("-");
    }
}
