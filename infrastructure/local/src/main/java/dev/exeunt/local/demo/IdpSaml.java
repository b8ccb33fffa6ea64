package dev.exeunt.local.demo;

import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.Util;
import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site.Answer;
import dev.exeunt.local.Site.Request;
import dev.exeunt.local.demo.IdpSessions.IdpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// The identity provider's SAML: web browser SSO by POST (SAML Profiles 2.0, 4.1). Whoever gets an assertion is first
/// written into the session at the registry, which refuses when the session has ended.
final class IdpSaml {

    /// Where its metadata is.
    static final String METADATA = "/idp/saml/metadata";
    /// Where sign-ins begin.
    static final String SIGN_ON = "/idp/saml/sso";

    private static final Duration LIFE = Duration.ofMinutes(5);

    /// An AuthnRequest whose sender is known. Where the answer goes, the registration says.
    private record Asked(String id, Application application, Optional<String> relayState) {}

    private final Addresses addresses;
    private final InstantSource clock;
    private final Registry registry;
    private final Wire wire;
    private final SamlKey key;
    private final String salt = Secrets.random();

    /// @param key what assertions are signed with
    IdpSaml(Addresses addresses, InstantSource clock, Registry registry, SamlKey key, Wire wire) {
        this.addresses = addresses;
        this.clock = clock;
        this.registry = registry;
        this.wire = wire;
        this.key = key;
    }

    /// Exeunt's metadata, which is a fragment, with what only the identity provider knows: the key of its assertions, and
    /// where sign-ins begin.
    Answer metadata() {
        try {
            var answer = wire.get(addresses.publicUrl().resolve("/saml/metadata"));
            var fragment = SamlMessage.parse(answer.body());
            if (answer.statusCode() == 200 && fragment.isPresent()) {
                return Answer.text(200, "application/samlmetadata+xml", merged(fragment.get()))
                        .with("Cache-Control", "no-store");
            }
        } catch (IOException unreachable) {
            // As below.
        }
        return Page.problem(503, "No metadata just now", "Exeunt's metadata cannot be had.");
    }

    private String merged(Document metadata) {
        var use = (Element) metadata.getElementsByTagNameNS(Constants.NS_MD, "KeyDescriptor").item(0);
        var own = (Element) use.cloneNode(true);
        own.getElementsByTagNameNS(Constants.NS_DS, "X509Certificate").item(0).setTextContent(key.base64());
        var role = use.getParentNode();
        role.insertBefore(own, use);
        var signOn = metadata.createElementNS(Constants.NS_MD, "md:SingleSignOnService");
        signOn.setAttribute("Binding", Constants.BINDING_HTTP_REDIRECT);
        signOn.setAttribute("Location", addresses.publicUrl() + SIGN_ON);
        role.appendChild(signOn);
        return Util.convertDocumentToString(metadata);
    }

    /// Answers an AuthnRequest with an assertion, once the registry knows of it.
    ///
    /// @param session the living session of the browser
    /// @param chooser what to show where there is none
    Answer signOn(Request request, Optional<IdpSession> session, Answer chooser) {
        var asked = asked(request);
        if (asked.isEmpty()) {
            return Page.problem(400, "Cannot sign you in", "No application of ours asks like that.");
        }
        return session.map(living -> assertion(asked.get(), living, chooser)).orElse(chooser);
    }

    /// Which application asks.
    Optional<Application> application(Request request) {
        return asked(request).map(Asked::application);
    }

    private Optional<Asked> asked(Request request) {
        var message = SamlMessage.ofBrowser(request, addresses.publicUrl() + SIGN_ON).filter(SamlMessage::isRequest);
        var root = message.map(SamlMessage::xml).flatMap(SamlMessage::parse).map(Document::getDocumentElement);
        var issuer = root.map(found -> found.getElementsByTagNameNS(Constants.NS_SAML, "Issuer").item(0))
                .map(found -> found.getTextContent());
        var application = Arrays.stream(Application.values()).filter(Application::isServiceProvider)
                .filter(each -> issuer.equals(Optional.of(each.entityId(addresses)))).findFirst();
        return application.map(each -> new Asked(root.map(found -> found.getAttribute("ID")).orElse(""), each,
                message.flatMap(SamlMessage::relayState)));
    }

    private Answer assertion(Asked asked, IdpSession session, Answer chooser) {
        return switch (join(asked.application(), session)) {
            case Registry.Told.Accepted _ -> Page.sending("idp", asked.application().consumer(addresses),
                    new SamlPost(key).fields(SamlMessage.RESPONSE, response(asked, session), asked.relayState()))
                    .answer(200);
            case Registry.Told.SessionEnded _ -> chooser;
            case Registry.Told.Refused(String why) ->
                Page.problem(503, "Cannot sign you in just now", why + ".");
        };
    }

    private Registry.Told join(Application application, IdpSession session) {
        var nameId = Map.of("value", nameId(application, session.person()), "format", Constants.NAMEID_PERSISTENT,
                "name_qualifier", entityId(), "sp_name_qualifier", application.entityId(addresses));
        return registry.put("/sessions/" + session.id() + "/participants/" + application.clientId(),
                Map.of("name_id", nameId, "session_index", session.sidFor(application)));
    }

    private String response(Asked asked, IdpSession session) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var consumer = asked.application().consumer(addresses);
        return Html
                .of("""
                        <samlp:Response xmlns:samlp="{}" xmlns:saml="{}" ID="{}" Version="2.0" IssueInstant="{}" Destination="{}" \
                        InResponseTo="{}"><saml:Issuer>{}</saml:Issuer>\
                        <samlp:Status><samlp:StatusCode Value="{}"/></samlp:Status>{}</samlp:Response>""",
                        Constants.NS_SAMLP, Constants.NS_SAML, id(), now, consumer, asked.id(), entityId(),
                        Constants.STATUS_SUCCESS, statement(asked, session, now))
                .markup();
    }

    private Html statement(Asked asked, IdpSession session, Instant now) {
        var application = asked.application();
        var sp = application.entityId(addresses);
        var until = now.plus(LIFE);
        return Html.of(
                """
                        <saml:Assertion ID="{}" Version="2.0" IssueInstant="{}"><saml:Issuer>{}</saml:Issuer>\
                        <saml:Subject><saml:NameID Format="{}" NameQualifier="{}" SPNameQualifier="{}">{}</saml:NameID>\
                        <saml:SubjectConfirmation Method="{}"><saml:SubjectConfirmationData NotOnOrAfter="{}" Recipient="{}" \
                        InResponseTo="{}"/></saml:SubjectConfirmation></saml:Subject>\
                        <saml:Conditions NotBefore="{}" NotOnOrAfter="{}"><saml:AudienceRestriction><saml:Audience>{}</saml:Audience>\
                        </saml:AudienceRestriction></saml:Conditions>\
                        <saml:AuthnStatement AuthnInstant="{}" SessionIndex="{}"><saml:AuthnContext><saml:AuthnContextClassRef>\
                        {}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>\
                        <saml:AttributeStatement><saml:Attribute Name="name"><saml:AttributeValue>{}</saml:AttributeValue>\
                        </saml:Attribute></saml:AttributeStatement></saml:Assertion>""",
                id(), now, entityId(), Constants.NAMEID_PERSISTENT, entityId(), sp,
                nameId(application, session.person()), Constants.CM_BEARER, until,
                application.consumer(addresses), asked.id(), now, until, sp, session.since(),
                session.sidFor(application), Constants.AC_UNSPECIFIED, session.person().name());
    }

    /// A name that no other application sees.
    private String nameId(Application application, Person person) {
        return Secrets.sha256(salt + "|" + application.clientId() + "|" + person.id());
    }

    /// The same as Exeunt's: to service providers both are one identity provider.
    private String entityId() {
        return addresses.publicUrl() + "/saml";
    }

    private static String id() {
        return "_" + Secrets.random();
    }
}
