package dev.exeunt.core.page;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a page says: its facts, without words or looks. URLs and names may come from anywhere; [Pages] sees to it that
/// they do no harm.
public sealed interface Page {

    /// Asks whether the person wants to sign out. The form is posted to `action` with `request` and `confirm=yes|no`.
    ///
    /// @param action     our own path, or absolute URL, that the answer is posted to
    /// @param sealed     the request, sealed, that comes back with the answer
    /// @param clientName the application that asks; null if the person does
    /// @param everything whether a yes ends the whole session, and not that application's part alone
    /// @param back       where a yes ends when all is done; null for our own page. Also opens the policy for that way
    record Ask(String action, String sealed, @Nullable String clientName, boolean everything,
            @Nullable Link back) implements Page {}

    /// Tells the applications that are told through the browser and shows how all of them are doing. Without frames it
    /// is the page on which one waits before the way back. Its form is posted to `stageUrl`, by a button that is always
    /// there or by the script: `hop=next` and a `frame.{n}=loaded|timeout` for each frame whose end is known.
    ///
    /// @param origin       our own origin, `https://host[:port]`: a frame on it is left out
    /// @param stageUrl     our own path, or absolute URL, of this stage
    /// @param statusUrl    our own path, or absolute URL, that is asked for news
    /// @param frames       the iframes, all at once; what is not http or https, or ours and leads nowhere, is left out and
    ///                     its application shown as not reachable
    /// @param applications everybody concerned, in the order they are shown
    /// @param waits        how long the page waits
    /// @param back         where this visit ends; null for our own page. Also opens the policy for that way
    record LoggingOut(String origin, String stageUrl, String statusUrl, List<Frame> frames,
            List<Application> applications, Waits waits, @Nullable Link back) implements Page {

        public LoggingOut {
            frames = List.copyOf(frames);
            applications = List.copyOf(applications);
        }
    }

    /// Sends the browser to one application, which signs the person out on its own page and sends it back: a "native"
    /// logout. Its form is posted to `stageUrl` with `hop=next` (go there), `hop=retry` (go there once more) or `hop=skip`.
    /// With script it goes there by itself, but only the first time.
    ///
    /// @param stageUrl     our own path, or absolute URL, of this stage
    /// @param clientName   the application whose turn it is; null if it may not be named
    /// @param started      whether the browser has been sent there and has come back without the application's word
    /// @param applications everybody concerned, in the order they are shown
    /// @param target       the application's address that the form leads to; opens the policy for it
    record Hop(String stageUrl, @Nullable String clientName, boolean started, List<Application> applications,
            String target) implements Page {

        public Hop {
            applications = List.copyOf(applications);
        }
    }

    /// Hands a message over to an application: a form that posts itself, by script or by a button (SAML bindings 3.5).
    ///
    /// @param action     the application's address, `https` (or `http` where that was allowed)
    /// @param fields     the form's hidden fields by name, in order
    /// @param clientName the application; null if it may not be named
    /// @param framed     whether this page stands in an iframe of [LoggingOut], and so may be framed by us
    record Handover(String action, Map<String, String> fields, @Nullable String clientName,
            boolean framed) implements Page {

        public Handover {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /// No field: they hold what proves a sign-out.
        @Override
        public String toString() {
            return "Handover[" + action + "]";
        }
    }

    /// The end, when it is ours: what is signed out, and what may not be.
    ///
    /// @param applications  everybody concerned; names none if they may not be named
    /// @param clientName    null if the whole session ended, else the one application that was signed out
    /// @param othersStillIn with `clientName`: how many other applications are still signed in
    /// @param everythingUrl with `othersStillIn`: where signing out of everything begins
    /// @param statusUrl     our own URL that is asked for news until all is settled; null if it is
    /// @param back          a way on; null for none
    record SignedOut(List<Application> applications, @Nullable String clientName, int othersStillIn,
            @Nullable String everythingUrl, @Nullable String statusUrl, @Nullable Link back) implements Page {

        public SignedOut {
            applications = List.copyOf(applications);
        }

        /// Whether an application may still be signed in, as far as anybody knows.
        public boolean mayBeOpen() {
            return applications.stream().anyMatch(application -> application.state().mayBeOpen());
        }
    }

    /// The answer to a no: nothing happened.
    record StillSignedIn(@Nullable Link back) implements Page {}

    /// A request that cannot be served. The words for people follow from the status (410 is the expired link).
    ///
    /// @param status    the HTTP status it is answered with
    /// @param detail    for whoever made the link: one English sentence without secrets, as in a problem's `detail`; null for none
    /// @param logoutUrl where signing out can begin anew; null for none
    record Failure(int status, @Nullable String detail, @Nullable String logoutUrl) implements Page {

        /// What people are told about it.
        public Kind kind() {
            return switch (status) {
                case 403 -> Kind.REFUSED;
                case 404 -> Kind.UNKNOWN;
                case 410 -> Kind.EXPIRED;
                case 429, 503, 504 -> Kind.BUSY;
                default -> status < 500 ? Kind.REQUEST : Kind.BROKEN;
            };
        }

        /// Kinds of failure that are told apart in words.
        public enum Kind {
            REQUEST, REFUSED, UNKNOWN, EXPIRED, BUSY, BROKEN;

            /// As the messages spell it.
            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /// A way to somewhere else.
    ///
    /// @param url  any URL; only `http`, `https` and an app's own scheme become links
    /// @param name what is there, for example the application's name
    record Link(String url, String name) {}

    /// An iframe.
    ///
    /// @param n           its number in the stage
    /// @param url         what it loads
    /// @param application the [Application#n] it tells
    /// @param leadsTo     where our own address in it leads on to, with a SAML message that is answered to another address of
    ///                    ours; null for a page of the application's
    record Frame(int n, String url, int application, @Nullable String leadsTo) {

        /// A page of the application's own.
        public Frame(int n, String url, int application) {
            this(n, url, application, null);
        }
    }

    /// An application of this logout.
    ///
    /// @param n          its number in the plan, as the status says it
    /// @param name       its name; null if it may not be named
    /// @param state      how it is doing
    /// @param framesOnly whether it is told by iframes and nothing else
    record Application(int n, @Nullable String name, State state, boolean framesOnly) {

        /// An application with other ways than iframes.
        public Application(int n, @Nullable String name, State state) {
            this(n, name, state, false);
        }

        /// The same application in another state.
        public Application in(State other) {
            return new Application(n, name, other, framesOnly);
        }
    }

    /// How long a page waits before it goes on by itself.
    ///
    /// @param frame    for one iframe
    /// @param deadline for everything
    record Waits(Duration frame, Duration deadline) {}

    /// How an application is doing. A frame that loaded is `SENT`, never `DONE`: load events fire on error pages too.
    enum State {
        WAITING("queued"), SENT("sent"), DONE("done"), RETRYING("retrying"), FAILED("failed"), UNREACHABLE(
                "unreachable"), SKIPPED(
                        "skipped"), TIMEOUT("timeout"), SUPERSEDED("superseded");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /// As the contract spells it.
        public String text() {
            return text;
        }

        /// Whether the application may still be signed in, as far as anybody knows.
        public boolean mayBeOpen() {
            return switch (this) {
                case DONE, SUPERSEDED -> false;
                case WAITING, SENT, RETRYING, FAILED, UNREACHABLE, SKIPPED, TIMEOUT -> true;
            };
        }

        /// The state that the contract spells so.
        ///
        /// @throws IllegalArgumentException if there is none
        public static State of(String text) {
            for (var state : values()) {
                if (state.text.equals(text)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no state " + text);
        }
    }
}
