package dev.exeunt.core.action.memory;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.Outbound;
import dev.exeunt.core.action.Pause;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Sessions.Added;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.action.deliver.Deliver;
import dev.exeunt.core.action.door.DoorParts;
import dev.exeunt.core.action.door.Seal;
import dev.exeunt.core.action.door.SessionCookie;
import dev.exeunt.core.action.door.SingleLogout;
import dev.exeunt.core.action.door.SoapLogout;
import dev.exeunt.core.action.visit.Farewell;
import dev.exeunt.core.action.visit.Visits;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SelfSigned;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.RetryPolicy;
import dev.exeunt.core.page.Brand;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.page.Pages;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.SamlIdentity;
import dev.exeunt.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The verbs on ports in memory: one person `u-1`, signed in by the cookie `secret` to `wiki` (back channel), `mail`
/// (front channel) and `both`.
public final class World {

    public static final String ISSUER = "https://idp.example";
    public static final String BASE = "https://login.example";
    public static final String OUT = "https://wiki.example/out";
    public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    public static final Duration LIFE = Duration.ofDays(3);
    public static final RSAKey IDP_KEY = key("idp-1");
    public static final RSAKey OUR_KEY = key("our-1");

    public final SetTime time = new SetTime(START);
    public final InMemorySessions sessions = new InMemorySessions();
    public final InMemoryLogouts logouts = new InMemoryLogouts(sessions);
    public final InMemoryClients clients = new InMemoryClients();
    public final InMemoryReceipts receipts = new InMemoryReceipts(time);
    public Outages outages = new InMemoryOutages();
    public final InMemoryTickets tickets = new InMemoryTickets();
    public final InMemorySeenMessages seen = new InMemorySeenMessages();
    public final InMemoryParking parking = new InMemoryParking();
    public final InMemorySealKeys sealKeys = new InMemorySealKeys();
    public final Seal seal = new Seal(sealKeys, time);
    public final List<Pointer> sent = Collections.synchronizedList(new ArrayList<>());
    public final List<String> events = Collections.synchronizedList(new ArrayList<>());
    public final List<Outbound.Notice> posted = Collections.synchronizedList(new ArrayList<>());
    public final InMemoryFlows flows = new InMemoryFlows();
    public final InMemoryJobs jobs = new InMemoryJobs();
    public final List<JWK> ourKeys = new ArrayList<>(List.of(OUR_KEY));

    public Function<List<Pointer>, List<Pointer>> queue = pointers -> {
        sent.addAll(pointers);
        return List.of();
    };
    public Function<Outbound.Notice, Outcome> application = _ -> new Outcome.Answered(200, null, null, 0);
    public Function<Outbound.Notice, Outbound.Reply> provider = _ -> new Outbound.Reply.Failed(
            new Outcome.Unanswered(Outcome.Fault.CONNECT));
    public Function<String, Outbound.Fetched> documents = _ -> new Outbound.Fetched.Failed(
            new Outcome.Answered(404, null, null, 0));
    public final List<String> fetched = Collections.synchronizedList(new ArrayList<>());
    /// What happens while somebody waits.
    public Pause pause = time;
    public boolean idpKeysKnown = true;
    public boolean hintAlone;
    public String brandFlow = "default-invalidation-flow";
    @Nullable
    public String signedOutUrl;
    public Farewell farewell = Farewell.NONE;

    public World() {
        clients.put(client("wiki", true, false));
        clients.put(client("mail", false, true));
        clients.put(client("both", true, true));
        open("sess", "secret", "wiki", "mail", "both");
    }

    public static RSAKey key(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The public parts of keys.
    public static List<JWK> published(List<JWK> keys) {
        return keys.stream().map(JWK::toPublicJWK).toList();
    }

    public static OidcClient client(String key, boolean back, boolean front) {
        return client(key, back, front, Profile.STANDARD);
    }

    public static OidcClient client(String key, boolean back, boolean front, Profile profile) {
        return new OidcClient(key, key, "App " + key, List.of("https://" + key + ".example/cb"),
                List.of("https://" + key + ".example/out"),
                back ? new LogoutUri("https://" + key + ".example/bc", false) : null,
                front ? new LogoutUri("https://" + key + ".example/fc", false) : null, "RS256", null, null, profile);
    }

    /// Opens a session of `u-1` with these applications in it, each with the sid `sid-{session}-{client}`.
    public void open(String id, String cookie, String... members) {
        var hash = CookieHash.of(cookie);
        var session = new Session(id, "u-1", time.instant(), time.instant().plus(Duration.ofHours(8)), List.of(hash),
                Session.Gate.NEW, new Session.Life.Living());
        sessions.write(new Sessions.Change(null, session, null, List.of(new Added(new Handle.Cookie(hash), null)),
                List.of()));
        for (String member : members) {
            join(id, member);
        }
    }

    public void join(String id, String member) {
        joinAs(id, member, "sub-" + member);
    }

    /// Joins under this subject.
    public void joinAs(String id, String member, String sub) {
        var before = sessions.read(id).orElseThrow().session();
        var sid = "sid-" + id + "-" + member;
        var participant = new Participant.Oidc(member, List.of(new OidcIdentity(ISSUER, sub, sid)),
                time.instant(), new Participant.Presence.Here());
        write(new Sessions.Change(before, before.joined(before.gate().next(before.gate().count() + 1, 0)),
                participant, List.of(new Added(new Handle.Sid(ISSUER, member, sid), null)), List.of()));
    }

    /// A service provider that is told by this method and binding; its entityID is `https://{key}.example/saml`, and its
    /// endpoint for every binding `https://{key}.example/slo`.
    public static SamlClient provider(String key, SamlClient.Method method, Binding binding) {
        var location = "https://" + key + ".example/slo";
        var services = Stream.of(Binding.values())
                .map(each -> new SamlClient.LogoutService(each, location, null)).toList();
        return new SamlClient(key, "https://" + key + ".example/saml", "App " + key, services,
                List.of(SelfSigned.RSA.base64()), new SamlClient.Channel(method, binding),
                SignatureAlgorithm.RSA_SHA256, null);
    }

    /// A service provider joins, with all five parts of a NameID.
    public void joinSaml(String id, String member) {
        var before = sessions.read(id).orElseThrow().session();
        var identity = new SamlIdentity(new NameId("name-" + member,
                "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", "idp", "sp", "its-own"), "index-" + member);
        var participant = new Participant.Saml(member, List.of(identity), time.instant(),
                new Participant.Presence.Here());
        write(new Sessions.Change(before, before.joined(before.gate().next(before.gate().count() + 1, 0)),
                participant, participant.handles().stream().map(handle -> new Added(handle, null)).toList(),
                List.of()));
    }

    /// A receiver of events joins.
    public void join(String id, String member, CaepIdentity identity) {
        var before = sessions.read(id).orElseThrow().session();
        var participant = new Participant.Caep(member, List.of(identity), time.instant(),
                new Participant.Presence.Here());
        write(new Sessions.Change(before, before.joined(before.gate().next(before.gate().count() + 1, 0)),
                participant, List.of(), List.of()));
    }

    private void write(Sessions.Change change) {
        var written = sessions.write(change);
        if (!(written instanceof Sessions.Written.Done)) {
            throw new AssertionError("this world has no room for it: " + written);
        }
    }

    public boolean isOpen(String session) {
        return sessions.read(session).orElseThrow().session().isOpen(time.instant());
    }

    /// Everything that is stored, so that two moments can be compared.
    public String stored() {
        return sessions.read("sess") + " " + sessions.writes() + " " + logouts.count() + " " + parking.count() + " "
                + sent + " " + events;
    }

    public String hint(String client) {
        return hint(client, "sid-sess-" + client);
    }

    public String hint(String client, @Nullable String sid) {
        var claims = new JWTClaimsSet.Builder().issuer(ISSUER).subject("sub-" + client).audience(client)
                .expirationTime(Date.from(START.minusSeconds(1))).claim("sid", sid).build();
        var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("idp-1").build(), claims);
        try {
            jwt.sign(new RSASSASigner(IDP_KEY));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    public Events events() {
        return (name, fields) -> events.add(name + fields);
    }

    public StartLogout startLogout() {
        return startLogout(logouts);
    }

    public StartLogout startLogout(Logouts with) {
        return new StartLogout(new StartLogout.Stores(sessions, clients, with), pointers -> queue.apply(pointers),
                new StartLogout.Settings(LIFE, time, time, events()));
    }

    public SingleLogout singleLogout() {
        return singleLogout(startLogout());
    }

    public SingleLogout singleLogout(StartLogout startLogout) {
        return new SingleLogout(parts(startLogout), new SingleLogout.Stores(logouts, receipts, seen),
                new SingleLogout.Means(saml(), events()));
    }

    public SoapLogout soapLogout() {
        return new SoapLogout(parts(),
                new SoapLogout.Means(new SingleLogout.Stores(logouts, receipts, seen), saml(), startLogout(), events(),
                        pause, Duration.ofSeconds(2)));
    }

    public DoorParts parts() {
        return parts(startLogout());
    }

    public DoorParts parts(StartLogout startLogout) {
        return new DoorParts(new DoorParts.Stores(sessions, tickets, clients, receipts, parking),
                new DoorParts.Means(startLogout,
                        flows,
                        kid -> idpKeysKnown ? Optional.of(List.of(IDP_KEY.toPublicJWK())) : Optional.empty(), seal,
                        pages(), time),
                new DoorParts.Settings(ISSUER, new SessionCookie("__Host-session", null),
                        brandFlow, "default-provider-invalidation-flow", hintAlone, signedOutUrl,
                        new Page.Link("https://idp.example/", "Home")));
    }

    public static Pages pages() {
        return new Pages(new Brand("Acme", null, "#1f4fd8", null));
    }

    public Visits visits() {
        return new Visits(new Visits.Stores(sessions, clients, logouts, receipts), new Answers(pages()),
                new Visits.Settings(
                        Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(6), null,
                        farewell, time),
                saml());
    }

    /// Our SAML messages, under the entityID of our address, signed by our RSA key.
    public SamlMessages saml() {
        return new SamlMessages(null, new OurSigner(ourKeys), time);
    }

    public Deliver deliver() {
        return deliver(receipts);
    }

    public Deliver deliver(Receipts with) {
        return deliver(with, time);
    }

    /// A deliverer whose clock is another one.
    public Deliver deliver(Receipts with, InstantSource clock) {
        var policy = new RetryPolicy(List.of(1, 5, 30, 120, 600, 3600, 21600, 86400).stream()
                .map(Duration::ofSeconds).toList(), LIFE);
        return new Deliver(new Deliver.Stores(sessions, clients, logouts, with, outages),
                new Deliver.Means(new OurSigner(ourKeys), new Applications(), policy, clock, events(), null,
                        new Deliver.Saml(null, BASE)));
    }

    /// Logs the whole session out for a browser.
    public StartLogout.Started.Ended logOut(Visit.Way way) {
        return (StartLogout.Started.Ended) startLogout().run(new StartLogout.Order("sess", Flow.INVALIDATION, null,
                Initiator.USER, EndReason.USER, way));
    }

    private final class Applications implements Outbound {

        @Override
        public Outcome post(Notice notice) {
            posted.add(notice);
            return application.apply(notice);
        }

        @Override
        public Reply call(Notice notice) {
            posted.add(notice);
            return provider.apply(notice);
        }

        @Override
        public Fetched get(String uri, Duration timeout) {
            fetched.add(uri);
            return documents.apply(uri);
        }
    }

    /// Signs with the keys it is given, by RSA.
    public record OurSigner(List<JWK> keys) implements Signer {

        @Override
        public List<JWK> publicKeys() {
            return keys;
        }

        @Override
        public Optional<JWK> key(JWSAlgorithm algorithm) {
            return JWSAlgorithm.Family.RSA.contains(algorithm) ? keys.stream().findFirst() : Optional.empty();
        }

        @Override
        public boolean signs(JWK key) {
            return key.isPrivate();
        }

        @Override
        public byte[] sign(JWK key, JWSAlgorithm algorithm, byte[] signingInput) {
            try {
                return new RSASSASigner(key.toRSAKey()).sign(new JWSHeader(algorithm), signingInput).decode();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
