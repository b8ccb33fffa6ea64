package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.demo.Browser.Shown;
import dev.exeunt.local.demo.IdpSessions.IdpSession;
import dev.exeunt.local.demo.Markup.FoundForm;
import dev.exeunt.local.demo.Witness.Fate;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The demo without a browser: in everywhere, out once, and a look at what became of it.
final class Journey {

    private static final Duration DEADLINE = Duration.ofSeconds(45);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int PAGES = 10;

    private final Addresses addresses;
    private final Function<String, Optional<IdpSession>> sessionOfCookie;
    private final Witness witness;
    private final PrintStream out;
    private final Browser browser = new Browser();

    Journey(Addresses addresses, Function<String, Optional<IdpSession>> sessionOfCookie, Witness witness,
            PrintStream out) {
        this.addresses = addresses;
        this.sessionOfCookie = sessionOfCookie;
        this.witness = witness;
        this.out = out;
    }

    /// Runs it and prints what happened.
    ///
    /// @return 0 if every application ended as it should, otherwise 1
    int run() {
        try {
            var session = signInEverywhere();
            out.printf("Signed in as %s to %d applications.%n", session.person().name(), Application.values().length);
            var from = Instant.now();
            logOut();
            out.printf("Logged out once.%n%n");
            var fates = await(session, from.plus(DEADLINE));
            var silent = silentSignIn();
            Report.print(out, fates, from);
            out.printf("%nAsked for a silent sign-in, the identity provider %s.%n",
                    silent ? "says login_required" : "does NOT say login_required");
            return silent && fates.stream().allMatch(fate -> fate.missing().isEmpty()) ? 0 : 1;
        } catch (IOException broken) {
            out.printf("The run broke off: %s%n", broken.getMessage());
            return 1;
        }
    }

    private IdpSession signInEverywhere() throws IOException {
        var person = Person.ALL.getFirst();
        var home = browser.open(addresses.publicUrl().resolve("/"));
        browser.submit(home, "/idp/login", Map.of("person", person.id()));
        for (Application application : Application.values()) {
            var shown = browser.open(application.at(addresses, "/login"));
            if (!shown.body().contains("Signed in as " + person.name())) {
                throw new IOException("%s did not sign %s in: it answered %d at %s".formatted(application.title(),
                        person.name(), shown.status(), shown.uri().getPath()));
            }
        }
        return browser.cookie(addresses.publicUrl().getHost(), IdentityProvider.COOKIE).flatMap(sessionOfCookie)
                .orElseThrow(() -> new IOException("The identity provider set no session cookie"));
    }

    /// From the question to the last page: frames are loaded, forms are sent, until there is nothing left to send.
    private void logOut() throws IOException {
        var page = browser.open(addresses.publicUrl().resolve("/logout"));
        var question = forms(page).stream()
                .filter(form -> form.buttons().getOrDefault("confirm", List.of()).contains("yes")
                        || form.fields().getOrDefault("confirm", "").equals("yes"))
                .findFirst();
        if (question.isEmpty()) {
            throw new IOException(
                    "The logout page asks nothing, it answers " + page.status());
        }
        goOn(browser.submit(page, action(page, question.get()), with(question.get(), Map.of("confirm", "yes"))));
    }

    private void goOn(Shown first) throws IOException {
        var page = first;
        for (int i = 0; i < PAGES; i++) {
            if (page.status() != 200) {
                throw new IOException("A page of the logout answers " + page.status());
            }
            var stage = stage(page);
            if (stage.isEmpty()) {
                return;
            }
            page = browser.submit(page, action(page, stage.get()), with(stage.get(), frames(page)));
        }
        throw new IOException("The logout has more than %d pages".formatted(PAGES));
    }

    private static Optional<FoundForm> stage(Shown page) {
        return forms(page).stream().filter(form -> form.action().matches(".*/logout/[^/]+/stages/[0-9]+$")).findFirst();
    }

    private Map<String, String> frames(Shown page) throws IOException {
        var results = new LinkedHashMap<String, String>();
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

    private List<Fate> await(IdpSession session, Instant deadline) throws IOException {
        var fates = witness.fates(session);
        while (fates.stream().anyMatch(fate -> fate.missing().isPresent()) && Instant.now().isBefore(deadline)) {
            pause();
            fates = witness.fates(session);
        }
        return fates;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while waiting", stopped);
        }
    }

    /// Whether the identity provider, asked not to ask anybody, says that nobody is signed in.
    private boolean silentSignIn() throws IOException {
        return browser.open(Application.WIKI.at(addresses, "/login?prompt=none")).body().contains("login_required");
    }
}
