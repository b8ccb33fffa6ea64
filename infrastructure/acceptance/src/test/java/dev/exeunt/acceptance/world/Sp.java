package dev.exeunt.acceptance.world;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Judgement;
import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Message;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.SelfSignedCertificate;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.saml.SoapBinding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.session.NameId;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A SAML service provider that begins logouts, with keys of its own, on a real socket. It answers every LogoutRequest with
/// Success.
public final class Sp implements AutoCloseable {

    /// Our address.
    public static final String SLO = "/saml/slo";

    private static final KeyPair KEYS = keys();
    private static final KeyPair OTHER_KEYS = keys();
    private static final AtomicInteger IDS = new AtomicInteger();

    private final String id;
    private final World world;
    private final Site site;

    Sp(World world, String id) {
        this.world = world;
        this.id = id;
        this.site = Site.open(this::reply);
    }

    /// What an answer of ours came to.
    ///
    /// @param relayState what came along, or null
    public record Answered(Status status, @Nullable String inResponseTo, @Nullable String relayState) {}

    /// Its key in the registry.
    public String id() {
        return id;
    }

    /// The name that people see.
    public String name() {
        return "App " + id;
    }

    /// Its entityID.
    public String entityId() {
        return site.url() + "/saml";
    }

    /// Where it takes messages, whatever the binding.
    public String slo() {
        return site.url() + "/slo";
    }

    /// How often it was told, from server to server or by a browser.
    public int told() {
        var messages = site.received().stream().filter(request -> request.target().getPath().equals("/slo")).count();
        return (int) messages - answers().size();
    }

    /// What browsers brought it of our answers by post, once there is one.
    public List<Map<String, String>> answers() {
        return site.received().stream().map(Received::form).filter(form -> form.containsKey("SAMLResponse"))
                .map(form -> {
                    var one = new LinkedHashMap<String, String>();
                    form.forEach((name, values) -> one.put(name, values.getFirst()));
                    return (Map<String, String>) one;
                }).toList();
    }

    /// Its registration.
    public Map<String, Object> metadata(String method, String binding) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("protocol", "saml");
        metadata.put("client_name", name());
        metadata.put("entity_id", entityId());
        metadata.put("single_logout_services", Stream.of(Binding.values())
                .map(each -> Map.of("binding", each.uri(), "location", slo())).toList());
        metadata.put("signing_certificates", List.of(certificate()));
        metadata.put("logout_method", method);
        metadata.put("binding", binding);
        return metadata;
    }

    /// What it calls the user of a session, and the session.
    public Map<String, Object> identity(Session session) {
        return Map.of("name_id", Map.of("value", nameId(session), "format",
                "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"), "session_index", index(session));
    }

    /// A request of its own to end its part in a session, for one of our addresses.
    public LogoutRequest request(Session session, String path) {
        return request(session, path, world.time().instant());
    }

    /// The same, issued at another time.
    public LogoutRequest request(Session session, String path, Instant at) {
        var head = new Message.Head("_" + id + "-" + IDS.incrementAndGet(), at, world.cloud().url() + path, entityId());
        return new LogoutRequest(head, null, null, new NameId(nameId(session), null, null, null, null),
                List.of(index(session)), false);
    }

    /// Where a browser goes with a message by redirect.
    public String redirect(Message message, @Nullable String relayState) {
        return RedirectBinding.url(message, relayState, key());
    }

    /// What a browser posts with it.
    public Map<String, String> form(Message message, @Nullable String relayState) {
        return PostBinding.form(message, relayState, key()).fields();
    }

    /// What its own server posts.
    public String envelope(Message message) {
        return new String(SoapBinding.envelope(message, key()), StandardCharsets.UTF_8);
    }

    /// The way back from a LogoutRequest of ours that came by redirect: what its answer leads a browser to.
    public String answerTo(URI location) {
        return redirect(response(RedirectBinding.receive(location.getRawQuery()), world.cloud().url() + SLO), null);
    }

    /// Reads an answer of ours that came by redirect, as it is verified by our published keys.
    public Answered read(URI location) {
        return answered(RedirectBinding.receive(location.getRawQuery()));
    }

    /// The ID of an answer of ours that came by redirect.
    public static String id(URI location) {
        var message = Form.decode(location.getRawQuery()).get("SAMLResponse").getFirst();
        return SamlXml.parse(ServiceProvider.inflated(Base64.getDecoder().decode(message))).getDocumentElement()
                .getAttribute("ID");
    }

    /// Reads an answer of ours that came by post.
    public Answered read(Map<String, String> form) {
        return answered(PostBinding.receive(Form.encode(form)));
    }

    /// Reads an answer of ours that came by SOAP.
    public Answered read(String envelope) {
        return answered(SoapBinding.receive(envelope.getBytes(StandardCharsets.UTF_8)));
    }

    /// The key that it signs with.
    public static SigningKey key() {
        return SigningKey.of(SignatureAlgorithm.RSA_SHA256, octets -> sign(KEYS, octets));
    }

    /// A key that no service provider has registered.
    public static SigningKey strangersKey() {
        return SigningKey.of(SignatureAlgorithm.RSA_SHA256, octets -> sign(OTHER_KEYS, octets));
    }

    @Override
    public void close() {
        site.close();
    }

    private Reply reply(Received request) {
        if (!request.header("content-type").orElse("").startsWith("text/xml")) {
            return new Reply.Status(200, Map.of("Content-Type", "text/html"), "<h1>Signed out</h1>");
        }
        var message = response(SoapBinding.receive(request.body().getBytes(StandardCharsets.UTF_8)), null);
        return new Reply.Status(200, Map.of("Content-Type", SoapBinding.CONTENT_TYPE), envelope(message));
    }

    /// @param destination where it goes; by SOAP there is none
    private LogoutResponse response(Parsed<Arrived> parsed, @Nullable String destination) {
        var verified = good(good(parsed).verify(ourKeys()));
        var arrival = new Judgement.Arrival(slo(), world.time().instant(), Duration.ofMinutes(3),
                world.cloud().url() + "/saml");
        if (!(Judgement.ofRequest(verified,
                arrival) instanceof Judgement.Accepted<LogoutRequest>(var request, var _))) {
            throw new AssertionError(Judgement.ofRequest(verified, arrival));
        }
        var head = new Message.Head("_" + id + "-" + IDS.incrementAndGet(), world.time().instant(),
                destination, entityId());
        return new LogoutResponse(head, request.head().id(), Status.success());
    }

    private Answered answered(Parsed<Arrived> parsed) {
        var arrived = good(parsed);
        var verified = good(arrived.verify(ourKeys()));
        var arrival = new Judgement.Arrival(slo(), world.time().instant(), Duration.ofMinutes(3),
                world.cloud().url() + "/saml");
        var inResponseTo = Objects.requireNonNullElse(arrived.inResponseTo(), "");
        return switch (Judgement.ofResponse(verified, arrival, inResponseTo)) {
            case Judgement.Accepted<LogoutResponse>(var response, var _) ->
                new Answered(response.status(), inResponseTo, verified.relayState());
            case Judgement.Rejected<LogoutResponse> rejected -> throw new AssertionError(rejected.why());
        };
    }

    private List<PublicKey> ourKeys() {
        var keys = new ArrayList<PublicKey>();
        try {
            for (var key : JWKSet.parse(world.browser().get("/oauth2/jwks").body()).getKeys()) {
                if (key instanceof RSAKey rsa) {
                    keys.add(rsa.toPublicKey());
                }
            }
        } catch (ParseException | JOSEException e) {
            throw new AssertionError(e);
        }
        return keys;
    }

    private String nameId(Session session) {
        return "name-of-" + session.user() + "-at-" + id;
    }

    private String index(Session session) {
        return "index-of-" + session.id() + "-at-" + id;
    }

    private static String certificate() {
        try {
            var terms = new SelfSignedCertificate.Terms(BigInteger.TWO, "sp", Instant.parse("2020-01-01T00:00:00Z"),
                    Instant.parse("2040-01-01T00:00:00Z"));
            return Base64.getEncoder()
                    .encodeToString(SelfSignedCertificate.of(KEYS.getPublic(), key(), terms).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T good(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Good<T>(T value) -> value;
            case Parsed.Refused<T>(var why) -> throw new AssertionError(why);
        };
    }

    private static byte[] sign(KeyPair keys, byte[] octets) {
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(keys.getPrivate());
            signer.update(octets);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
