package dev.exeunt.acceptance.world;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// A page of a visit: frames to load, states to watch, a form to go on with.
///
/// @param frames       the `src` of each iframe, in order
/// @param stage        where the form goes on to, if there is one
/// @param status       where the script asks for states, if it does
/// @param applications each application's state by its name
/// @param text         everything a person reads
public record VisitPage(List<String> frames, Optional<String> stage, Optional<String> status,
        Map<String, String> applications, String text) {

    static VisitPage of(Answer answer) {
        var page = Jsoup.parse(answer.body());
        return new VisitPage(page.select("iframe").eachAttr("src"), attribute(page, "form#stage", "action"),
                attribute(page, "script[data-status]", "data-status"), applications(page), page.text());
    }

    /// The form's target.
    public String stageUrl() {
        return stage.orElseThrow(() -> new AssertionError("no stage to go on to: " + this));
    }

    /// Where states are told.
    public String statusUrl() {
        return status.orElseThrow(() -> new AssertionError("no status: " + this));
    }

    private static Optional<String> attribute(Document page, String selector, String name) {
        return page.select(selector).stream().map(element -> element.attr(name)).findFirst();
    }

    private static Map<String, String> applications(Document page) {
        var states = new LinkedHashMap<String, String>();
        page.select(".applications li").forEach(
                item -> states.put(item.select(".name").text(), item.attr("data-state")));
        return states;
    }
}
