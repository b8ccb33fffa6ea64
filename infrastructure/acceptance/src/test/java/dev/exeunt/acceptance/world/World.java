package dev.exeunt.acceptance.world;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Options;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A running cloud with everybody around it. Tests may share one: whatever they make in it has a name of its own.
public final class World implements AutoCloseable {

    /// The session cookie's name in the local run.
    public static final String COOKIE = "session";

    /// The address of a world with a name of its own.
    public static final String PUBLIC_URL = "https://slo.example.com";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final SettableTime time = new SettableTime();
    private final Idp idp;
    private final LocalCloud cloud;
    private final DynamoDbClient table;

    private World(Ground ground, UnaryOperator<Options> change, OutputStream printed) {
        idp = opened(new Idp());
        var options = new Options().time(time).withoutSchedule().parameter("Issuer", idp.issuer())
                .parameter("IdpJwksUri", idp.jwksUri());
        cloud = opened(printing(printed, change.apply(ground.prepare(options))));
        table = opened(cloud.endpoints().tables());
    }

    /// A world of its own.
    ///
    /// @param change what is different; queues are listened to and schedules are not unless it says otherwise
    public static World start(Ground ground, UnaryOperator<Options> change) {
        return start(ground, change, OutputStream.nullOutputStream());
    }

    /// A world of its own.
    ///
    /// @param printed takes what its functions write to their log
    public static World start(Ground ground, UnaryOperator<Options> change, OutputStream printed) {
        return new World(ground, change, printed);
    }

    /// The world of a kind that tests share; it ends with the process.
    public static World shared(Ground ground, Kind kind) {
        return Shared.of(ground, kind);
    }

    /// The running world on embedded services that tests share; it ends with the process.
    public static World shared() {
        return shared(Ground.EMBEDDED, Kind.RUNNING);
    }

    /// Kinds of worlds that tests share.
    public enum Kind {

        /// Everything runs by itself, but the schedules.
        RUNNING(options -> options.parameter("RetrySeconds", "1,1,30,120,600,3600,21600,86400")),
        /// Nothing runs by itself, so that what lies in the table is what a test has done. Its time may be moved on.
        STILL(options -> options.withoutPollers()),
        /// A hint may end its session without the cookie, and nobody is asked.
        TRUSTING(options -> options.parameter("HintWithoutCookie", "accept")),
        /// It answers under a name of its own, over https.
        NAMED(options -> options.parameter("PublicUrl", PUBLIC_URL).parameter("SessionCookieName", "__Host-session"));

        private final UnaryOperator<Options> change;

        Kind(UnaryOperator<Options> change) {
            this.change = change;
        }
    }

    /// The cloud itself: its functions to call, its queues to poll.
    public LocalCloud cloud() {
        return cloud;
    }

    /// What the functions take for the time. A shared world's time stays as it is.
    public SettableTime time() {
        return time;
    }

    /// The identity provider.
    public Idp idp() {
        return idp;
    }

    /// The registry.
    public Registry registry() {
        return new Registry(cloud.registryUrl());
    }

    /// A new browser without cookies.
    public Browser browser() {
        return new Browser(cloud.url());
    }

    /// A new browser with the cookie of a session.
    public Browser browser(Session session) {
        return browser().with(COOKIE, session.cookie());
    }

    /// A name that nobody has had before.
    public String name(String kind) {
        return kind + "-" + NAMES.incrementAndGet();
    }

    /// A relying party that is not registered.
    public Rp stranger() {
        return opened(new Rp(name("app")));
    }

    /// A relying party that is told by the back channel.
    public Rp back() {
        var rp = stranger();
        return register(rp, rp.metadata(true, false));
    }

    /// A relying party that is told by an iframe.
    public Rp front() {
        var rp = stranger();
        return register(rp, rp.metadata(false, true));
    }

    /// A relying party that is told by both.
    public Rp both() {
        var rp = stranger();
        return register(rp, rp.metadata(true, true));
    }

    /// A relying party that nobody can tell.
    public Rp mute() {
        var rp = stranger();
        return register(rp, rp.metadata(false, false));
    }

    /// A relying party that is told by the back channel, with more in its registration.
    public Rp back(Map<String, ?> more) {
        var rp = stranger();
        var metadata = rp.metadata(true, false);
        metadata.putAll(more);
        return register(rp, metadata);
    }

    /// A service provider that is told by this method and binding.
    public ServiceProvider provider(String method, String binding) {
        var sp = opened(new ServiceProvider(name("sp"), time, cloud.url(), ourKey()));
        expect(registry().put("/clients/" + sp.id(), sp.metadata(method, binding)), 201);
        return sp;
    }

    /// A service provider that begins logouts, is told so, by this binding, and whose own requests run the deployment's flow for clients.
    public Sp sp(String method, String binding) {
        return sp(method, binding, Map.of());
    }

    /// The same, with more in its registration.
    public Sp sp(String method, String binding, Map<String, ?> more) {
        var sp = opened(new Sp(this, name("sp")));
        var metadata = sp.metadata(method, binding);
        metadata.putAll(more);
        expect(registry().put("/clients/" + sp.id(), metadata), 201);
        return sp;
    }

    /// A service provider joins a session.
    public void join(Session session, ServiceProvider sp) {
        expect(registry().put("/sessions/" + session.id() + "/participants/" + sp.id(), sp.identity(session)), 201);
    }

    /// The key that signs by RSA, as it is published.
    private PublicKey ourKey() {
        try {
            return JWKSet.parse(browser().get("/oauth2/jwks").body()).getKeys().stream()
                    .filter(key -> key instanceof RSAKey).findFirst().orElseThrow().toRSAKey().toPublicKey();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A service provider that begins logouts joins a session.
    public Sp join(Session session, Sp sp) {
        expect(registry().put("/sessions/" + session.id() + "/participants/" + sp.id(), sp.identity(session)), 200,
                201);
        return sp;
    }

    /// Registers a relying party, or changes its registration.
    public Rp register(Rp rp, Map<String, ?> metadata) {
        expect(registry().put("/clients/" + rp.id(), metadata), 200, 201);
        return rp;
    }

    /// A new session of a new user, with a cookie, for eight hours.
    public Session session() {
        return session(name("user"), Duration.ofHours(8));
    }

    /// A new session with a cookie.
    public Session session(String user, Duration life) {
        var session = new Session(name("session"), user, name("cookie") + "-of-enough-length");
        var body = Map.of("user", user, "expires_at", time.instant().plus(life).truncatedTo(ChronoUnit.MILLIS)
                .toString(), "cookie_sha256", List.of(sha256(session.cookie())));
        expect(registry().put("/sessions/" + session.id(), body), 201);
        return session;
    }

    /// A relying party joins a session under an identity of its own.
    public Participation join(Session session, Rp rp) {
        return join(new Participation(session, rp, "sub-of-" + session.user() + "-at-" + rp.id(), name("sid")));
    }

    /// A relying party joins a session under this identity.
    public Participation join(Participation participation) {
        expect(registry().put(path(participation), identity(participation)), 200, 201);
        return participation;
    }

    /// Where a participation is told to the registry.
    public static String path(Participation participation) {
        return "/sessions/" + participation.session().id() + "/participants/" + participation.rp().id();
    }

    /// What the registry is told of a participation.
    public Map<String, Object> identity(Participation participation) {
        var identity = new LinkedHashMap<String, Object>();
        identity.put("iss", idp.issuer());
        identity.put("sub", participation.sub());
        if (participation.sid() != null) {
            identity.put("sid", participation.sid());
        }
        return identity;
    }

    /// A ticket for a session: the URL that a browser is sent to.
    public String ticket(Session session) {
        return expect(registry().post("/sessions/" + session.id() + "/tickets"), 201).json().path("url").asText();
    }

    /// The reference of the logout that ended a session.
    ///
    /// @return null if it lives
    public @Nullable String endedBy(Session session) {
        var answer = expect(registry().get("/sessions/" + session.id()), 200, 410);
        return answer.status() == 410 ? answer.json().path("ref").asText() : null;
    }

    /// The states of a logout's deliveries by client, once each is one of these.
    public Map<String, String> settled(String ref, String... states) {
        var wanted = List.of(states);
        Await.until("the deliveries of " + ref + " are " + wanted, () -> wanted.containsAll(states(ref).values()));
        return states(ref);
    }

    /// The states of a logout's deliveries by client.
    public Map<String, String> states(String ref) {
        var states = new LinkedHashMap<String, String>();
        expect(registry().get("/logouts/" + ref), 200).json().path("deliveries").forEach(
                delivery -> states.put(delivery.path("client_id").asText(), delivery.path("state").asText()));
        return states;
    }

    /// Everything in the table.
    public Rows rows() {
        return Rows.of(table, cloud.tableName());
    }

    /// The hash by which a cookie finds its session.
    public static String sha256(String text) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Answer expect(Answer answer, int... statuses) {
        for (int status : statuses) {
            if (answer.status() == status) {
                return answer;
            }
        }
        throw new AssertionError("the registry answers " + answer);
    }

    private synchronized <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /// The functions write their log to standard output, which here belongs to the tests.
    public static LocalCloud printing(OutputStream printed, Options options) {
        synchronized (World.class) {
            var out = System.out;
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try {
                return LocalCloud.start(options);
            } finally {
                System.setOut(out);
            }
        }
    }

    /// The worlds that tests share. They end with the process.
    private static final class Shared {

        private static final Map<String, World> WORLDS = new ConcurrentHashMap<>();

        static {
            Runtime.getRuntime().addShutdownHook(
                    new Thread(() -> WORLDS.values().forEach(World::close), "end of the worlds"));
        }

        static World of(Ground ground, Kind kind) {
            return WORLDS.computeIfAbsent(ground + " " + kind, _ -> start(ground, kind.change));
        }
    }
}
