package dev.exeunt.core.action.visit;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.SamlMessages.Made;
import dev.exeunt.core.action.SamlMessages.Outgoing;
import dev.exeunt.core.action.SamlMessages.To;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.RequestId;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.web.WebRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The iframes of a visit. An OIDC client's leads to the client at once. A service provider's leads to us first, where its
/// message is made: with the same ID however often it is loaded, so that reading it changes nothing.
final class FrameStage {

    private final Clients clients;
    private final SamlMessages saml;

    FrameStage(Clients clients, SamlMessages saml) {
        this.clients = clients;
        this.saml = saml;
    }

    /// The iframes of a page.
    ///
    /// @param url of the visit
    List<Page.Frame> shown(String url, VisitView view, List<Stage.Frame> frames) {
        var plan = view.logout().plan();
        var providers = clients.read(frames.stream().filter(frame -> frame instanceof Stage.Frame.Saml)
                .map(frame -> plan.applications().get(frame.application()).client()).distinct().toList());
        var shown = new ArrayList<Page.Frame>();
        for (int n = 0; n < frames.size(); n++) {
            var application = frames.get(n).application();
            shown.add(switch (frames.get(n)) {
                case Stage.Frame.Oidc oidc -> new Page.Frame(n, oidc.url(), application);
                case Stage.Frame.Saml frame -> saml(url + "/frames/" + n, n, frame,
                        providers, plan.applications().get(application).client());
            });
        }
        return shown;
    }

    /// One that leads nowhere any more is left to the page to leave out, which then shows its application as not reachable.
    private static Page.Frame saml(String url, int n, Stage.Frame.Saml frame, Map<String, Client> clients, String key) {
        return Provider.of(clients.get(key), frame.binding())
                .map(provider -> new Page.Frame(n, url, frame.application(), provider.service().location()))
                .orElse(new Page.Frame(n, url, frame.application()));
    }

    /// The message of an iframe, while its stage lasts; empty if there is none, or none can be made any more.
    ///
    /// @param number as the address holds it
    Optional<Outgoing> message(WebRequest request, VisitView view, String number) {
        return number(number).flatMap(n -> frame(view, n).flatMap(frame -> message(request, view, n, frame)));
    }

    private static Optional<Integer> number(String text) {
        return text.matches("0|[1-9][0-9]{0,3}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /// The frame with this number, if it is a service provider's and its stage is now.
    static Optional<Stage.Frame.Saml> frame(VisitView view, int n) {
        return view.current() instanceof Stage.IframeLogout iframes && n < iframes.frames().size()
                && iframes.frames().get(n) instanceof Stage.Frame.Saml frame
                        ? Optional.of(frame)
                        : Optional.empty();
    }

    private Optional<Outgoing> message(WebRequest request, VisitView view, int n, Stage.Frame.Saml frame) {
        var visit = view.visit();
        var id = new RequestId.InBrowser(visit.ref(), visit.hash(), new Entry(Place.FRAME, n), 1);
        return Provider.of(clients, view.logout().plan(), frame.application(), frame.binding())
                .map(provider -> saml.request(saml.issuer(request.baseUrl()), view.logout(),
                        new To(provider.client(), frame.identity(), provider.service()), id))
                .flatMap(made -> switch (made) {
                    case Made.Ready(var ready) -> Optional.of(ready);
                    case Made.NoKey _ -> Optional.empty();
                });
    }
}
