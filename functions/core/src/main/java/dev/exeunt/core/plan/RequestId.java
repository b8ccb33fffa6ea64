package dev.exeunt.core.plan;

import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.Place;
import java.util.Optional;
import java.util.regex.Pattern;

/// The `ID` of a LogoutRequest of ours (SAML Core 2.0, 1.3.4 and 3.2.1). It says itself whose request it is, so that the
/// `InResponseTo` of the answer finds it, whatever became of the RelayState; and it can be made again, so that reading a
/// page twice sends one request and not two. It is unique, with the 128 random bits of the `ref` and more, and it is no
/// secret: that nobody else answers is the signature's matter.
public sealed interface RequestId {

    /// The logout.
    String ref();

    /// As it stands in a message: an `xs:ID`, at most 100 characters.
    String text();

    /// A request that a browser carries, in one visit.
    ///
    /// @param visit   the hash of the visit, which is what it is stored under
    /// @param attempt 1, and one more each time a hop is tried again: a service provider may refuse an ID that it has seen
    record InBrowser(String ref, String visit, Entry entry, int attempt) implements RequestId {

        @Override
        public String text() {
            return "_" + ref + "." + letter(entry.place()) + entry.n() + "." + attempt + "." + visit;
        }

        private static String letter(Place place) {
            return switch (place) {
                case FRAME -> "f";
                case HOP -> "h";
            };
        }
    }

    /// A request that we send ourselves.
    ///
    /// @param delivery the delivery's number
    /// @param jti      of the attempt, fresh for each
    record Direct(String ref, int delivery, String jti) implements RequestId {

        @Override
        public String text() {
            return "_" + ref + ".d" + delivery + "." + jti;
        }
    }

    /// The request whose ID this is, if it can be one of ours.
    static Optional<RequestId> parse(String text) {
        var browser = Form.BROWSER.matcher(text);
        if (browser.matches()) {
            var place = browser.group(2).equals("f") ? Place.FRAME : Place.HOP;
            var entry = new Entry(place, Integer.parseInt(browser.group(3)));
            return Optional.of(new InBrowser(browser.group(1), browser.group(5), entry,
                    Integer.parseInt(browser.group(4))));
        }
        var direct = Form.DIRECT.matcher(text);
        return direct.matches()
                ? Optional.of(new Direct(direct.group(1), Integer.parseInt(direct.group(2)), direct.group(3)))
                : Optional.empty();
    }

    /// Numbers have one spelling each, so that an ID has one text.
    final class Form {
        private static final String REF = "_([0-9a-f]{32})\\.";
        private static final String NUMBER = "(0|[1-9][0-9]{0,3})";
        private static final Pattern BROWSER = Pattern.compile(
                REF + "([fh])" + NUMBER + "\\." + NUMBER + "\\.([A-Za-z0-9_-]{43})");
        private static final Pattern DIRECT = Pattern.compile(REF + "d" + NUMBER + "\\.([0-9a-f]{32})");

        private Form() {
        }
    }
}
