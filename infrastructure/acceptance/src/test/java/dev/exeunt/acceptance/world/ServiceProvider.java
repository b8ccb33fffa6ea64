package dev.exeunt.acceptance.world;

import com.nimbusds.jose.JOSEException;
import dev.exeunt.core.saml.SelfSignedCertificate;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterOutputStream;
import org.w3c.dom.Element;

/// A SAML service provider on a real socket, with keys of its own and XML signatures by the JDK. It signs people out when
/// a LogoutRequest of ours stands before its own checks, and answers by the binding that it was asked by.
public final class ServiceProvider implements AutoCloseable {

    private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private static final String BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:";

    private final String id;
    private final SettableTime time;
    private final URI slo;
    private final PublicKey ours;
    private final com.nimbusds.jose.jwk.RSAKey key = Idp.rsa("sp");
    private final Site site;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.ANSWERS;

    /// A LogoutRequest that stood.
    ///
    /// @param id its ID
    public record Asked(String binding, String id, String nameId, String sessionIndex, String reason) {}

    /// How it takes a request.
    public enum Mood {
        /// It signs the person out and says so.
        ANSWERS,
        /// It shows a page of its own, and sends nobody back.
        KEEPS_THE_BROWSER,
        /// It hangs up.
        IS_DOWN
    }

    ServiceProvider(String id, SettableTime time, URI cloud, PublicKey ours) {
        this.id = id;
        this.time = time;
        this.slo = URI.create(cloud + "/saml/slo");
        this.ours = ours;
        this.site = Site.open(this::reply);
    }

    /// Its key in the registry.
    public String id() {
        return id;
    }

    /// The name that people see.
    public String name() {
        return "App " + id;
    }

    /// Its address, without a slash at the end.
    public URI url() {
        return site.url();
    }

    /// Its entityID.
    public String entityId() {
        return url() + "/metadata";
    }

    /// From now on.
    public ServiceProvider is(Mood now) {
        mood = now;
        return this;
    }

    /// The requests that stood, in the order of arrival.
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /// Everything it got.
    public List<Received> received() {
        return site.received();
    }

    /// Its registration as JSON.
    public Map<String, Object> metadata(String method, String binding) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("entity_id", entityId());
        metadata.put("client_name", name());
        metadata.put("single_logout_services", List.of("HTTP-Redirect", "HTTP-POST", "SOAP").stream()
                .map(name -> Map.of("binding", BINDING + name, "location", url() + "/slo")).toList());
        metadata.put("signing_certificates", List.of(certificate()));
        metadata.put("logout_method", method);
        metadata.put("binding", binding);
        return metadata;
    }

    /// What the registry is told of its part in a session.
    public Map<String, Object> identity(Session session) {
        return Map.of("name_id", Map.of("value", nameId(session), "format",
                "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", "sp_name_qualifier", entityId()),
                "session_index", "index-" + session.id());
    }

    /// As whom it knows a person.
    public String nameId(Session session) {
        return "name-of-" + session.user() + "@" + id;
    }

    @Override
    public void close() {
        site.close();
    }

    private Reply reply(Received request) {
        return switch (mood) {
            case IS_DOWN -> Reply.dropped();
            case KEEPS_THE_BROWSER -> {
                accept(request);
                yield new Reply.Status(200, Map.of("Content-Type", "text/html"), "<h1>Bye</h1>");
            }
            case ANSWERS -> answer(request, accept(request));
        };
    }

    /// Checks a request as the profile wants it, and remembers it.
    private Asked accept(Received request) {
        var binding = request.method().equals("GET")
                ? "redirect"
                : request.header("content-type").orElse("").startsWith("text/xml") ? "soap" : "post";
        var message = switch (binding) {
            case "redirect" -> byRedirect(request);
            case "post" -> signed(SamlXml.parse(Base64.getDecoder()
                    .decode(request.form().get("SAMLRequest").getFirst())).getDocumentElement());
            default -> inEnvelope(request);
        };
        require(message.getLocalName().equals("LogoutRequest"), "a LogoutRequest");
        require(message.getAttribute("Destination").equals(url() + "/slo"), "Destination");
        require(Instant.parse(message.getAttribute("NotOnOrAfter")).isAfter(time.instant()), "NotOnOrAfter");
        require(SamlXml.only(message, SamlXml.ASSERTION, "Issuer").getTextContent()
                .equals(slo.toString().replace("/slo", "")), "Issuer");
        var name = SamlXml.only(message, SamlXml.ASSERTION, "NameID");
        require(name.getAttribute("SPNameQualifier").equals(entityId()) && !name.hasAttribute("NameQualifier"),
                "the attributes of the NameID as they were");
        var stood = new Asked(binding, message.getAttribute("ID"), name.getTextContent(),
                SamlXml.only(message, SamlXml.PROTOCOL, "SessionIndex").getTextContent(),
                message.getAttribute("Reason"));
        asked.add(stood);
        return stood;
    }

    private Element byRedirect(Received request) {
        var raw = request.target().getRawQuery();
        var end = raw.indexOf("&Signature=");
        var signature = Base64.getDecoder().decode(request.query().get("Signature").getFirst());
        require(verifies(raw.substring(0, end), signature), "the signature of the query");
        return SamlXml.parse(inflated(Base64.getDecoder().decode(request.query().get("SAMLRequest").getFirst())))
                .getDocumentElement();
    }

    private Element inEnvelope(Received request) {
        var envelope = SamlXml.parse(request.body().getBytes(StandardCharsets.UTF_8)).getDocumentElement();
        return signed(SamlXml.only(envelope, SamlXml.PROTOCOL, "LogoutRequest"));
    }

    private Element signed(Element message) {
        require(SamlXml.isSigned(message, ours), "the signature of the message");
        return message;
    }

    private boolean verifies(String octets, byte[] signature) {
        try {
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(ours);
            verifier.update(octets.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply answer(Received request, Asked stood) {
        return switch (stood.binding()) {
            case "redirect" -> {
                var query = "SAMLResponse=" + Form.encode(Base64.getEncoder().encodeToString(
                        deflated(response(stood, true)))) + "&SigAlg="
                        + Form.encode("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
                yield new Reply.Status(302, Map.of("Location", slo + "?" + query + "&Signature="
                        + Form.encode(Base64.getEncoder().encodeToString(sign(query)))), "");
            }
            case "post" -> new Reply.Status(200, Map.of("Content-Type", "text/html"),
                    "<body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\"" + slo
                            + "\"><input name=\"SAMLResponse\" value=\""
                            + Base64.getEncoder().encodeToString(SamlXml.sign(response(stood, true), privateKey()))
                            + "\"><button>Back</button></form>");
            default -> new Reply.Status(200, Map.of("Content-Type", "text/xml"),
                    "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                            + new String(SamlXml.sign(response(stood, false), privateKey()), StandardCharsets.UTF_8)
                            + "</s:Body></s:Envelope>");
        };
    }

    private byte[] response(Asked stood, boolean destination) {
        return ("<p:LogoutResponse xmlns:p=\"" + SamlXml.PROTOCOL + "\" ID=\"_" + Long.toHexString(System.nanoTime())
                + "\" Version=\"2.0\" IssueInstant=\"" + time.instant().truncatedTo(ChronoUnit.MILLIS) + "\""
                + (destination ? " Destination=\"" + slo + "\"" : "") + " InResponseTo=\"" + stood.id()
                + "\"><a:Issuer xmlns:a=\"" + SamlXml.ASSERTION + "\">" + entityId()
                + "</a:Issuer><p:Status><p:StatusCode Value=\"" + SUCCESS + "\"/></p:Status></p:LogoutResponse>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String certificate() {
        var terms = new SelfSignedCertificate.Terms(BigInteger.ONE, "sp", Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse("2040-01-01T00:00:00Z"));
        try {
            return Base64.getEncoder().encodeToString(SelfSignedCertificate.of(key.toPublicKey(),
                    SigningKey.of(SignatureAlgorithm.RSA_SHA256, octets -> sign(octets)), terms).getEncoded());
        } catch (CertificateEncodingException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private PrivateKey privateKey() {
        try {
            return key.toPrivateKey();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] sign(String octets) {
        return sign(octets.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] sign(byte[] octets) {
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(privateKey());
            signer.update(octets);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] deflated(byte[] xml) {
        var out = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            deflater.write(xml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] inflated(byte[] packed) {
        var out = new ByteArrayOutputStream();
        try (var inflater = new InflaterOutputStream(out, new Inflater(true))) {
            inflater.write(packed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("a service provider misses " + what);
        }
    }
}
