package dev.exeunt.core.action.memory;

import dev.exeunt.core.client.SelfSigned;
import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.Message;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.saml.SoapBinding;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.web.QueryString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A SAML message that a test puts together by hand, and signs as a service provider does by redirect.
public final class SpMessage {

    public static final String SLO = World.BASE + "/saml/slo";

    private final String element;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private String issuer;
    private String content;
    @Nullable
    private SigningKey key = SelfSigned.RSA.signingKey();

    private SpMessage(String element, String sp, Instant now, String content) {
        this.element = element;
        this.issuer = "https://" + sp + ".example/saml";
        this.content = content;
        with("ID", "_" + sp + "-1").with("Version", "2.0").with("IssueInstant", now.toString())
                .with("Destination", SLO);
    }

    /// A request to end what `World.joinSaml` has made for this service provider.
    public static SpMessage request(String sp, Instant now) {
        return new SpMessage("LogoutRequest", sp, now, nameId("name-" + sp) + sessionIndex("index-" + sp));
    }

    /// A response to a request of ours.
    public static SpMessage response(String sp, Instant now, String inResponseTo) {
        return new SpMessage("LogoutResponse", sp, now, status("Success", null)).with("InResponseTo", inResponseTo);
    }

    public static String nameId(String value) {
        return "<saml:NameID>" + value + "</saml:NameID>";
    }

    public static String sessionIndex(String value) {
        return "<samlp:SessionIndex>" + value + "</samlp:SessionIndex>";
    }

    public static String status(String top, @Nullable String second) {
        var prefix = "urn:oasis:names:tc:SAML:2.0:status:";
        var inner = second == null ? "" : "<samlp:StatusCode Value=\"" + prefix + second + "\"/>";
        return "<samlp:Status><samlp:StatusCode Value=\"" + prefix + top + "\">" + inner
                + "</samlp:StatusCode></samlp:Status>";
    }

    public SpMessage with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    public SpMessage without(String attribute) {
        attributes.remove(attribute);
        return this;
    }

    public SpMessage issuer(String entityId) {
        issuer = entityId;
        return this;
    }

    public SpMessage content(String xml) {
        content = xml;
        return this;
    }

    public SpMessage signedBy(@Nullable SigningKey other) {
        key = other;
        return this;
    }

    public String xml() {
        return "<samlp:" + element + " xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
                + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" " + attributes.entrySet().stream()
                        .map(each -> each.getKey() + "=\"" + each.getValue() + "\"").collect(Collectors.joining(" "))
                + "><saml:Issuer>" + issuer + "</saml:Issuer>" + content + "</samlp:" + element + ">";
    }

    /// The query of a redirect.
    public String query(@Nullable String relayState) {
        var query = (element.equals("LogoutRequest") ? "SAMLRequest" : "SAMLResponse") + "="
                + QueryString.encode(Base64.getEncoder().encodeToString(deflated(xml())))
                + (relayState == null ? "" : "&RelayState=" + QueryString.encode(relayState));
        if (key == null) {
            return query;
        }
        var signed = query + "&SigAlg=" + QueryString.encode(key.algorithm().uri());
        var signature = key.function().apply(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "&Signature=" + QueryString.encode(Base64.getEncoder().encodeToString(signature));
    }

    /// The form of a post: a LogoutRequest with the same ID, for the same user, signed as our own library does it.
    public String form(@Nullable String relayState) {
        var form = PostBinding.form(message(), relayState, key);
        return form.fields().entrySet().stream().map(each -> each.getKey() + "=" + QueryString.encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /// The envelope of a SOAP request, likewise.
    public byte[] envelope() {
        return SoapBinding.envelope(message(), key);
    }

    private LogoutRequest message() {
        var head = new Message.Head(attributes.getOrDefault("ID", ""),
                Instant.parse(attributes.getOrDefault("IssueInstant", "")), attributes.get("Destination"), issuer);
        var sp = issuer.replaceAll("https://|\\.example/saml", "");
        return new LogoutRequest(head, null, null, new NameId("name-" + sp, null, null, null, null),
                List.of("index-" + sp), content.contains("Asynchronous"));
    }

    /// The message in a parameter of a redirect.
    public static String inflated(String parameter) {
        var deflated = Base64.getDecoder().decode(URLDecoder.decode(parameter, StandardCharsets.UTF_8));
        try (var in = new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] deflated(String xml) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            out.write(xml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
