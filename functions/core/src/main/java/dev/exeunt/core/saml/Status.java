package dev.exeunt.core.saml;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The status of a response (SAML Core 2.0, 3.2.2.1).
///
/// @param top     the first level; of a LogoutResponse it speaks about the answering party's own session alone
/// @param second  the URI of the second level, or null
/// @param message for people, or null
public record Status(Top top, @Nullable String second, @Nullable String message) {

    private static final String PREFIX = "urn:oasis:names:tc:SAML:2.0:status:";

    /// Somebody further on could not be told (SAML Core 2.0, 3.7.3.2).
    public static final String PARTIAL_LOGOUT = PREFIX + "PartialLogout";
    /// The person, or the party itself, chose not to do it.
    public static final String REQUEST_DENIED = PREFIX + "RequestDenied";

    /// The four first levels.
    public enum Top {
        /// It was done.
        SUCCESS("Success"),
        /// The requester is at fault.
        REQUESTER("Requester"),
        /// The responder could not.
        RESPONDER("Responder"),
        /// The `Version` cannot be dealt with.
        VERSION_MISMATCH("VersionMismatch");

        private final String uri;

        Top(String word) {
            this.uri = PREFIX + word;
        }

        /// As it is written.
        public String uri() {
            return uri;
        }

        static Optional<Top> of(String uri) {
            return Stream.of(values()).filter(each -> each.uri.equals(uri)).findFirst();
        }
    }

    /// The session has ended and everybody was told.
    public static Status success() {
        return new Status(Top.SUCCESS, null, null);
    }

    /// The session has ended and somebody was not told, or has not confirmed.
    public static Status partialLogout() {
        return new Status(Top.SUCCESS, PARTIAL_LOGOUT, null);
    }

    /// The request was wrong.
    public static Status requester() {
        return new Status(Top.REQUESTER, null, null);
    }

    /// The person said no.
    public static Status requestDenied() {
        return new Status(Top.RESPONDER, REQUEST_DENIED, null);
    }

    /// The session could not be ended.
    public static Status responder() {
        return new Status(Top.RESPONDER, null, null);
    }

    /// The request has another `Version`.
    public static Status versionMismatch() {
        return new Status(Top.VERSION_MISMATCH, null, null);
    }

    /// Whether the party says that all of it is done: its own session, and whatever lies behind it.
    public boolean isDone() {
        return top == Top.SUCCESS && !PARTIAL_LOGOUT.equals(second);
    }

    Tag xml() {
        var code = Tag.protocol("StatusCode").with("Value", top.uri());
        if (second != null) {
            code = code.with(Tag.protocol("StatusCode").with("Value", second));
        }
        var status = Tag.protocol("Status").with(code);
        return message == null ? status : status.with(Tag.protocol("StatusMessage").text(message));
    }
}
