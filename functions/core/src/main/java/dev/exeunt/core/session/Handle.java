package dev.exeunt.core.session;

/// Something that arrives from outside and finds one session. Each is a row written together with the session, and
/// read consistently; none is an index that lags.
public sealed interface Handle {

    /// The IdP's session cookie.
    record Cookie(CookieHash hash) implements Handle {}

    /// A client's `sid` under an issuer, from an ID token.
    record Sid(String iss, String client, String sid) implements Handle {}

    /// What a service provider calls a user's session: the content of the NameID, and the `SessionIndex` (SAML Core 2.0,
    /// 3.7.1).
    record Saml(String client, String nameId, String sessionIndex) implements Handle {

        /// Without the name, which is personal.
        @Override
        public String toString() {
            return "Saml[" + client + "]";
        }
    }
}
