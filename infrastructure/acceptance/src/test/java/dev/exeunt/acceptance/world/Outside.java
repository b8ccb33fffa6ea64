package dev.exeunt.acceptance.world;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.Jsoup;

/// What a browser does between our pages and those of others: it follows redirects and submits forms that submit
/// themselves.
public final class Outside {

    private static final Map<String, String> HTML = Map.of("Accept", "text/html");
    private static final Map<String, String> FORM = Map.of("Accept", "text/html", "Content-Type",
            "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site");

    private Outside() {
    }

    /// Opens an address of somebody else's.
    public static Answer get(String url) {
        return Http.send("GET", URI.create(url), HTML, "");
    }

    /// Takes a message where an answer of ours says, once.
    public static Answer go(Answer ours) {
        return ours.status() == 303 ? get(ours.location().toString()) : submit(ours);
    }

    /// Goes where an answer of ours leads outside, and back to us with what is said there.
    ///
    /// @return our answer to that; the given one if it leads nowhere outside
    public static Answer through(Browser browser, Answer ours) {
        if (ours.status() != 303 && !ours.body().contains("name=\"SAMLRequest")
                || ours.status() == 303 && !ours.location().toString().contains("SAMLRequest=")) {
            return ours;
        }
        var theirs = go(ours);
        return theirs.status() == 302 ? browser.get(theirs.location().toString()) : back(browser, theirs);
    }

    /// A form of theirs for us: none of our cookies goes along, since it comes from another site.
    private static Answer back(Browser browser, Answer page) {
        var form = Jsoup.parse(page.body()).expectFirst("form");
        return browser.postFromElsewhere(form.attr("action"), fields(page));
    }

    private static Answer submit(Answer page) {
        var form = Jsoup.parse(page.body()).expectFirst("form");
        return Http.send("POST", URI.create(form.attr("action")), FORM, Form.encode(fields(page)));
    }

    private static Map<String, String> fields(Answer page) {
        var fields = new LinkedHashMap<String, String>();
        Jsoup.parse(page.body()).select("form input").forEach(each -> fields.put(each.attr("name"), each.val()));
        return fields;
    }
}
