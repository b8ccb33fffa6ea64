package dev.exeunt.local.demo;

import java.time.Instant;
import java.util.List;

/// How one sign-in at an application stands, and what the application heard about it.
///
/// @param signedIn whether it is still good
/// @param events   what happened to it, in the order in which it happened
record Glimpse(boolean signedIn, List<Event> events) {

    /// Something an application heard.
    record Event(Heard heard, Instant at) {}

    /// What an application can hear of a sign-in's end.
    enum Heard {
        BACK_CHANNEL("Signed notice received and verified"), FRONT_CHANNEL("Front-channel frame loaded"), OWN_BUTTON(
                "Its own “Log out” was pressed"), RETURNED(
                        "Came back from logout, state as it was sent"), RETURNED_ASTRAY(
                                "Came back from logout with another state"), BY_REDIRECT(
                                        "LogoutRequest received by redirect and verified"), BY_POST(
                                                "LogoutRequest received by post and verified"), BY_SOAP(
                                                        "LogoutRequest received by SOAP and verified"), ALL_TOLD(
                                                                "Its own LogoutRequest was answered: everybody was told"), PARTLY_TOLD(
                                                                        "Its own LogoutRequest was answered: not everybody was told");

        private final String sentence;

        Heard(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    boolean heard(Heard what) {
        return events.stream().anyMatch(event -> event.heard() == what);
    }
}
