package dev.exeunt.core.client;

import dev.exeunt.core.session.CaepIdentity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A receiver of CAEP events by push (RFC 8935), told of the sessions that it joined. Its stream is this registration:
/// it cannot change it, ask its status or have itself verified, as the Shared Signals Framework would let it.
///
/// @param key                 the registry's key
/// @param clientId            the `aud` of what it gets
/// @param name                `client_name`, or the client_id
/// @param pushUri             `push_uri`, where each event is posted to
/// @param authorizationHeader `authorization_header`, sent verbatim with each event; null for none. A secret
/// @param subject             which form `sub_id` has
public record CaepReceiver(String key, String clientId, String name, String pushUri,
        @Nullable String authorizationHeader, Subject subject) implements Client {

    /// The form of `sub_id` (SSF 1.0, 3; RFC 9493).
    public enum Subject {
        /// The user by issuer and subject: all of the user's sessions.
        ISS_SUB,
        /// The user by address: all of the user's sessions.
        EMAIL,
        /// The session alone.
        OPAQUE,
        /// The session and its user.
        COMPLEX;

        /// As registrations spell it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether an event names the one session, and not all of the user's.
        public boolean namesSession() {
            return switch (this) {
                case OPAQUE, COMPLEX -> true;
                case ISS_SUB, EMAIL -> false;
            };
        }

        /// `sub_id` in this form.
        ///
        /// @throws NullPointerException if the identity lacks what the form needs; ask [#missing] before
        public Map<String, Object> of(CaepIdentity identity) {
            return switch (this) {
                case ISS_SUB -> simple("iss_sub", "iss", identity.iss(), "sub", identity.sub());
                case EMAIL -> simple("email", "email", Objects.requireNonNull(identity.email(), "email"));
                case OPAQUE -> simple("opaque", "id", Objects.requireNonNull(identity.sid(), "sid"));
                case COMPLEX -> {
                    var complex = new LinkedHashMap<String, Object>();
                    complex.put("format", "complex");
                    complex.put("session", OPAQUE.of(identity));
                    complex.put("user", ISS_SUB.of(identity));
                    yield complex;
                }
            };
        }

        private static Map<String, Object> simple(String format, String... members) {
            var subject = new LinkedHashMap<String, Object>();
            subject.put("format", format);
            for (int i = 0; i < members.length; i += 2) {
                subject.put(members[i], members[i + 1]);
            }
            return subject;
        }

        /// What this form needs and the identity does not have, if that is so.
        public Optional<String> missing(CaepIdentity identity) {
            return switch (this) {
                case ISS_SUB -> Optional.empty();
                case EMAIL -> identity.email() == null
                        ? Optional.of("it needs an email address that it was never given")
                        : Optional.empty();
                case OPAQUE, COMPLEX -> identity.sid() == null
                        ? Optional.of("it needs a session id that it was never given")
                        : Optional.empty();
            };
        }
    }

    /// Without the header, which is a secret.
    @Override
    public String toString() {
        return "CaepReceiver[" + key + ", " + pushUri + ", " + subject + "]";
    }
}
