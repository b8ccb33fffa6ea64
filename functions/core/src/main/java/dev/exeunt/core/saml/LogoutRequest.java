package dev.exeunt.core.saml;

import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.SamlIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A LogoutRequest (SAML Core 2.0, 3.7.1).
///
/// @param notOnOrAfter   when it becomes void; a session authority always says so, a service provider may not
/// @param reason         a URI, see [Reason]; or null
/// @param nameId         whom to log out, character for character as in the assertion
/// @param sessionIndexes which sessions; empty for all that the principal has there
/// @param asynchronous   whether the sender wants no answer (Asynchronous Single Logout 1.0)
public record LogoutRequest(Head head, @Nullable Instant notOnOrAfter, @Nullable String reason, NameId nameId,
        List<String> sessionIndexes, boolean asynchronous) implements Message {

    public LogoutRequest {
        sessionIndexes = List.copyOf(sessionIndexes);
    }

    /// The reasons that SAML knows (Core 2.0, 3.7.3; the last two only from a session authority).
    public enum Reason {
        /// The person wants it.
        USER("user"),
        /// An administrator wants it.
        ADMIN("admin"),
        /// The whole session timed out.
        GLOBAL_TIMEOUT("global-timeout"),
        /// The session at one service provider timed out.
        SP_TIMEOUT("sp-timeout");

        private final String uri;

        Reason(String word) {
            this.uri = "urn:oasis:names:tc:SAML:2.0:logout:" + word;
        }

        /// As it is written.
        public String uri() {
            return uri;
        }
    }

    /// Whether it speaks of this identity of its sender's: `SessionIndex` equal character by character, and the name
    /// identifier one that means the identity's ([NameId#isMeantBy]). One without `SessionIndex` speaks only of an
    /// identity that has none (errata E38: a service provider names its sessions).
    public boolean names(SamlIdentity identity) {
        var index = identity.sessionIndex();
        return identity.nameId().isMeantBy(nameId)
                && (index == null ? sessionIndexes.isEmpty() : sessionIndexes.contains(index));
    }

    @Override
    public Tag xml() {
        var tag = MessageXml.begin(Names.REQUEST, head())
                .with("NotOnOrAfter", notOnOrAfter == null ? null : Times.write(notOnOrAfter))
                .with("Reason", reason);
        if (asynchronous) {
            tag = tag.with(Tag.protocol("Extensions").with(MessageXml.asynchronous()));
        }
        tag = tag.with(MessageXml.nameId(nameId));
        for (String index : sessionIndexes) {
            tag = tag.with(Tag.protocol("SessionIndex").text(index));
        }
        return tag;
    }

    /// Neither who is logged out nor of which session.
    @Override
    public String toString() {
        return "LogoutRequest[" + head.id() + "]";
    }
}
