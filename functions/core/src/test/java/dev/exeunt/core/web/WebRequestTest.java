package dev.exeunt.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebRequestTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"same-origin|null|false", "same-origin|-|false",
        "none|-|false", "-|-|false", "-|null|false", "-|https://slo.example|false", "cross-site|null|true",
        "cross-site|https://slo.example|true", "same-site|-|true", "-|https://evil.example|true",
        "-|https://slo.example.evil.example|true", "-|http://slo.example|true"})
    void g17WhatTheBrowserSaysOfWhereARequestBegan(String site, String origin, boolean crossOrigin) {
        var headers = new java.util.HashMap<String, String>();
        if (site != null) {
            headers.put("sec-fetch-site", site);
        }
        if (origin != null) {
            headers.put("origin", origin);
        }
        assertThat(request(headers).isCrossOrigin()).isEqualTo(crossOrigin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", ",", ";;,;", "application/json;q=NaN", "application/json;q=", "*/*",
        "application/*",
        "application/json;q=0", "text/html,application/json", "application/json;q=0.5,text/html"})
    void whatDoesNotAskForJsonByNameIsABrowser(String accept) {
        assertThat(request(Map.of("accept", accept)).wantsJson()).isFalse();
    }

    @Test
    void jsonIsAskedForByName() {
        assertThat(request(Map.of("accept", ";,application/json;,")).wantsJson()).isTrue();
        assertThat(request(Map.of("accept", "text/html;q=0.1,APPLICATION/JSON")).wantsJson()).isTrue();
    }

    private static WebRequest request(Map<String, String> headers) {
        return new WebRequest("POST", "/logout", Map.of(), "", headers, List.of(), new byte[0], "https://slo.example");
    }
}
