package dev.exeunt.local.demo;

import com.onelogin.saml2.settings.IdPMetadataParser;
import com.onelogin.saml2.settings.Saml2Settings;
import com.onelogin.saml2.settings.SettingsBuilder;
import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.Util;
import dev.exeunt.local.Addresses;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.util.HashMap;
import java.util.Map;

/// What a service provider and its identity provider are to each other, in the library's terms.
final class SamlSettings {

    private static final String SP = "onelogin.saml2.sp.";
    private static final String SECURITY = "onelogin.saml2.security.";

    private final Application application;
    private final Addresses addresses;
    private final SamlKey key;
    private final Wire wire;

    SamlSettings(Application application, Addresses addresses, SamlKey key, Wire wire) {
        this.application = application;
        this.addresses = addresses;
        this.key = key;
        this.wire = wire;
    }

    /// The settings, with the identity provider's metadata as it is now: a new key of its is known at once.
    ///
    /// @param wantSigned whether the library itself must find a signature
    /// @throws IOException if the metadata cannot be had
    Saml2Settings read(boolean wantSigned) throws IOException {
        var values = own();
        values.putAll(identityProvider());
        if (application.channels() == Application.Channels.SOAP) {
            // An answer is for the address that the request was sent from server to server by.
            values.put("onelogin.saml2.idp.single_logout_service.response.url",
                    addresses.publicUrl() + "/saml/slo/soap");
        }
        values.put(SECURITY + "want_messages_signed", String.valueOf(wantSigned));
        return new SettingsBuilder().fromValues(values).build();
    }

    private Map<String, Object> identityProvider() throws IOException {
        var answer = wire.get(addresses.publicUrl().resolve(IdpSaml.METADATA));
        if (answer.statusCode() != 200) {
            throw new IOException("The identity provider's metadata: " + answer.statusCode());
        }
        try {
            return IdPMetadataParser.parseXML(Util.loadXML(answer.body()));
        } catch (Exception unreadable) {
            throw new IOException("The identity provider's metadata cannot be read", unreadable);
        }
    }

    /// Our metadata. It names the one binding by which browsers bring us messages.
    String metadata() {
        try {
            return new SettingsBuilder().fromValues(own()).build().getSPMetadata();
        } catch (CertificateEncodingException wrong) {
            throw new IllegalStateException("A certificate that was just made", wrong);
        }
    }

    private Map<String, Object> own() {
        var values = new HashMap<String, Object>();
        values.put("onelogin.saml2.strict", "true");
        values.put(SP + "entityid", application.entityId(addresses));
        values.put(SP + "assertion_consumer_service.url", application.consumer(addresses).toString());
        values.put(SP + "single_logout_service.url", application.singleLogout(addresses).toString());
        values.put(SP + "single_logout_service.binding", switch (application.channels()) {
            case FRAME_BY_POST, HOP_BY_POST -> Constants.BINDING_HTTP_POST;
            case HOP_BY_REDIRECT, SOAP, BACK, FRONT, BOTH -> Constants.BINDING_HTTP_REDIRECT;
        });
        values.put(SP + "nameidformat", Constants.NAMEID_PERSISTENT);
        values.put(SP + "x509cert", Util.convertToPem(key.certificate()));
        values.put(SP + "privatekey", key.pem());
        values.put(SECURITY + "logoutrequest_signed", "true");
        values.put(SECURITY + "logoutresponse_signed", "true");
        values.put(SECURITY + "signature_algorithm", Constants.RSA_SHA256);
        values.put(SECURITY + "reject_deprecated_alg", "true");
        values.put(SECURITY + "requested_authncontext", "");
        return values;
    }
}
