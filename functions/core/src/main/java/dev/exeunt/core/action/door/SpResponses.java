package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.visit.Hops;
import dev.exeunt.core.action.visit.Hops.Asked;
import dev.exeunt.core.action.visit.Hops.Onward;
import dev.exeunt.core.plan.Progress.SamlStatus;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Judgement;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.Refusal;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.saml.Verified;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// A LogoutResponse that a browser brings: it counts if it answers a request that we sent and that is not answered yet,
/// comes from whoever was asked, and is signed by that (SAML Core 2.0, 3.2.2; Bindings 2.0, 3.4 and 3.5). Of the RelayState
/// nothing is believed.
final class SpResponses {

    private final Door door;
    private final Hops hops;
    private final InstantSource time;
    private final Events events;

    SpResponses(DoorParts parts, Hops hops, Events events) {
        this.door = parts.door();
        this.hops = hops;
        this.time = parts.time();
        this.events = events;
    }

    /// Answers a LogoutResponse that has arrived.
    WebAnswer take(WebRequest request, Arrived arrived) {
        var asked = Optional.ofNullable(arrived.inResponseTo()).flatMap(hops::asked);
        if (asked.isEmpty()) {
            return refuse(request, arrived, Refusal.IN_RESPONSE_TO);
        }
        var client = asked.get().client();
        if (!arrived.issuer().equals(client.entityId())) {
            return refuse(request, arrived, Refusal.OTHER_ISSUER);
        }
        return switch (arrived.verify(client.signingKeys())) {
            case Parsed.Refused<Verified>(Refusal why) -> refuse(request, arrived, why);
            case Parsed.Good<Verified>(Verified verified) -> {
                var arrival = new Judgement.Arrival(request.baseUrl() + SpLogout.PATH, time.instant(), Limits.SAML_SKEW,
                        client.entityId());
                yield switch (Judgement.ofResponse(verified, arrival, asked.get().id().text())) {
                    case Judgement.Rejected<LogoutResponse> rejected -> refuse(request, arrived, rejected.why());
                    case Judgement.Accepted<LogoutResponse> accepted ->
                        record(request, asked.get(), accepted.message().status());
                };
            }
        };
    }

    private WebAnswer record(WebRequest request, Asked asked, Status status) {
        var result = result(status);
        return switch (hops.record(asked, result)) {
            case Onward.To(var token) -> {
                told(asked, result);
                yield WebAnswer.seeOther(request.baseUrl() + "/logout/" + token.text());
            }
            case Onward.Stay _ -> {
                told(asked, result);
                yield framed();
            }
            case Onward.Again _ -> asked.isFramed()
                    ? framed()
                    : door.refuse(request, 400, "answered_before", "This answer was taken before.");
        };
    }

    private void told(Asked asked, SamlStatus result) {
        events.emit("saml_answered", Map.of("ref", asked.id().ref(), "client", asked.client().key(), "status",
                result.name().toLowerCase(java.util.Locale.ROOT)));
    }

    private static SamlStatus result(Status status) {
        if (status.isDone()) {
            return SamlStatus.SUCCESS;
        }
        return status.top() == Status.Top.SUCCESS ? SamlStatus.PARTIAL : SamlStatus.FAILURE;
    }

    /// Nothing to see, in an iframe of our page's.
    private static WebAnswer framed() {
        return WebAnswer.empty(200).withHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'");
    }

    private WebAnswer refuse(WebRequest request, Arrived arrived, Refusal why) {
        events.emit("saml_message_refused", Map.of("binding", arrived.binding().text(), "why", why.code()));
        return door.refuse(request, 400, why.code(), "The SAML message was refused: " + why.sentence() + ".");
    }
}
