package dev.exeunt.core.action.visit;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
import dev.exeunt.core.plan.RequestId;
import dev.exeunt.core.plan.RequestId.InBrowser;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.VisitToken;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The way back of what was sent through a browser: which request of ours a LogoutResponse answers, and what is done once
/// it is proven to come from whoever was asked (SAML Core 2.0, 3.2.2; Profiles 2.0, 4.4.4).
public final class Hops {

    private final Logouts logouts;
    private final Clients clients;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    /// See [Hops].
    public Hops(Logouts logouts, Clients clients, InstantSource time) {
        this.logouts = logouts;
        this.clients = clients;
        this.time = time;
    }

    /// A request that left, and may be answered.
    ///
    /// @param id     what `InResponseTo` must be
    /// @param client who was asked: the answer must be its, and signed by it
    public record Asked(Visit visit, Logout logout, InBrowser id, SamlClient client) {

        /// Whether it stood in an iframe, and so its answer does.
        public boolean isFramed() {
            return id.entry().place() == Place.FRAME;
        }
    }

    /// What the browser that brought an answer does next.
    public sealed interface Onward {

        /// It goes to the visit of this token, which knows what comes next.
        record To(VisitToken visit) implements Onward {}

        /// Nothing: the answer came in an iframe, and the page around it goes on by itself.
        record Stay() implements Onward {}

        /// The answer was taken before; nothing was done.
        record Again() implements Onward {}
    }

    /// The request that an answer claims to answer: one that a visit which is still open has sent. That it names it proves
    /// nothing yet.
    ///
    /// @param inResponseTo as it came
    public Optional<Asked> asked(String inResponseTo) {
        return RequestId.parse(inResponseTo)
                .filter(id -> id.text().equals(inResponseTo))
                .flatMap(id -> switch (id) {
                    case InBrowser browser -> asked(browser);
                    case RequestId.Direct _ -> Optional.empty();
                });
    }

    private Optional<Asked> asked(InBrowser id) {
        return logouts.visit(id.ref(), id.visit())
                .filter(visit -> visit.isOpen(time.instant()) && wasSent(visit, id))
                .flatMap(visit -> logouts.read(id.ref())
                        .flatMap(logout -> client(logout.plan(), id.entry())
                                .map(client -> new Asked(visit, logout, id, client))));
    }

    private static boolean wasSent(Visit visit, InBrowser id) {
        return switch (id.entry().place()) {
            case FRAME -> id.attempt() == 1;
            case HOP -> id.attempt() >= 1 && id.attempt() <= visit.progress().times(id.entry().n());
        };
    }

    private Optional<SamlClient> client(StagePlan plan, Entry entry) {
        return plan.stages().stream().flatMap(stage -> application(stage, entry).stream()).findFirst()
                .map(application -> plan.applications().get(application).client())
                .flatMap(key -> Optional.ofNullable(clients.read(List.of(key)).get(key)))
                .flatMap(client -> client instanceof SamlClient sp ? Optional.of(sp) : Optional.empty());
    }

    private static Optional<Integer> application(Stage stage, Entry entry) {
        return switch (stage) {
            case Stage.IframeLogout iframes -> entry.place() == Place.FRAME && entry.n() < iframes.frames().size()
                    && iframes.frames().get(entry.n()) instanceof Stage.Frame.Saml saml
                            ? Optional.of(saml.application())
                            : Optional.empty();
            case Stage.NativeLogout natives -> entry.place() == Place.HOP && entry.n() < natives.hops().size()
                    ? Optional.of(natives.hops().get(entry.n()).application())
                    : Optional.empty();
            case Stage.Confirm _,Stage.UserLogout _,Stage.Redirect _,Stage.SessionEnd _ -> Optional.empty();
        };
    }

    /// Takes an answer, once. It must have been verified: signed by a key of [Asked#client], issued by it, sent to us,
    /// fresh, and in response to [Asked#id].
    ///
    /// A browser that came in the top window has the hash of its visit and not its token. It goes on under another one.
    public Onward record(Asked asked, SamlStatus status) {
        var id = asked.id();
        if (asked.visit().progress().answers().containsKey(id.entry())
                || !logouts.answered(id.ref(), id.visit(), id.entry(), status)) {
            return new Onward.Again();
        }
        if (asked.isFramed()) {
            return new Onward.Stay();
        }
        var token = VisitToken.create(id.ref(), random);
        logouts.addVisit(logouts.visit(id.ref(), id.visit()).orElseThrow().under(token));
        return new Onward.To(token);
    }
}
