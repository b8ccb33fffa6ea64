package dev.exeunt.local.demo;

import dev.exeunt.local.demo.Glimpse.Heard;
import dev.exeunt.local.demo.IdpSessions.IdpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Asks both sides what became of a logout: the applications what they heard, the registry what it sent.
///
/// @param applications how the sign-in under a `sid` stands at an application
record Witness(Registry registry, BiFunction<Application, String, Optional<Glimpse>> applications) {

    /// What became of one application.
    ///
    /// @param missing what is not as it should be, if anything
    record Fate(Application application, Glimpse glimpse, Optional<Json> notice, Optional<String> missing) {

        /// Each attempt in a word, in order.
        List<String> attempts() {
            return notice.map(sent -> sent.objects("attempts").stream().map(Card::result).toList()).orElse(List.of());
        }
    }

    /// Their fates so far.
    List<Fate> fates(IdpSession session, List<Application> of) {
        var logout = registry.standing(session.id()) instanceof Registry.Standing.Ended(var ref)
                ? ref.flatMap(registry::logout)
                : Optional.<Json>empty();
        return of.stream().map(application -> fate(application, session, logout)).toList();
    }

    private Fate fate(Application application, IdpSession session, Optional<Json> logout) {
        var glimpse = session.sid(application).flatMap(sid -> applications.apply(application, sid))
                .orElse(new Glimpse(false, List.of()));
        var notice = logout.flatMap(told -> told.objects("deliveries").stream()
                .filter(each -> each.text("client_id").equals(Optional.of(application.clientId()))).findFirst());
        var missing = missing(application, glimpse, notice);
        return new Fate(application, glimpse, notice,
                missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing)));
    }

    private static List<String> missing(Application application, Glimpse glimpse, Optional<Json> notice) {
        var state = notice.flatMap(sent -> sent.text("state")).orElse("none");
        var attempts = notice.map(sent -> sent.objects("attempts")).orElse(List.of());
        var missing = new ArrayList<String>();
        if (application.temper() == Application.Temper.SILENT) {
            require(glimpse.signedIn(), "should still be signed in", missing);
            require(state.equals("retrying"), "notice should be retrying, is " + state, missing);
            require(attempts.stream().anyMatch(each -> each.text("error").isPresent()), "no attempt has failed",
                    missing);
            return missing;
        }
        require(!glimpse.signedIn(), "should be signed out", missing);
        if (application.hearsFrontChannel()) {
            require(glimpse.heard(Heard.FRONT_CHANNEL), "no frame was loaded", missing);
        }
        switch (application.channels()) {
            case FRAME_BY_POST, HOP_BY_POST ->
                require(glimpse.heard(Heard.BY_POST), "no LogoutRequest by post", missing);
            case HOP_BY_REDIRECT -> require(glimpse.heard(Heard.BY_REDIRECT), "no LogoutRequest by redirect", missing);
            case SOAP -> require(glimpse.heard(Heard.BY_SOAP) && state.equals("done"),
                    "no LogoutRequest by SOAP that was answered", missing);
            case BACK, FRONT, BOTH -> {
                // Asked above and below.
            }
        }
        if (application.hearsBackChannel()) {
            require(glimpse.heard(Heard.BACK_CHANNEL), "no verified notice", missing);
            require(state.equals("done"), "notice should be done, is " + state, missing);
            var flaky = application.temper() == Application.Temper.FLAKY;
            require(flaky ? attempts.size() == 3 : !attempts.isEmpty(), "attempts recorded: " + attempts.size(),
                    missing);
        }
        return missing;
    }

    private static void require(boolean fact, String otherwise, List<String> missing) {
        if (!fact) {
            missing.add(otherwise);
        }
    }
}
