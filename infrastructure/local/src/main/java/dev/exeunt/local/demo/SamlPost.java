package dev.exeunt.local.demo;

import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.Util;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Signs and packs SAML messages with the library's tools (SAML Bindings 2.0, 3.2 to 3.5).
///
/// @param key whose messages they are
record SamlPost(SamlKey key) {

    /// The query of a redirect.
    ///
    /// @param parameter `SAMLRequest` or `SAMLResponse`
    /// @param deflated  the message, deflated and in base64
    String query(String parameter, String deflated, Optional<String> relayState) {
        var fields = new LinkedHashMap<String, String>();
        fields.put(parameter, deflated);
        relayState.ifPresent(state -> fields.put("RelayState", state));
        fields.put("SigAlg", Constants.RSA_SHA256);
        var signed = Form.encode(fields);
        try {
            return signed + "&" + Form.encode(Map.of("Signature", Base64.getEncoder().encodeToString(
                    Util.sign(signed, key.privateKey(), Constants.RSA_SHA256))));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Our own key does not sign", broken);
        }
    }

    /// The fields of a form.
    Map<String, String> fields(String parameter, String xml, Optional<String> relayState) {
        var fields = new LinkedHashMap<String, String>();
        fields.put(parameter, Base64.getEncoder().encodeToString(signed(xml).getBytes(StandardCharsets.UTF_8)));
        relayState.ifPresent(state -> fields.put("RelayState", state));
        return fields;
    }

    /// A message in a SOAP envelope.
    String envelope(String xml) {
        return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                + signed(xml).replaceFirst("^<\\?xml[^>]*\\?>\\s*", "") + "</s:Body></s:Envelope>";
    }

    /// The message with a signature in it. The library's own digest would be SHA-1.
    String signed(String xml) {
        try {
            return Util.addSign(Util.loadXML(xml), key.privateKey(), key.certificate(), Constants.RSA_SHA256,
                    Constants.SHA256);
        } catch (Exception broken) {
            throw new IllegalStateException("Our own message cannot be signed", broken);
        }
    }
}
