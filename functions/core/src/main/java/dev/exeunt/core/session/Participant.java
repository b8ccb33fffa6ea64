package dev.exeunt.core.session;

import java.time.Instant;
import java.util.List;

/// One client's part in a session. It does not depend on any token's lifetime.
public sealed interface Participant {

    /// The registry's key of the client.
    String client();

    /// When it joined, or came back.
    Instant joinedAt();

    /// How it knows the user: one for each that it was given, oldest first, at most
    /// [dev.exeunt.core.Limits#IDENTITIES], all of its own kind.
    List<? extends Identity> identities();

    /// Whether it is still here.
    Presence presence();

    /// Whether it is still here.
    default boolean isHere() {
        return presence() instanceof Presence.Here;
    }

    /// What finds its session from outside.
    default List<Handle> handles() {
        return identities().stream().flatMap(identity -> identity.handle(client()).stream()).toList();
    }

    /// Here, or ended on its own while the session went on.
    sealed interface Presence {

        /// Signed in.
        record Here() implements Presence {}

        /// Signed out of this application alone, by the logout `ref`.
        record Left(String ref, Instant at) implements Presence {}
    }

    /// An OpenID Connect relying party.
    ///
    /// @param identities one for each different `iss, sub, sid` it was given
    record Oidc(String client, List<OidcIdentity> identities, Instant joinedAt, Presence presence)
            implements
                Participant {

        public Oidc {
            identities = List.copyOf(identities);
        }
    }

    /// A SAML service provider.
    ///
    /// @param identities one for each different NameID and `SessionIndex` it was given
    record Saml(String client, List<SamlIdentity> identities, Instant joinedAt, Presence presence)
            implements
                Participant {

        public Saml {
            identities = List.copyOf(identities);
        }
    }

    /// A receiver of security events.
    record Caep(String client, List<CaepIdentity> identities, Instant joinedAt, Presence presence)
            implements
                Participant {

        public Caep {
            identities = List.copyOf(identities);
        }
    }
}
