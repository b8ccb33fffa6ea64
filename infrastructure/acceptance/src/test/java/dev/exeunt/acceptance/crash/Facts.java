package dev.exeunt.acceptance.crash;

import dev.exeunt.acceptance.crash.Applications.Temper;
import dev.exeunt.acceptance.crash.Applications.Told;
import dev.exeunt.acceptance.crash.People.Participation;
import dev.exeunt.acceptance.crash.People.SignedIn;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What must be true, at every moment and in the end.
final class Facts {

    private final Cloud cloud;
    private final People people;
    private final List<String> broken = new ArrayList<>();

    Facts(Cloud cloud, People people) {
        this.cloud = cloud;
        this.people = people;
        cloud.applications().witness(this::witness);
    }

    /// What was not true; empty if all was.
    List<String> broken() {
        return List.copyOf(broken);
    }

    void require(boolean isSo, String what) {
        if (!isSo) {
            broken.add(what);
            cloud.tell("BROKEN: " + what);
        }
    }

    /// Nothing is sent for what has not ended, and nobody who is signed in is hit.
    private void witness(Told told) {
        if (told.client().equals(Applications.IDP)) {
            require(ended(String.valueOf(told.sid())).isPresent(), "the IdP is told of a living session: " + told);
            return;
        }
        people.participations().stream()
                .filter(one -> one.client().equals(told.client()) && one.sub().equals(told.sub()))
                .filter(one -> told.sid() == null || one.sid().equals(told.sid()))
                .filter(one -> !one.during().contains(cloud.running().getFirst()))
                .filter(this::isSignedIn)
                .forEach(one -> require(false, told + " hits " + one));
        require(people.participations().stream().anyMatch(one -> one.sub().equals(told.sub())
                && one.client().equals(told.client()) && ended(one.session()).isPresent()), told + " for no logout");
    }

    /// Whether it is there in the table, in a session that is open.
    private boolean isSignedIn(Participation participation) {
        return read(participation.session())
                .filter(session -> session.session().isOpen(cloud.watch().instant()))
                .filter(session -> session.here().stream().anyMatch(here -> names(here, participation)))
                .isPresent();
    }

    private static boolean names(Participant here, Participation participation) {
        return here.client().equals(participation.client()) && switch (here) {
            case Participant.Oidc oidc ->
                oidc.identities().stream().anyMatch(identity -> participation.sid().equals(identity.sid()));
            case Participant.Caep caep ->
                caep.identities().stream().anyMatch(identity -> participation.sid().equals(identity.sid()));
            case Participant.Saml _ -> false;
        };
    }

    private Optional<SignIns> read(String session) {
        return cloud.table().sessions().read(session);
    }

    private Optional<Logout> ended(String session) {
        return read(session).flatMap(found -> found.session().life() instanceof Session.Life.Ended ended
                ? cloud.table().logouts().read(ended.ref())
                : Optional.empty());
    }

    /// Who was told that a session has ended may rely on it.
    void requireEnded(String session) {
        require(ended(session).isPresent(), "somebody was told that " + session + " has ended");
    }

    /// Nobody has asked for its end.
    void requireLiving(String session) {
        require(ended(session).isEmpty(), session + " has ended, and nobody asked for it");
    }

    /// When all sessions are past their time, and all notices past theirs.
    void inTheEnd() {
        people.sessions().stream().filter(SignedIn::acknowledged).forEach(this::isOver);
        people.participations().stream().filter(Participation::acknowledged).forEach(this::isTold);
        require(cloud.queue().dead().isEmpty(), "there are dead letters: " + cloud.queue().dead());
        require(cloud.queue().next().isEmpty(), "there are messages left");
        require(cloud.nextDue().isEmpty(), "something is due for ever");
    }

    private void isOver(SignedIn session) {
        var logout = ended(session.id());
        require(logout.isPresent(), session + " never ended");
        logout.ifPresent(one -> {
            for (int delivery = 0; delivery < one.plan().deliveries().size(); delivery++) {
                isSettled(one, delivery);
            }
            require(cloud.applications().told().stream().anyMatch(told -> told.client().equals(Applications.IDP)
                    && session.id().equals(told.sid()) && told.succeeded()), "the IdP never heard of " + session);
        });
    }

    private void isSettled(Logout logout, int delivery) {
        var receipt = cloud.table().receipts().read(logout.ref(), delivery);
        var what = logout.ref() + "/" + delivery + " of " + logout.plan().recipient(delivery);
        require(receipt.filter(one -> one.state().isTerminal()).isPresent(), what + " is left open: " + receipt);
        require(receipt.filter(one -> one.state() == State.FAILED).isEmpty()
                || cloud.applications().temper(logout.plan().recipient(delivery)) == Temper.REFUSING,
                what + " failed: " + receipt.map(Receipt::why));
        receipt.ifPresent(one -> keepsToTheCurve(one, what));
    }

    /// However many messages there were, and whatever they met: after an attempt that came to an end, the next of its run
    /// began no sooner than the curve allows.
    private void keepsToTheCurve(Receipt receipt, String what) {
        var waits = Plan.retryWaits();
        var run = 0;
        var ended = 0;
        var earliest = Instant.MIN;
        for (Attempt attempt : receipt.attempts()) {
            if (attempt.run() != run) {
                run = attempt.run();
                ended = 0;
                earliest = Instant.MIN;
            }
            require(!attempt.at().isBefore(earliest), what + " was tried before its time: " + receipt.attempts());
            if (attempt.millis() != null && ended < waits.size()) {
                earliest = attempt.at().plusMillis(attempt.millis()).plus(waits.get(ended).multipliedBy(3).dividedBy(4))
                        .minusMillis(2);
                ended++;
            }
        }
    }

    /// The plan has it, and its application was told.
    private void isTold(Participation participation) {
        var logout = ended(participation.session());
        if (logout.isEmpty()) {
            return;
        }
        var deliveries = logout.get().plan().deliveries();
        var place = java.util.stream.IntStream.range(0, deliveries.size())
                .filter(number -> isOf(logout.get(), deliveries.get(number), participation)).findFirst();
        require(place.isPresent(), participation + " was forgotten");
        if (place.isEmpty()) {
            return;
        }
        var state = cloud.table().receipts().read(logout.get().ref(), place.getAsInt()).map(Receipt::state);
        if (state.equals(Optional.of(State.SUPERSEDED))) {
            require(people.namesTheSubjectOnly(participation.client()), participation + " was superseded");
            return;
        }
        require(cloud.applications().told().stream().anyMatch(told -> isFor(told, participation)),
                participation + " was never told");
    }

    /// A notice that names the subject alone is sent once, however many identities it is for.
    private boolean isOf(Logout logout, Delivery delivery, Participation participation) {
        return switch (delivery) {
            case Delivery.LogoutToken(var application, var identity) ->
                logout.plan().applications().get(application).client().equals(participation.client())
                        && (participation.sid().equals(identity.sid())
                                || people.namesTheSubjectOnly(participation.client()));
            case Delivery.SecurityEvent(var application, var identity) ->
                logout.plan().applications().get(application).client().equals(participation.client())
                        && participation.sid().equals(identity.sid());
            case Delivery.SamlLogoutRequest _,Delivery.SessionRevoked _ -> false;
        };
    }

    private boolean isFor(Told told, Participation participation) {
        var isMeant = told.sid() == null || told.sid().equals(participation.sid());
        return told.client().equals(participation.client()) && told.sub().equals(participation.sub()) && isMeant
                && (told.succeeded() || cloud.applications().temper(told.client()) == Temper.REFUSING);
    }
}
