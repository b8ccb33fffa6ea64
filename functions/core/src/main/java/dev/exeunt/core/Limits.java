package dev.exeunt.core;

import java.time.Duration;

/// The bounds of the system, but for those of one class alone (calls at a time in `DeliverBatch` and `Deliver`, waits in
/// `Breaker`), which stand there. Crossing one is a clear answer when something is registered, never a
/// surprise when somebody logs out.
public final class Limits {

    /// Participants of one session.
    public static final int PARTICIPANTS = 250;
    /// Bytes that the participants of one session may take together, as JSON.
    public static final int SESSION_BYTES = 256 * 1024;
    /// Identities of one participant.
    public static final int IDENTITIES = 8;
    /// Cookie hashes of one session.
    public static final int COOKIE_HASHES = 4;
    /// Characters of an identifier that comes from outside: a session id, a client id, a `sub`, a `sid`.
    public static final int IDENTIFIER = 255;
    /// Characters of a name that people see.
    public static final int NAME = 200;
    /// Characters of a URI that somebody registers.
    public static final int URI = 2000;
    /// Characters of an `authorization_header` that a receiver of events registers.
    public static final int AUTHORIZATION = 4096;
    /// Entries of one registered list of URIs.
    public static final int URIS = 50;
    /// Bytes of a registry body.
    public static final int REGISTRY_BODY = 128 * 1024;
    /// Bytes of a public request's body.
    public static final int PUBLIC_BODY = 64 * 1024;
    /// Bytes of `state` in UTF-8: it comes back to the RP in a URL, where each may take three characters.
    public static final int STATE = 2048;
    /// Bytes of `ui_locales` and of `logout_hint`; longer ones count as omitted.
    public static final int REMARK = 255;
    /// Bytes of an `id_token_hint`.
    public static final int HINT = 8192;
    /// Shards of the index `due`; `template.yaml` schedules one sweep for each.
    public static final int DUE_SHARDS = 4;
    /// How long a visit's URL works.
    public static final Duration VISIT = Duration.ofMinutes(30);
    /// How long after its end a visit is remembered: its URL is then over (410), and not unknown (404).
    public static final Duration VISIT_MEMORY = Duration.ofDays(1);
    /// How long after a visit began its last page may tell the browser to forget: later the person may be signed in again.
    public static final Duration FAREWELL = Duration.ofMinutes(2);
    /// How long a question stays open.
    public static final Duration QUESTION = Duration.ofMinutes(10);
    /// How long a ticket may take from the IdP to us.
    public static final Duration TICKET = Duration.ofSeconds(60);
    /// After a commit, when the sweeper looks whether the deliveries were sent.
    public static final Duration SEND_AGAIN = Duration.ofSeconds(60);
    /// How long an ended session is remembered: its tombstone, plan and receipts.
    public static final Duration MEMORY = Duration.ofDays(30);
    /// The longest wait that is kept in the queue; a longer one is a due time in the receipt.
    public static final Duration QUEUE_WAIT = Duration.ofMinutes(10);
    /// How long after a wait in the queue, or after a logout's first sending, the sweeper looks whether messages are lost.
    public static final Duration LOST_MESSAGE = Duration.ofMinutes(15);
    /// Sessions of one user, living and ended, that are looked through for another with the same client in it.
    public static final int SESSIONS_LOOKED_THROUGH = 1000;
    /// The furthest a session's end may lie ahead.
    public static final Duration SESSION_LIFE = Duration.ofDays(400);
    /// How often a commit is tried against a session that keeps changing.
    public static final int COMMIT_TRIES = 10;
    /// Attempts remembered in one receipt; the oldest make room.
    public static final int ATTEMPTS = 40;
    /// Bytes of a client's answer that are read.
    public static final int ANSWER_BODY = 8 * 1024;
    /// How long one attempt at a client may take, unless its profile says otherwise.
    public static final Duration ATTEMPT = Duration.ofSeconds(5);
    /// The longest `timeout_seconds` of a profile.
    public static final Duration ATTEMPT_MOST = Duration.ofSeconds(15);

    /// How long a connection to a client may take to stand, TLS included.
    public static final Duration CONNECT = Duration.ofSeconds(2);
    /// Bytes that a client's answer may take on its way, TLS and all else included.
    public static final int ANSWER_BYTES = 1024 * 1024;
    /// Header lines of a client's answer.
    public static final int ANSWER_HEADERS = 100;
    /// Bytes of one header line of a client's answer.
    public static final int ANSWER_HEADER = 8 * 1024;

    /// Bytes of a client's JWK set.
    public static final int CLIENT_JWKS_BODY = 64 * 1024;
    /// Bytes of the identity provider's JWK set.
    public static final int JWKS_BODY = 256 * 1024;
    /// Keys of a JWK set that was fetched; more are left out.
    public static final int JWKS_KEYS = 100;
    /// How long fetching the identity provider's JWK set may take.
    public static final Duration JWKS_FETCH = Duration.ofSeconds(4);

    /// Bytes of one SAML message as XML, or of one service provider's metadata, however it was packed.
    public static final int SAML_XML = 64 * 1024;
    /// Elements within elements of an XML document.
    public static final int XML_DEPTH = 24;
    /// Attributes of one XML element, declarations of namespaces included.
    public static final int XML_ATTRIBUTES = 32;
    /// Elements, texts, comments and instructions of an XML document.
    public static final int XML_NODES = 4000;
    /// Bytes of a RelayState in UTF-8 (SAML Bindings 2.0, 3.4.3 and 3.5.3).
    public static final int RELAY_STATE = 80;
    /// Characters of an entity's id (SAML Core 2.0, 8.3.6).
    public static final int ENTITY_ID = 1024;
    /// `SingleLogoutService` entries of one service provider.
    public static final int LOGOUT_SERVICES = 20;
    /// Characters of the content of a NameID, and of each of its attributes.
    public static final int NAME_ID = 1024;
    /// Signing certificates of one service provider: every one may have to be tried.
    public static final int SIGNING_CERTIFICATES = 8;
    /// `SessionIndex` elements of one LogoutRequest.
    public static final int SESSION_INDEXES = 50;
    /// How far another party's clock may be off, each way.
    public static final Duration SAML_SKEW = Duration.ofMinutes(3);
    /// How old a SAML message may be when it arrives.
    public static final Duration SAML_AGE = Duration.ofMinutes(10);
    /// How long after it was made a LogoutRequest of ours is valid (`NotOnOrAfter`).
    public static final Duration SAML_REQUEST = Duration.ofMinutes(10);
    /// Bytes of an answer that may hold a LogoutResponse: an envelope, or a page with a form.
    public static final int SAML_ANSWER = 128 * 1024;
    /// How often a browser is sent on one native hop.
    public static final int HOP_TIMES = 20;

    private Limits() {
    }
}
