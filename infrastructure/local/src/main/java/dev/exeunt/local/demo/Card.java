package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An application as the identity provider's page shows it.
///
/// @param person  who is, or was, signed in there
/// @param glimpse how the sign-in stands at the application; empty where it was never opened
/// @param notice  what the registry says about the notice sent to it
record Card(Application application, Optional<Person> person, Optional<Glimpse> glimpse, Optional<Json> notice) {

    Html html(Addresses addresses) {
        var open = application.at(addresses, "/");
        return Html.of("""
                <li class="card {} look-{}" data-part="{}">
                <h3><span class="tile">{}</span><a href="{}">{}</a></h3>
                <p class="state {}">{}</p>
                <p class="hears">{}</p>
                <ul class="events">{}{}</ul>
                <p class="tags"><span>{}</span><span>{}</span></p>
                </li>
                """, tone(), application.clientId(), application.clientId(), Icons.of(application), open,
                application.title(), tone(), state(), application.hears(), events(), receipt(),
                application.channelNames(),
                application.endsEverything() ? "its Log out ends everything" : "its Log out ends itself");
    }

    private String tone() {
        return glimpse.map(seen -> seen.signedIn() ? "in" : "out").orElse("idle");
    }

    private String state() {
        if (glimpse.isEmpty()) {
            return "Not opened";
        }
        return glimpse.get().signedIn() ? "Signed in as " + person.map(Person::name).orElse("somebody") : "Signed out";
    }

    private Html events() {
        return Html.each(glimpse.map(Glimpse::events).orElse(List.of()),
                event -> Html.of("<li>{} {}</li>", Portal.time(event.at()), event.heard().sentence()));
    }

    private Html receipt() {
        return notice.map(sent -> Html.of("<li class=\"receipt\">Registry: {}{}</li>", words(sent), attempts(sent)))
                .orElse(Html.NONE);
    }

    private static String words(Json notice) {
        return switch (notice.text("state").orElse("")) {
            case "queued" -> "notice on its way";
            case "done" -> "notice answered";
            case "retrying" -> "not answered, will be tried again";
            case "failed" -> "given up";
            case "superseded" -> "not needed any more";
            case "unreachable" -> "cannot be told";
            case String other -> other;
        };
    }

    private static String attempts(Json notice) {
        var attempts = notice.objects("attempts");
        if (attempts.isEmpty()) {
            return "";
        }
        return " · " + attempts.stream().map(Card::result).collect(Collectors.joining(", "));
    }

    /// An attempt in a word: the status, or what went wrong.
    static String result(Json attempt) {
        return attempt.number("status").map(Object::toString).or(() -> attempt.text("error")).orElse("…");
    }
}
