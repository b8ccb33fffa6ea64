package dev.exeunt.core.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.oidc.EndSessionCheck.Evidence;
import dev.exeunt.core.oidc.EndSessionCheck.Judgement;
import dev.exeunt.core.oidc.EndSessionCheck.Judgement.Ask;
import dev.exeunt.core.oidc.EndSessionCheck.Judgement.Finish;
import dev.exeunt.core.oidc.EndSessionCheck.Judgement.Proceed;
import dev.exeunt.core.oidc.EndSessionCheck.Judgement.Refuse;
import dev.exeunt.core.oidc.IdTokenHint.Verified;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Participant.Presence;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.Session.Life;
import dev.exeunt.core.session.SignIns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndSessionCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String OUT = "https://wiki.example/out?x=1";
    private static final OidcClient WIKI = client("wiki", OUT);
    private static final OidcClient MAIL = client("mail", "https://mail.example/out");
    private static final Verified HINT = Hints.verify(Hints.hint(Hints.claims()));
    private static final Verified HINT_WITHOUT_SID = Hints.verify(Hints.hint(Hints.without(Hints.claims(), "sid")));
    private static final Verified FOREIGN = Hints.verify(Hints.hint(Hints.claims("sid", "s-other", "sub", "u-2")));
    private static final SignIns LIVING = session(new Life.Living(), new Presence.Here());
    private static final SignIns ENDED = session(new Life.Ended("ref", NOW, EndReason.USER), new Presence.Here());
    private static final SignIns APP_LEFT = session(new Life.Living(), new Presence.Left("ref", NOW));

    private EndSessionRequest request = new EndSessionRequest(null, null, null, null, null, null);
    private @Nullable Verified hint;
    private @Nullable OidcClient client;
    private @Nullable SignIns cookie;
    private @Nullable SignIns hinted;
    private boolean hintAlone;

    @Test
    void a12AHintOfTheCookiesSessionNeedsNoQuestion() {
        ask("wiki", OUT, "st");
        with(HINT, WIKI);
        cookie = LIVING;

        assertThat(judge()).isEqualTo(new Proceed(LIVING, WIKI, OUT + "&state=st", true));
    }

    @Test
    void a12WithoutASidTheSubjectDecides() {
        with(HINT_WITHOUT_SID, WIKI);
        cookie = LIVING;

        assertThat(judge()).isEqualTo(new Proceed(LIVING, WIKI, null, true));
    }

    @Test
    void a12TheSubjectOfAnotherClientProvesNothing() {
        with(HINT_WITHOUT_SID, MAIL);
        cookie = LIVING;

        assertThat(judge()).isInstanceOf(Ask.class);
    }

    @Test
    void a8AHintOfAnotherSessionAsksAboutTheCookiesOne() {
        ask(null, OUT, null);
        with(FOREIGN, WIKI);
        cookie = LIVING;

        assertThat(judge()).isEqualTo(new Ask(LIVING, WIKI, OUT, true));
    }

    @Test
    void a8TheSameSubWithAnotherSidIsAnotherSession() {
        with(Hints.verify(Hints.hint(Hints.claims("sid", "s-2"))), WIKI);
        cookie = LIVING;

        assertThat(judge()).isEqualTo(new Ask(LIVING, WIKI, null, true));
    }

    @Test
    void a11AndA22WithoutAHintThePersonIsAsked() {
        cookie = LIVING;

        assertThat(judge()).isEqualTo(new Ask(LIVING, null, null, true));
    }

    @Test
    void a5ALogoutHintAloneStillAsks() {
        request = new EndSessionRequest(null, "u-1", "wiki", null, null, null);
        client = WIKI;
        cookie = LIVING;

        assertThat(judge()).isInstanceOf(Ask.class);
    }

    @Test
    void a16WithAClientIdAndAYesTheWayLeadsBack() {
        ask("wiki", OUT, "st");
        client = WIKI;
        cookie = LIVING;

        assertThat(judge()).isEqualTo(new Ask(LIVING, WIKI, OUT + "&state=st", true));
    }

    @Test
    void a16WithoutAClientNoUriIsEverAWayBack() {
        ask(null, OUT, "st");
        cookie = LIVING;
        assertThat(judge()).isEqualTo(new Ask(LIVING, null, null, true));

        cookie = null;
        assertThat(judge()).isEqualTo(new Finish(null, null, false));
    }

    @Test
    void keysThatCannotBeHadAreAsIfNoHintHadCome() {
        ask("wiki", OUT, null);
        with(new Verified.Unknown(), WIKI);
        cookie = LIVING;
        assertThat(judge()).isEqualTo(new Ask(LIVING, WIKI, OUT, true));

        cookie = null;
        assertThat(judge()).isEqualTo(new Finish(WIKI, OUT, false));
    }

    @Test
    void a13NobodySignedInIsNoErrorAndAHintLeadsBack() {
        ask(null, OUT, "st");
        with(HINT, WIKI);

        assertThat(judge()).isEqualTo(new Finish(WIKI, OUT + "&state=st", true));
    }

    @Test
    void a16NobodySignedInAndNoHintOffersTheWayAndDoesNotTakeIt() {
        ask("wiki", OUT, null);
        client = WIKI;

        assertThat(judge()).isEqualTo(new Finish(WIKI, OUT, false));
    }

    @Test
    void a13NobodySignedInAndNothingAskedIsOurPage() {
        assertThat(judge()).isEqualTo(new Finish(null, null, false));
    }

    @Test
    void aHintAloneAsksUnlessTheDeploymentAcceptsIt() {
        ask(null, OUT, null);
        with(HINT, WIKI);
        hinted = LIVING;
        assertThat(judge()).isEqualTo(new Ask(LIVING, WIKI, OUT, false));

        hintAlone = true;
        assertThat(judge()).isEqualTo(new Proceed(LIVING, WIKI, OUT, false));
    }

    @Test
    void aHintAloneOfAnApplicationThatLeftEndsNothing() {
        with(HINT, WIKI);
        hinted = APP_LEFT;
        hintAlone = true;

        assertThat(judge()).isEqualTo(new Finish(WIKI, null, true));
    }

    @Test
    void aHintAloneWhoseSidIsNotThatParticipantsEndsNothing() {
        with(FOREIGN, WIKI);
        hinted = LIVING;
        hintAlone = true;

        assertThat(judge()).isEqualTo(new Finish(WIKI, null, true));
    }

    @Test
    void anEndedSessionShowsItsLogoutAndOnlyAHintLeadsBack() {
        ask("wiki", OUT, null);
        with(HINT, WIKI);
        cookie = ENDED;
        assertThat(judge()).isEqualTo(new Proceed(ENDED, WIKI, OUT, true));

        hint = null;
        assertThat(judge()).isEqualTo(new Proceed(ENDED, WIKI, null, true));

        with(HINT, WIKI);
        cookie = null;
        hinted = ENDED;
        assertThat(judge()).isEqualTo(new Proceed(ENDED, WIKI, OUT, false));
    }

    @Test
    void a6AnInvalidHintIsRefusedWhateverElseIsRight() {
        ask("wiki", OUT, null);
        with(new Verified.Invalid("the id_token_hint is x"), WIKI);
        cookie = LIVING;

        assertThat(judge()).isEqualTo(new Refuse("invalid_id_token_hint", "The id_token_hint is x."));
    }

    @Test
    void a9AClientIdThatIsNotTheHintsIsRefused() {
        ask("mail", null, null);
        with(HINT, WIKI);
        cookie = LIVING;

        assertThat(judge()).isInstanceOfSatisfying(Refuse.class,
                refuse -> assertThat(refuse.code()).isEqualTo("client_mismatch"));
    }

    @Test
    void a9AnUnknownClientIsRefused() {
        ask("nobody", null, null);
        cookie = LIVING;
        assertThat(judge()).isInstanceOfSatisfying(Refuse.class,
                refuse -> assertThat(refuse.code()).isEqualTo("unknown_client"));

        ask(null, null, null);
        hint = HINT;
        assertThat(judge()).isInstanceOf(Refuse.class);
    }

    @Test
    void a9TheHintNamesTheClientBeforeTheClientIdDoes() {
        ask("mail", null, null);

        assertThat(EndSessionCheck.clientIdOf(request, HINT)).contains("wiki");
        assertThat(EndSessionCheck.clientIdOf(request, null)).contains("mail");
        assertThat(EndSessionCheck.clientIdOf(request, new Verified.Unknown())).contains("mail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://wiki.example/out", "https://wiki.example/out?x=1&y=2",
        "https://wiki.example/out/?x=1",
        "https://WIKI.example/out?x=1", "HTTPS://wiki.example/out?x=1", "https://wiki.example:443/out?x=1",
        "https://wiki.example/%6Fut?x=1", "https://wiki.example/out?x=%31", "https://wiki.example/out?x=1#",
        "https://wiki.example/out?x=1#f", "http://wiki.example/out?x=1", "https://mail.example/out",
        "https://wiki.example/out?x=1.evil", "https://wiki.example/", "https://wiki.example/a/../out?x=1",
        "https://wiki.example//out?x=1", " https://wiki.example/out?x=1", "https://wiki.example/out?x=1 ",
        "https://wiki.example/out?x=1\u0000", "https://wiki.example/out?x=1\r\n", "https://u@wiki.example/out?x=1",
        "//wiki.example/out?x=1", "/out?x=1", "javascript:alert(1)", "https://wiki.example/out?X=1",
        "https://wiki.example\\@evil.example/out?x=1", "https://w\u0456ki.example/out?x=1"})
    void a15AnAlmostEqualUriIsAnotherUri(String uri) {
        ask("wiki", uri, "st");
        with(HINT, WIKI);
        for (var session : new SignIns[]{LIVING, ENDED, null}) {
            cookie = session;
            assertThat(judge()).isInstanceOfSatisfying(Refuse.class,
                    refuse -> assertThat(refuse.code()).isEqualTo("unregistered_redirect"));
        }
        hint = null;
        assertThat(judge()).isInstanceOf(Refuse.class);
    }

    @Test
    void a17NoRefusalHoldsAWayOrAValue() {
        ask("wiki", "https://evil.example/secret", "secret");
        with(HINT, WIKI);

        assertThat(judge().toString()).doesNotContain("secret").doesNotContain("evil.example");
    }

    @Test
    void aSessionPastItsTimeIsOver() {
        with(HINT, WIKI);
        var session = LIVING.session();
        cookie = new SignIns(new Session(session.id(), session.user(), session.createdAt(), NOW, List.of(),
                session.gate(), session.life()), LIVING.participants());

        assertThat(judge()).isInstanceOf(Proceed.class);
    }

    private void ask(@Nullable String clientId, @Nullable String uri, @Nullable String state) {
        request = new EndSessionRequest(null, null, clientId, uri, state, null);
    }

    private void with(Verified verified, OidcClient of) {
        hint = verified;
        client = of;
    }

    private Judgement judge() {
        return EndSessionCheck.judge(new Evidence(request, hint, Optional.ofNullable(client),
                Optional.ofNullable(cookie), Optional.ofNullable(hinted), hintAlone, NOW));
    }

    private static OidcClient client(String key, String out) {
        return new OidcClient(key, key, key, List.of(), List.of(out), null, null, "RS256", null, null,
                Profile.STANDARD);
    }

    private static SignIns session(Life life, Presence presence) {
        var wiki = new Participant.Oidc("wiki", List.of(new OidcIdentity(Hints.ISSUER, "u-1", "s-1"),
                new OidcIdentity(Hints.ISSUER, "u-1", null)), NOW, presence);
        var mail = new Participant.Oidc("mail", List.of(new OidcIdentity(Hints.ISSUER, "pairwise", "s-m")), NOW,
                new Presence.Here());
        return new SignIns(new Session("sess", "user", NOW, NOW.plusSeconds(1), List.of(), Session.Gate.NEW, life),
                List.of(wiki, mail));
    }
}
