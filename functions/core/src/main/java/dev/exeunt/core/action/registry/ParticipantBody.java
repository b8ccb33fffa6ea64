package dev.exeunt.core.action.registry;

import dev.exeunt.core.Identifiers;
import dev.exeunt.core.Limits;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.SamlIdentity;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Members;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The body with which a client joins a session.
final class ParticipantBody {

    /// Loosely: something, an at sign, something, and no blank. Whether it is the user's the IdP knows.
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+");

    private ParticipantBody() {
    }

    /// The identity that an OIDC client's ID token carries.
    ///
    /// @param issuer the deployment's, the only one there is
    static Checked<OidcIdentity> oidc(Map<String, Object> json, OidcClient client, String issuer) {
        var in = new Members(json);
        var iss = issuer(in, issuer);
        var sub = in.required("sub", Limits.IDENTIFIER);
        var sid = sid(in, needsSid(client));
        return in.result(() -> new OidcIdentity(iss, sub, sid));
    }

    /// Who the user is to a service provider: what stands in the assertion, character for character. An attribute that
    /// is empty is none in SAML (Core 2.0, 1.3.1), so it has to be left out.
    static Checked<SamlIdentity> saml(Map<String, Object> json) {
        var in = new Members(json);
        if (!in.has("name_id")) {
            in.refuse("name_id", "required", "is missing");
        }
        var name = in.within("name_id");
        var value = xml(name, "value", Limits.NAME_ID);
        if (!name.has("value")) {
            name.refuse("value", "required", "is missing");
        }
        var nameId = new NameId(value == null ? "" : value, xml(name, "format", Limits.NAME_ID),
                xml(name, "name_qualifier", Limits.NAME_ID), xml(name, "sp_name_qualifier", Limits.NAME_ID),
                xml(name, "sp_provided_id", Limits.NAME_ID));
        var sessionIndex = xml(in, "session_index", Limits.IDENTIFIER);
        return in.result(() -> new SamlIdentity(nameId, sessionIndex));
    }

    private static @Nullable String xml(Members in, String name, int most) {
        var text = in.text(name, most);
        if (text != null && text.codePoints().allMatch(ParticipantBody::isBlank)) {
            in.refuse(name, "not_blank", "is blank: what there is not has to be left out (SAML Core 2.0, 1.3.1)");
        }
        if (text != null && text.codePoints().anyMatch(c -> c == 0xFFFE || c == 0xFFFF)) {
            in.refuse(name, "xml", "holds a character that XML cannot have (XML 1.0, 2.2)");
        }
        return text;
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /// How a receiver of security events knows the user: as far as the form of its `sub_id` needs it.
    static Checked<CaepIdentity> caep(Map<String, Object> json, CaepReceiver receiver, String issuer) {
        var in = new Members(json);
        var iss = issuer(in, issuer);
        var sub = in.required("sub", Limits.IDENTIFIER);
        var sid = sid(in, receiver.subject().namesSession());
        var needsEmail = receiver.subject() == CaepReceiver.Subject.EMAIL;
        var email = needsEmail ? in.required("email", Limits.IDENTIFIER) : in.text("email", Limits.IDENTIFIER);
        if (email != null && !email.isEmpty() && !ADDRESS.matcher(email).matches()) {
            in.refuse("email", "addr_spec", "must be one address (RFC 9493, 3.2.2)");
        }
        return in.result(() -> new CaepIdentity(iss, sub, sid, email));
    }

    private static String issuer(Members in, String issuer) {
        var iss = in.required("iss", Limits.URI);
        if (!iss.isEmpty() && !iss.equals(issuer)) {
            in.refuse("iss", "issuer", "must be the issuer of this deployment, to the letter");
        }
        return iss;
    }

    private static @Nullable String sid(Members in, boolean needed) {
        var sid = in.text("sid", Limits.IDENTIFIER);
        if (sid != null && !Identifiers.isVisible(sid)) {
            in.refuse("sid", "vschar", "must be visible ASCII (Front-Channel Logout 1.0, 5)");
        }
        if (sid == null && !in.has("sid") && needed) {
            in.refuse("sid", "session_required", "is missing, and this client is registered to be told it");
        }
        return sid;
    }

    private static boolean needsSid(OidcClient client) {
        var back = client.backChannel();
        var front = client.frontChannel();
        var onlySid = client.profile().subject() == OidcClient.Subject.SID;
        return back != null && (back.sessionRequired() || onlySid) || front != null && front.sessionRequired();
    }
}
