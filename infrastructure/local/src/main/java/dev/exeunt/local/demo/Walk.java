package dev.exeunt.local.demo;

import dev.exeunt.local.demo.Browser.Shown;
import dev.exeunt.local.demo.Markup.FoundForm;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A browser's way through the pages of a logout: frames are loaded, forms are sent, service providers are visited, until
/// there is nothing left to send.
///
/// @param browser whose cookies go along
record Walk(Browser browser) {

    private static final int PAGES = 10;

    /// From the question, which is answered with yes, to the last page.
    void confirm(Shown page) throws IOException {
        var question = forms(page).stream()
                .filter(form -> form.buttons().getOrDefault("confirm", List.of()).contains("yes")
                        || form.fields().getOrDefault("confirm", "").equals("yes"))
                .findFirst();
        if (question.isEmpty()) {
            throw new IOException("The logout page asks nothing, it answers " + page.status());
        }
        goOn(browser.submit(page, action(page, question.get()), with(question.get(), Map.of("confirm", "yes"))));
    }

    /// From any page of a logout to the last one.
    ///
    /// @return the last page, which may be an application's
    Shown goOn(Shown first) throws IOException {
        var page = browser.settle(first);
        for (int i = 0; i < PAGES; i++) {
            if (page.status() != 200) {
                throw new IOException("A page of the logout answers %d at %s".formatted(page.status(), page.uri()
                        .getPath()));
            }
            var stage = stage(page);
            if (stage.isEmpty()) {
                return page;
            }
            page = browser.settle(browser.submit(page, action(page, stage.get()),
                    with(stage.get(), results(page, stage.get()))));
        }
        throw new IOException("The logout has more than %d pages".formatted(PAGES));
    }

    private static Optional<FoundForm> stage(Shown page) {
        return forms(page).stream().filter(form -> form.action().matches(".*/logout/[^/]+/stages/[0-9]+(\\?.*)?$"))
                .findFirst();
    }

    /// What came of the page's frames, or the button that leads on to a service provider.
    private Map<String, String> results(Shown page, FoundForm stage) throws IOException {
        var results = new LinkedHashMap<String, String>();
        if (stage.buttons().getOrDefault("hop", List.of()).contains("next")) {
            results.put("hop", "next");
        }
        var frames = new Markup(page.body()).frames();
        for (int n = 0; n < frames.size(); n++) {
            browser.frame(page, frames.get(n));
            results.put("frame." + n, "loaded");
        }
        return results;
    }

    private static Map<String, String> with(FoundForm form, Map<String, String> more) {
        var fields = new LinkedHashMap<>(form.fields());
        fields.putAll(more);
        return fields;
    }

    private static String action(Shown page, FoundForm form) {
        return form.action().isEmpty() ? page.uri().toString() : form.action();
    }

    private static List<FoundForm> forms(Shown page) {
        return new Markup(page.body()).posts();
    }
}
