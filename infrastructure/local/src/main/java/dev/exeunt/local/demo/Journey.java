package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.demo.IdpSessions.IdpSession;
import dev.exeunt.local.demo.Witness.Fate;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The demo without a browser: in everywhere, out once, and a look at what became of it; then in again, and out from a
/// service provider.
final class Journey {

    private static final Duration DEADLINE = Duration.ofSeconds(45);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /// Who begins the second logout, and who is told of it.
    private static final List<Application> SECOND = List.of(Application.TICKETS, Application.WIKI, Application.PROPS);

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
            var first = fromTheIdentityProvider();
            var second = fromAServiceProvider();
            return first && second ? 0 : 1;
        } catch (IOException broken) {
            out.printf("The run broke off: %s%n", broken.getMessage());
            return 1;
        }
    }

    private boolean fromTheIdentityProvider() throws IOException {
        var session = signIn(List.of(Application.values()));
        out.printf("Signed in as %s to %d applications.%n", session.person().name(), Application.values().length);
        var from = Instant.now();
        new Walk(browser).confirm(browser.open(addresses.publicUrl().resolve("/logout")));
        out.printf("Logged out once.%n%n");
        var fates = await(session, List.of(Application.values()), from.plus(DEADLINE));
        var silent = silentSignIn();
        Report.print(out, fates, from);
        out.printf("%nAsked for a silent sign-in, the identity provider %s.%n",
                silent ? "says login_required" : "does NOT say login_required");
        return silent && fates.stream().allMatch(fate -> fate.missing().isEmpty());
    }

    /// A LogoutRequest of a service provider's own, which ends everything: the others are told, and then it is answered.
    private boolean fromAServiceProvider() throws IOException {
        var asking = SECOND.getFirst();
        var others = SECOND.subList(1, SECOND.size());
        var session = signIn(SECOND);
        var from = Instant.now();
        var home = browser.open(asking.at(addresses, "/"));
        var last = new Walk(browser).goOn(browser.submit(home, "/sign-out", Map.of()));
        var answered = last.body().contains(Glimpse.Heard.ALL_TOLD.sentence());
        var fates = await(session, others, from.plus(DEADLINE));
        out.printf("%nSigned in again to %d applications, and logged out at %s, which sent a LogoutRequest.%n",
                SECOND.size(), asking.title());
        out.printf("%s was %s.%n%n", asking.title(),
                answered ? "answered that everybody was told" : "NOT answered that everybody was told");
        Report.print(out, fates, from);
        return answered && fates.stream().allMatch(fate -> fate.missing().isEmpty());
    }

    private IdpSession signIn(List<Application> applications) throws IOException {
        var person = Person.ALL.getFirst();
        var home = browser.open(addresses.publicUrl().resolve("/"));
        browser.submit(home, "/idp/login", Map.of("person", person.id()));
        for (Application application : applications) {
            var shown = browser.settle(browser.open(application.at(addresses, "/login")));
            if (!shown.body().contains("Signed in as " + person.name())) {
                throw new IOException("%s did not sign %s in: it answered %d at %s".formatted(application.title(),
                        person.name(), shown.status(), shown.uri().getPath()));
            }
        }
        return browser.cookie(addresses.publicUrl().getHost(), IdentityProvider.COOKIE).flatMap(sessionOfCookie)
                .orElseThrow(() -> new IOException("The identity provider set no session cookie"));
    }

    private List<Fate> await(IdpSession session, List<Application> applications, Instant deadline) throws IOException {
        var fates = witness.fates(session, applications);
        while (fates.stream().anyMatch(fate -> fate.missing().isPresent()) && Instant.now().isBefore(deadline)) {
            pause();
            fates = witness.fates(session, applications);
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
