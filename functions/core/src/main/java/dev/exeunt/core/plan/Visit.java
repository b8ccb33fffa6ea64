package dev.exeunt.core.plan;

import dev.exeunt.core.saml.Binding;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One browser's way through a logout. Its URL token is the capability; only the token's hash is kept.
///
/// @param ref       the logout
/// @param hash      what [VisitToken#hash] says of its token
/// @param createdAt when it began
/// @param expiresAt when its URL stops working
/// @param way       where it leads back to, and what may be shown on it
/// @param progress  how far the browser has come
public record Visit(String ref, String hash, Instant createdAt, Instant expiresAt, Way way, Progress progress) {

    /// Where a visit leads, fixed when it is made.
    ///
    /// @param end     how it ends
    /// @param client  the client that asked, by the registry's key; null if the person did
    /// @param named   whether other applications may be named on its pages; with a hint alone they may not
    /// @param locales `ui_locales` as it came, or null
    public record Way(End end, @Nullable String client, boolean named, @Nullable String locales) {

        /// Our own page at the end, everything shown.
        public static final Way PAGE = new Way(new End.OurPage(), null, true, null);

        /// A way to an address, `state` and all, from what was stored; or to our page if there is none.
        public static Way to(@Nullable String back, @Nullable String client, boolean named, @Nullable String locales) {
            return new Way(back == null ? new End.OurPage() : new End.Address(back), client, named, locales);
        }

        /// The exact address the browser ends at, or null if it ends otherwise.
        public @Nullable String back() {
            return switch (end) {
                case End.Address(String url) -> url;
                case End.OurPage _,End.SamlAnswer _ -> null;
            };
        }
    }

    /// How a visit ends.
    public sealed interface End {

        /// On our own page.
        record OurPage() implements End {}

        /// At this address.
        record Address(String url) implements End {}

        /// With the LogoutResponse that a SAML service provider is owed (SAML Core 2.0, 3.7.3.2). The address is from its
        /// metadata, never from its message.
        ///
        /// @param binding      redirect or post
        /// @param location     where its metadata wants answers
        /// @param inResponseTo the ID of its request; null only if that could not be read, and then there is no visit
        /// @param relayState   what came with the request and goes back untouched, or null (SAML Bindings 2.0, 3.4.3)
        record SamlAnswer(Binding binding, String location, @Nullable String inResponseTo,
                @Nullable String relayState)
                implements
                    End {

            /// Without the RelayState, which is the service provider's own.
            @Override
            public String toString() {
                return "SamlAnswer[" + binding + ", " + location + ", " + inResponseTo + "]";
            }
        }
    }

    /// Whether its URL still works.
    public boolean isOpen(Instant now) {
        return now.isBefore(expiresAt);
    }

    /// The same way, as far as it has come, under another token: for a browser that came back without the first.
    public Visit under(VisitToken token) {
        return new Visit(ref, token.hash(), createdAt, expiresAt, way, progress);
    }
}
