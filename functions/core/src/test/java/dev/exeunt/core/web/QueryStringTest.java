package dev.exeunt.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryStringTest {

    @ParameterizedTest
    @CsvSource({"https://a.example,https://a.example?n=v", "https://a.example/,https://a.example/?n=v",
        "https://a.example/?x=1,https://a.example/?x=1&n=v", "https://a.example/?,https://a.example/?n=v",
        "https://a.example/?x=1&,https://a.example/?x=1&n=v", "com.app:/done,com.app:/done?n=v",
        "https://a.example/?x=%41+%2f,https://a.example/?x=%41+%2f&n=v",
        "https://a.example/?a=b?c,https://a.example/?a=b?c&n=v"})
    void a19C5WhatTheUriHasOfItsOwnStaysCharacterByCharacter(String uri, String expected) {
        assertThat(QueryString.append(uri, "n", "v")).isEqualTo(expected);
    }

    @Test
    void onlyUnreservedCharactersStandAsTheyAre() {
        assertThat(QueryString.append("u:", "n", "aZ09-._~ +&=#%*'()\"<>;/?:@,é\ud83d\ude00"))
                .isEqualTo("u:?n=aZ09-._~%20%2B%26%3D%23%25%2A%27%28%29%22%3C%3E%3B%2F%3F%3A%40%2C%C3%A9%F0%9F%98%80");
    }

    @Test
    void whatLooksEncodedIsEncodedAgain() {
        assertThat(QueryString.append("u:", "n", "%7E%2A+")).isEqualTo("u:?n=%257E%252A%2B");
    }
}
