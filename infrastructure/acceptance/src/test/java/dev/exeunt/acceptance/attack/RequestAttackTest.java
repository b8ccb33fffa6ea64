package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests to the two doors that are not what they should be (protocols A1, A3, A15 to A17, A19).
class RequestAttackTest {

    private static final String END_SESSION = "/oauth2/end-session";

    private final Scene scene = Scene.shared();
    private final World world = scene.world();
    private final Victim victim = scene.unharmed();

    @ParameterizedTest
    @ValueSource(strings = {"id_token_hint", "logout_hint", "client_id", "post_logout_redirect_uri", "state",
        "ui_locales",
        "request", "confirm", "dry_run", "resume"})
    void a3ARepeatedParameterIsRefused(String name) {
        var query = name + "=a&" + name + "=b";
        assertThat(
                scene.harmless(victim, () -> world.browser(victim.session()).get(END_SESSION + "?" + query)).status())
                .isEqualTo(400);
        assertThat(scene.harmless(victim, () -> post(END_SESSION, query)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticket", "request", "confirm", "dry_run", "ui_locales"})
    void aRepeatedParameterOfLogoutIsRefused(String name) {
        assertThat(scene.harmless(victim, () -> world.browser(victim.session()).get("/logout?" + name + "=a&" + name
                + "=b")).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=%", "state=%f", "state=%zz", "state=%ff", "state=%c3%28", "state=%ed%a0%80", "%=x",
        "x=%u0041", "state=%00%"})
    void whatCannotBeDecodedIsRefused(String query) {
        for (var path : List.of("/logout", END_SESSION)) {
            assertThat(scene.harmless(victim, () -> post(path, query)).status()).isEqualTo(400);
            assertThat(scene.harmless(victim, () -> raw("GET", path + "?" + query, List.of(cookie()))).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void a3UnknownAndEmptyParametersMeanNothing() {
        var before = world.rows();
        var answer = world.browser(victim.session()).get(END_SESSION + "?foo=1&foo=2&id_token_hint=&state=&client_id="
                + "&redirect_uri=https%3A%2F%2Fevil.example");
        assertThat(answer.question().request()).isNotEmpty();
        assertThat(answer.body()).doesNotContain("evil.example");
        scene.assertUnchanged(before);
    }

    @ParameterizedTest
    @CsvSource({"id_token_hint,9000", "state,2049", "post_logout_redirect_uri,2001", "client_id,2001"})
    void aParameterThatIsTooLongIsRefused(String name, int length) {
        assertThat(scene.harmless(victim, () -> post(END_SESSION, name + "=" + "a".repeat(length))).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ui_locales", "logout_hint"})
    void a4WhatOnlyHelpsIsLeftOutWhenItIsTooLong(String name) {
        var before = world.rows();
        for (var path : List.of("/logout", END_SESSION)) {
            var sealed = post(path, name + "=" + "a".repeat(60_000)).question().request();
            assertThat(sealed.length()).isLessThan(1000);
        }
        scene.assertUnchanged(before);
    }

    @Test
    void a19AStateIsBoundByWhatALocationCanHold() {
        var longest = "\u20ac".repeat(682);
        var question = world.browser(victim.session()).get(END_SESSION + "?" + Form.encode(Map.of("client_id",
                victim.asking().rp().id(), "post_logout_redirect_uri", victim.out(), "state", longest)));
        assertThat(question.question().request().length()).isLessThan(10_000);
        assertThat(scene.harmless(victim, () -> post(END_SESSION, "state=" + Form.encode(longest + "\u20ac"))).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{out}/", "{out}?", "{out}?foo=bar", "{out}#", "{out}#x", "{out}%20", "{out}/../out",
        "{out}.evil",
        "{out}@evil.example", "//evil.example/out", "https://evil.example/out", "javascript:alert(1)",
        "data:text/html,x",
        "{upper}", "{port}", "{other}", "/out", "out", " {out}", "{out} ", "{out}\r\nSet-Cookie: a=b", "{out}\u0000",
        "https:{out}", "{encoded}"})
    void a15AnUnregisteredWayBackIsRefused(String form) {
        var out = victim.out();
        var uri = form.replace("{out}", out).replace("{upper}", out.replace("http", "HTTP"))
                .replace("{port}", out.replace("127.0.0.1", "127.0.0.1:80"))
                .replace("{other}", victim.back().rp().out())
                .replace("{encoded}", out.replace("/out", "/%6fut"));
        for (var with : List.of("id_token_hint", "client_id")) {
            var value = with.equals("client_id") ? victim.asking().rp().id() : victim.hint(world);
            var parameters = Form.of(with, value, "post_logout_redirect_uri", uri);
            var query = END_SESSION + "?" + Form.encode(parameters);
            for (var browser : List.of(world.browser(victim.session()), world.browser())) {
                var answer = scene.harmless(victim, () -> browser.get(query));
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).doesNotContain("evil.example");
                assertThat(scene.harmless(victim, () -> browser.getJson(query)).status()).isEqualTo(400);
                assertThat(scene.harmless(victim, () -> browser.post(END_SESSION, parameters)).status()).isEqualTo(400);
                assertThat(scene.harmless(victim, () -> browser.postFromElsewhere(END_SESSION, parameters)).status())
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void a16WithoutAClientNobodyIsSentAnywhere() {
        var before = world.rows();
        var query = END_SESSION + "?" + Form.encode(Map.of("post_logout_redirect_uri", "https://evil.example/"));
        assertThat(world.browser(victim.session()).get(query).body()).doesNotContain("evil.example");
        var nobody = world.browser().get(query);
        assertThat(nobody.status()).isEqualTo(200);
        assertThat(nobody.body()).doesNotContain("evil.example");
        scene.assertUnchanged(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "multipart/form-data; boundary=x", "text/plain", "x", ";",
        "application/x-www-form-urlencoded,application/json"})
    void a1APostIsAForm(String type) {
        for (var path : List.of("/logout", END_SESSION)) {
            assertThat(scene
                    .harmless(victim, () -> world.browser(victim.session()).send("POST", path, Map.of("Content-Type",
                            type), "{\"confirm\":\"yes\"}"))
                    .status()).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "get", "PROPFIND"})
    void a1OtherMethodsAreToldWhichOnesThereAre(String method) {
        for (var path : List.of("/logout", END_SESSION)) {
            var before = world.rows();
            var reply = Wire.send(world.cloud().url(), new Wire.Request(method, path, List.of(cookie()), new byte[0]));
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.header("allow")).isEqualTo("get, post");
            scene.assertUnchanged(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {";", ",", ";;,;", "application/json;q=NaN", "application/json;q=-1", "application/json;q=",
        ";q=1"})
    void anAcceptThatSaysNothingIsABrowsers(String accept) {
        var before = world.rows();
        var answer = world.browser(victim.session()).send("GET", "/logout", Map.of("Accept", accept), "");
        assertThat(answer.question().request()).isNotEmpty();
        scene.assertUnchanged(before);
    }

    @Test
    void twoSessionCookiesAreNone() {
        for (var path : List.of("/logout", END_SESSION)) {
            assertThat(scene.harmless(victim, () -> raw("GET", path, List.of(cookie(), cookie()))).status())
                    .isEqualTo(400);
            assertThat(scene.harmless(victim, () -> raw("GET", path, List.of(cookie() + "; session=x"))).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aCookieThatFindsNothingIsLeftAlone() {
        var before = world.rows();
        for (var path : List.of("/logout", END_SESSION, END_SESSION + "?client_id=" + victim.asking().rp().id())) {
            var answer = world.browser().with(World.COOKIE, "of-a-session-that-is-registered-late").get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.setCookies()).isEmpty();
        }
        scene.assertUnchanged(before);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        for (var path : List.of("/logout", END_SESSION)) {
            assertThat(scene.harmless(victim, () -> post(path, "state=" + "a".repeat(70_000))).status()).isEqualTo(413);
        }
    }

    @Test
    void theGatewaysLimitIsAClearAnswer() {
        var room = 10_240 - 400;
        var below = world.browser(victim.session()).get(END_SESSION + "?x=" + "a".repeat(room - 1000));
        assertThat(below.question().request()).isNotEmpty();
        var before = world.rows();
        var above = world.browser(victim.session()).get(END_SESSION + "?x=" + "a".repeat(room + 400));
        assertThat(above.status()).isEqualTo(431);
        assertThat(above.type()).isEqualTo("application/json");
        scene.assertUnchanged(before);
    }

    @Test
    void hostAndForwardedHeadersLeadNowhere() {
        var answer = raw("POST", END_SESSION, List.of("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https",
                "Forwarded: host=evil.example", "X-Original-URL: /x",
                "Content-Type: application/x-www-form-urlencoded"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location().getAuthority()).isEqualTo(world.cloud().url().getAuthority());
    }

    private String cookie() {
        return "Cookie: " + World.COOKIE + "=" + victim.session().cookie();
    }

    private Answer post(String path, String body) {
        return world.browser(victim.session()).send("POST", path, Map.of("Content-Type",
                "application/x-www-form-urlencoded"), body);
    }

    private Answer raw(String method, String target, List<String> headers) {
        return Wire.send(world.cloud().url(), new Wire.Request(method, target, headers, new byte[0])).toAnswer();
    }
}
