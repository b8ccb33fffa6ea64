package dev.exeunt.local.demo;

import com.onelogin.saml2.authn.SamlResponse;
import com.onelogin.saml2.logout.LogoutRequest;
import com.onelogin.saml2.logout.LogoutResponse;
import com.onelogin.saml2.settings.Saml2Settings;

import com.onelogin.saml2.util.Util;
import dev.exeunt.local.demo.SamlMessage.Binding;
import dev.exeunt.local.demo.TokenCheck.Checked;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Document;

/// What a service provider believes: messages that the identity provider's keys have signed, checked by OneLogin's
/// java-saml and by nothing of ours. The library knows signatures of queries; for those in the XML it has the means.
final class SamlTrust {

    private static final String SIGNATURE = "/*/ds:Signature";
    private static final String REFERENCES = SIGNATURE + "/ds:SignedInfo/ds:Reference";

    /// A request to log somebody out.
    ///
    /// @param sessionIndexes those it names; none means all
    record Asked(String id, String nameId, List<String> sessionIndexes) {}

    /// What came of a request of ours.
    ///
    /// @param subStatus below the status; empty if there is none
    record Answered(String status, Optional<String> subStatus) {}

    private interface Judging<T> {
        Checked<T> run(Saml2Settings settings) throws Exception;
    }

    private final SamlSettings settings;

    SamlTrust(SamlSettings settings) {
        this.settings = settings;
    }

    /// The assertion of a sign-in (SAML Profiles 2.0, 4.1.4.3).
    ///
    /// @param requestId of the request that it answers
    Checked<SamlResponse> assertion(SamlMessage message, String requestId) {
        return judge(message.binding(), found -> {
            var response = new SamlResponse(found, message.forLibrary());
            return response.isValid(requestId) ? new Checked.Good<>(response) : new Checked.Bad<>(response.getError());
        }, true);
    }

    /// A LogoutRequest (SAML Profiles 2.0, 4.4.4.1).
    Checked<Asked> request(SamlMessage message) {
        return judge(message.binding(), found -> {
            if (!isSigned(message, found)) {
                return new Checked.Bad<>("its signature is not the identity provider's");
            }
            var request = new LogoutRequest(found, message.forLibrary());
            if (!request.isValid()) {
                return new Checked.Bad<>(String.valueOf(request.getError()));
            }
            var xml = request.getLogoutRequestXml();
            return new Checked.Good<>(new Asked(request.getId(), LogoutRequest.getNameId(xml),
                    LogoutRequest.getSessionIndexes(xml)));
        }, false);
    }

    /// A LogoutResponse (SAML Profiles 2.0, 4.4.4.2).
    ///
    /// @param requestId of the request that it must answer
    Checked<Answered> response(SamlMessage message, String requestId) {
        return judge(message.binding(), found -> {
            if (!isSigned(message, found)) {
                return new Checked.Bad<>("its signature is not the identity provider's");
            }
            var response = new LogoutResponse(found, message.forLibrary());
            if (!response.isValid(requestId)) {
                return new Checked.Bad<>(String.valueOf(response.getError()));
            }
            return new Checked.Good<>(new Answered(response.getStatus(),
                    Optional.ofNullable(response.getSamlResponseStatus().getSubStatusCode())));
        }, false);
    }

    /// By redirect the library looks at the query's signature itself.
    private static boolean isSigned(SamlMessage message, Saml2Settings found) throws Exception {
        if (message.binding() == Binding.REDIRECT) {
            return true;
        }
        var document = SamlMessage.parse(message.xml());
        return document.isPresent() && isSigned(document.get(), certificates(found));
    }

    /// The root holds one signature by one of these keys, and it is the root that is signed.
    private static boolean isSigned(Document document, List<X509Certificate> certificates)
            throws Exception {
        var references = Util.query(document, REFERENCES);
        var own = "#" + document.getDocumentElement().getAttribute("ID");
        return Util.query(document, "//ds:Signature").getLength() == 1 && references.getLength() == 1
                && references.item(0).getAttributes().getNamedItem("URI").getNodeValue().equals(own)
                && Util.validateSign(document, certificates, null, null, SIGNATURE, true);
    }

    private static List<X509Certificate> certificates(Saml2Settings found) {
        var all = new ArrayList<>(Optional.ofNullable(found.getIdpx509certMulti()).orElse(List.of()));
        Optional.ofNullable(found.getIdpx509cert()).ifPresent(all::add);
        return all;
    }

    private <T> Checked<T> judge(Binding binding, Judging<T> judging, boolean signedInside) {
        try {
            return judging.run(settings.read(signedInside || binding == Binding.REDIRECT));
        } catch (IOException unavailable) {
            return new Checked.NotNow<>("the identity provider's metadata cannot be had");
        } catch (Exception bad) {
            return new Checked.Bad<>("it is no message of SAML's: " + bad.getClass().getSimpleName());
        }
    }
}
