package dev.exeunt.local.demo;

import com.onelogin.saml2.http.HttpRequest;
import com.onelogin.saml2.logout.LogoutRequest;
import com.onelogin.saml2.logout.LogoutResponse;
import com.onelogin.saml2.util.Constants;
import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site.Answer;
import dev.exeunt.local.Site.Request;
import dev.exeunt.local.demo.AppSessions.SignedIn;
import dev.exeunt.local.demo.Glimpse.Heard;
import dev.exeunt.local.demo.SamlMessage.Binding;
import dev.exeunt.local.demo.SamlTrust.Answered;
import dev.exeunt.local.demo.SamlTrust.Asked;
import dev.exeunt.local.demo.TokenCheck.Checked;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Document;

/// A service provider's single logout, in both directions (SAML Profiles 2.0, 4.4).
final class SamlLogout {

    /// A request of our own that waits for its answer.
    private record Own(String trace, String relayState) {}

    private final Application application;
    private final Addresses addresses;
    private final AppSessions sessions;
    private final SamlSettings settings;
    private final SamlTrust trust;
    private final SamlPost post;
    private final Map<String, Own> own = Memory.bounded();

    SamlLogout(Application application, Addresses addresses, AppSessions sessions, SamlSettings settings,
            SamlPost post) {
        this.application = application;
        this.addresses = addresses;
        this.sessions = sessions;
        this.settings = settings;
        this.trust = new SamlTrust(settings);
        this.post = post;
    }

    /// Ends the sign-in here, then asks for the rest.
    Answer begin(SignedIn living) throws IOException {
        var found = settings.read(true);
        var request = new LogoutRequest(found, null, living.sub(), living.sid(), Constants.NAMEID_PERSISTENT,
                found.getIdpEntityId(), found.getSpEntityId());
        var waiting = new Own(living.trace(), Secrets.random(16));
        own.put(request.getId(), waiting);
        sessions.end(living::equals, Heard.OWN_BUTTON);
        return Page.seeOther(found.getIdpSingleLogoutServiceUrl() + "?" + post.query(SamlMessage.REQUEST,
                request.getEncodedLogoutRequest(), Optional.of(waiting.relayState())));
    }

    /// What a browser brings: a request, or the answer to ours.
    Answer byBrowser(Request request) throws IOException {
        var message = SamlMessage.ofBrowser(request, application.singleLogout(addresses).toString());
        if (message.isEmpty()) {
            return refused(400, "there is no message in it");
        }
        return message.get().isRequest() ? asked(message.get()) : answered(message.get());
    }

    /// A request from server to server.
    Answer bySoap(Request request) throws IOException {
        var message = SamlMessage.ofEnvelope(request, application.singleLogout(addresses) + "/soap");
        if (message.isEmpty()) {
            return fault("there is no message in it");
        }
        return switch (trust.request(message.get())) {
            case Checked.Good<Asked>(var asked) -> envelope(asked, end(asked, Binding.SOAP));
            case Checked.Bad<Asked>(var why) -> fault(why);
            case Checked.NotNow<Asked>(var why) -> fault(why);
        };
    }

    private Answer asked(SamlMessage message) throws IOException {
        return switch (trust.request(message)) {
            case Checked.Good<Asked>(var asked) -> answer(message, asked, end(asked, message.binding()));
            case Checked.Bad<Asked>(var why) -> refused(400, why);
            case Checked.NotNow<Asked>(var why) -> refused(503, why);
        };
    }

    /// Ends what the request names: by NameID and SessionIndex alone, since no cookie comes along. Signed out already is
    /// success.
    ///
    /// @return the status of the answer
    private String end(Asked asked, Binding binding) {
        var isAnothers = asked.sessionIndexes().stream().flatMap(index -> sessions.subjectOf(index).stream())
                .anyMatch(subject -> !subject.equals(asked.nameId()));
        if (isAnothers) {
            return Constants.STATUS_REQUESTER;
        }
        sessions.end(signIn -> signIn.sub().equals(asked.nameId())
                && (asked.sessionIndexes().isEmpty() || asked.sessionIndexes().contains(signIn.sid())),
                switch (binding) {
                    case REDIRECT -> Heard.BY_REDIRECT;
                    case POST -> Heard.BY_POST;
                    case SOAP -> Heard.BY_SOAP;
                });
        return Constants.STATUS_SUCCESS;
    }

    private Answer answer(SamlMessage message, Asked asked, String status) throws IOException {
        var found = settings.read(true);
        var response = new LogoutResponse(found, (HttpRequest) null);
        response.build(asked.id(), status);
        var to = found.getIdpSingleLogoutServiceResponseUrl();
        return message.binding() == Binding.REDIRECT
                ? Page.seeOther(to + "?" + post.query(SamlMessage.RESPONSE, response.getEncodedLogoutResponse(),
                        message.relayState()))
                : Page.sending(application.clientId(), addresses.publicUrl().resolve(to.getPath()),
                        post.fields(SamlMessage.RESPONSE, response.getLogoutResponseXml(), message.relayState()))
                        .answer(200, addresses.publicUrl().toString());
    }

    private Answer envelope(Asked asked, String status) throws IOException {
        var response = new LogoutResponse(settings.read(true), (HttpRequest) null);
        response.build(asked.id(), status);
        return Answer.text(200, "text/xml; charset=utf-8", post.envelope(response.getLogoutResponseXml()))
                .with("Cache-Control", "no-store");
    }

    /// The way back from a logout that began here, once.
    private Answer answered(SamlMessage message) {
        var request = SamlMessage.parse(message.xml()).map(Document::getDocumentElement)
                .map(root -> root.getAttribute("InResponseTo")).orElse("");
        var waiting = Optional.ofNullable(own.get(request))
                .filter(each -> message.relayState().equals(Optional.of(each.relayState())));
        if (waiting.isEmpty()) {
            return refused(400, "it answers nothing of ours");
        }
        return switch (trust.response(message, request)) {
            case Checked.Good<Answered>(var answered) -> {
                own.remove(request);
                var whole = answered.status().equals(Constants.STATUS_SUCCESS) && answered.subStatus().isEmpty();
                sessions.end(signIn -> signIn.trace().equals(waiting.get().trace()),
                        whole ? Heard.ALL_TOLD : Heard.PARTLY_TOLD);
                yield Page.seeOther("/");
            }
            case Checked.Bad<Answered>(var why) -> refused(400, why);
            case Checked.NotNow<Answered>(var why) -> refused(503, why);
        };
    }

    private Answer refused(int status, String why) {
        return Page.trouble("Not a logout of ours", why + ".").answer(status, addresses.publicUrl().toString());
    }

    /// A SOAP fault comes with status 500 (SOAP 1.1, 6.2).
    private static Answer fault(String why) {
        return Answer.text(500, "text/xml; charset=utf-8", Html.of("""
                <s:Envelope xmlns:s="{}"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>{}</faultstring>\
                </s:Fault></s:Body></s:Envelope>""", Constants.NS_SOAP, why).markup())
                .with("Cache-Control", "no-store");
    }
}
