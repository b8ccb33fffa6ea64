package dev.exeunt.core.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.oidc.EndSessionRequest.Parsed;
import dev.exeunt.core.web.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndSessionRequestTest {

    @Test
    void a2NothingAtAllIsAValidRequest() {
        assertThat(fine("")).isEqualTo(new EndSessionRequest(null, null, null, null, null, null));
        assertThat(fine("state=x").state()).isEqualTo("x");
    }

    @Test
    void a2AllSixParametersAreRead() {
        assertThat(fine("id_token_hint=a&logout_hint=b&client_id=c&post_logout_redirect_uri=https://d/&state=e"
                + "&ui_locales=f+g")).isEqualTo(new EndSessionRequest("a", "b", "c", "https://d/", "e", "f g"));
    }

    @Test
    void a3AnEmptyValueIsAnOmittedOneEvenTwice() {
        assertThat(fine("state=&state=&client_id="))
                .isEqualTo(new EndSessionRequest(null, null, null, null, null, null));
    }

    @Test
    void a3UnknownParametersAreIgnoredEvenTwice() {
        assertThat(fine("x=1&x=2&nonce=1&ID_TOKEN_HINT=y").idTokenHint()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token_hint", "logout_hint", "client_id", "post_logout_redirect_uri", "state",
        "ui_locales"})
    void a3ARepeatedParameterIsRefusedByNameAndNeverByValue(String name) {
        assertThat(refused(name + "=secret&" + name + "=secret")).contains(name).doesNotContain("secret");
    }

    @Test
    void a17AParameterThatCannotBeDecodedRefusesTheWhole() {
        assertThat(refused("state=%zz")).contains("decoded");
        assertThat(refused("anything=%")).contains("decoded");
    }

    @Test
    void anOverlongParameterIsRefusedByName() {
        assertThat(refused("id_token_hint=" + "a".repeat(Limits.HINT + 1))).contains("id_token_hint");
        assertThat(refused("state=" + "a".repeat(Limits.STATE + 1))).contains("state");
        assertThat(refused("post_logout_redirect_uri=" + "a".repeat(Limits.URI + 1)))
                .contains("post_logout_redirect_uri");
        assertThat(refused("client_id=" + "a".repeat(Limits.URI + 1))).contains("client_id");
        assertThat(fine("state=" + "a".repeat(Limits.STATE)).state()).hasSize(Limits.STATE);
    }

    @Test
    void aStateThatWouldNotFitIntoALocationIsRefused() {
        assertThat(refused("state=" + "é".repeat(Limits.STATE))).contains("state");
    }

    @Test
    void a4LocalesNeverCauseAnError() {
        assertThat(fine("ui_locales=xx-invalid+%00+de").uiLocales()).isNotNull();
        assertThat(fine("ui_locales=" + "de+".repeat(20_000)).uiLocales()).isNull();
    }

    @Test
    void a5AnOverlongLogoutHintIsNoHint() {
        assertThat(fine("logout_hint=" + "a".repeat(60_000)).logoutHint()).isNull();
    }

    @Test
    void a19WithoutAStateTheUriIsLeftAsItIs() {
        assertThat(EndSessionRequest.way("https://rp.example/out?x=1", null)).isEqualTo("https://rp.example/out?x=1");
    }

    @Test
    void a19StateComesBackUnchangedOverTheWholeVscharRange() {
        var all = new StringBuilder();
        for (char c = 0x20; c <= 0x7e; c++) {
            all.append(c);
            assertRoundTrip(String.valueOf(c));
        }
        assertRoundTrip(all.toString());
        assertRoundTrip("a&b=c&state=d#e");
        assertRoundTrip("%41%2B+%");
        assertRoundTrip("é\ud83d\ude00\r\n");
    }

    @Test
    void a24NeitherHintNorStateIsInItsText() {
        assertThat(fine("id_token_hint=secret&state=secret").toString()).doesNotContain("secret");
        assertThat(EndSessionRequest.parse(Parameters.parse("state=secret")).toString()).doesNotContain("secret");
    }

    private static void assertRoundTrip(String state) {
        for (String uri : new String[]{"https://rp.example/out", "https://rp.example/out?a=1", "com.app:/out"}) {
            var way = EndSessionRequest.way(uri, state);
            assertThat(way).startsWith(uri).matches("[!-~]+");
            var query = way.substring(way.indexOf('?') + 1);
            assertThat(Parameters.parse(query).get("state")).isEqualTo(state);
            assertThat(Parameters.parse(query).first()).hasSize(uri.contains("a=1") ? 2 : 1);
        }
    }

    private static EndSessionRequest fine(String query) {
        return ((Parsed.Fine) EndSessionRequest.parse(Parameters.parse(query))).request();
    }

    private static String refused(String query) {
        return ((Parsed.Refused) EndSessionRequest.parse(Parameters.parse(query))).why();
    }
}
