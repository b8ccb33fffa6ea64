package dev.exeunt.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.web.WebRequest.CookieValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebRequestTest {

    private static final String BASE = "https://login.example";

    @Test
    void aCookieIsFoundByItsExactName() {
        assertThat(withCookies("a=1", "__Host-session=s", "b=2").cookie("__Host-session"))
                .isEqualTo(new CookieValue.One("s"));
        assertThat(withCookies("__host-session=s").cookie("__Host-session")).isInstanceOf(CookieValue.None.class);
        assertThat(withCookies("__Host-session2=s").cookie("__Host-session")).isInstanceOf(CookieValue.None.class);
        assertThat(withCookies("__Host-session").cookie("__Host-session")).isInstanceOf(CookieValue.None.class);
    }

    @Test
    void aCookieValueMayHoldAnEqualsSign() {
        assertThat(withCookies("s=a=b==").cookie("s")).isEqualTo(new CookieValue.One("a=b=="));
    }

    @Test
    void anEmptyCookieIsNone() {
        assertThat(withCookies("s=").cookie("s")).isInstanceOf(CookieValue.None.class);
    }

    @Test
    void twoCookiesOfOneNameAreNeitherOfThem() {
        assertThat(withCookies("s=a", "s=b").cookie("s")).isInstanceOf(CookieValue.Several.class);
        assertThat(withCookies("s=a", "s=a").cookie("s")).isInstanceOf(CookieValue.Several.class);
        assertThat(withCookies("s=", "s=a").cookie("s")).isInstanceOf(CookieValue.Several.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=__Host-session=evil", "=__Host-session", "\u2003__Host-session=evil",
        "\u3000__Host-session=evil", "\u001c__Host-session=evil", "\u000b__Host-session=evil",
        "$__Host-session=evil", "\"__Host-session=evil", "x;__Host-session=evil", "__Host-session =evil"})
    void g9WhatABrowserDoesNotTakeForAHostCookieIsNotOne(String cookie) {
        assertThat(withCookies(cookie).cookie("__Host-session")).isInstanceOf(CookieValue.None.class);
    }

    @Test
    void blanksAroundACookieAreTheSeparatorsOwn() {
        assertThat(withCookies(" \ts=a ").cookie("s")).isEqualTo(new CookieValue.One("a"));
    }

    @Test
    void aCookieValueIsNotInItsText() {
        assertThat(new CookieValue.One("secret").toString()).doesNotContain("secret");
        assertThat(withCookies("s=secret").toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                           | true
            application/json, text/plain, */*          | true
            APPLICATION/JSON;q=0.9                      | true
            application/json; charset=utf-8; q=0.1     | true
            application/json;q=0.9,text/html;q=0.8     | true
            application/json;q=0                       | false
            application/json;q=x                       | false
            application/json;q=NaN                     | false
            application/json,text/html                 | false
            text/html,application/json;q=0.9           | false
            text/html                                  | false
            */*                                        | false
            application/*                              | false
            application/problem+json                   | false
            application/jsonp                          | false
            ;                                          | false
            ;;,;                                       | false
            ,                                          | false
            ;q=1                                       | false
            """)
    void onlyWhoAsksForJsonByNameIsAProgram(String accept, boolean json) {
        assertThat(with(Map.of("accept", accept)).wantsJson()).isEqualTo(json);
    }

    @Test
    void whoSaysNothingIsABrowser() {
        assertThat(with(Map.of()).wantsJson()).isFalse();
        assertThat(with(Map.of("accept", "")).wantsJson()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            same-origin, -,                          false
            none,        -,                          false
            same-site,   -,                          true
            cross-site,  -,                          true
            SAME-ORIGIN, -,                          true
            '',          -,                          true
            -,           -,                          false
            -,           https://login.example,      false
            -,           https://login.example:443,  true
            -,           http://login.example,       true
            -,           https://evil.example,       true
            -,           https://login.example.evil, true
            -,           null,                       false
            -,           '',                         true
            same-origin, https://evil.example,       false
            same-origin, null,                       false
            cross-site,  null,                       true
            cross-site,  https://login.example,      true
            'same-origin,cross-site', -,             true
            -, 'https://login.example,https://evil.example', true
            """)
    void g17AnotherOriginIsToldByWhatTheBrowserSays(String site, String origin, boolean cross) {
        var headers = new java.util.HashMap<String, String>();
        if (site != null) {
            headers.put("sec-fetch-site", site);
        }
        if (origin != null) {
            headers.put("origin", origin);
        }

        assertThat(with(headers).isCrossOrigin()).isEqualTo(cross);
    }

    @Test
    void g19OurOwnOriginComesFromTheBaseAndNeverFromTheHostHeader() {
        var request = with(Map.of("host", "evil.example", "x-forwarded-host", "evil.example", "origin",
                "https://evil.example"));

        assertThat(request.isCrossOrigin()).isTrue();
        assertThat(request.isSecure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
        " application/x-www-form-urlencoded ;"})
    void a1AFormIsToldByItsMediaType(String type) {
        assertThat(posted(type, "a=b".getBytes(StandardCharsets.UTF_8)).form().get("a")).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "multipart/form-data", "", ";", "application/x-www-form-urlencoded2"})
    void a1AnythingElseIsNoForm(String type) {
        assertThat(posted(type, "a=b".getBytes(StandardCharsets.UTF_8)).form().get("a")).isNull();
    }

    @Test
    void aFormThatIsNoUtf8IsMalformedAndNotSilentlyAnother() {
        var form = posted("application/x-www-form-urlencoded", new byte[]{'a', '=', (byte) 0xC3}).form();

        assertThat(form.isMalformed()).isTrue();
    }

    private static WebRequest withCookies(String... cookies) {
        return new WebRequest("GET", "/logout", Map.of(), "", Map.of(), List.of(cookies), new byte[0], BASE);
    }

    private static WebRequest with(Map<String, String> headers) {
        return new WebRequest("GET", "/logout", Map.of(), "", headers, List.of(), new byte[0], BASE);
    }

    private static WebRequest posted(String type, byte[] body) {
        return new WebRequest("POST", "/logout", Map.of(), "", Map.of("content-type", type), List.of(), body, BASE);
    }
}
