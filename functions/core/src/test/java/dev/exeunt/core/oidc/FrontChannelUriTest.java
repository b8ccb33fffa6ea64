package dev.exeunt.core.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.web.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontChannelUriTest {

    private static final String ISS = "https://idp.example/a?b=c&d";

    @Test
    void c5IssAndSidAreAddedTogetherAndNothingElse() {
        assertThat(FrontChannelUri.of("https://rp.example/fc", "https://idp.example", "s 1"))
                .isEqualTo("https://rp.example/fc?iss=https%3A%2F%2Fidp.example&sid=s%201");
    }

    @Test
    void c5WithoutASidThereIsNoIssEither() {
        assertThat(FrontChannelUri.of("https://rp.example/fc?x=1", ISS, null)).isEqualTo("https://rp.example/fc?x=1");
    }

    @Test
    void c2TheUrisOwnQueryIsKeptCharacterByCharacter() {
        assertThat(FrontChannelUri.of("https://rp.example/fc?tenant=7&x=%2b+y", "i", "s"))
                .isEqualTo("https://rp.example/fc?tenant=7&x=%2b+y&iss=i&sid=s");
        assertThat(FrontChannelUri.of("https://rp.example/fc?", "i", "s"))
                .isEqualTo("https://rp.example/fc?iss=i&sid=s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a&iss=evil", "a#b", "a%20b", "a+b", "a b", "a=b;c", "<\"'>", "~._-*", "\ud83d\ude00"})
    void c5AnySidComesOutAsItWentIn(String sid) {
        var query = FrontChannelUri.of("https://rp.example/fc", ISS, sid).split("\\?", 2)[1];
        var parameters = Parameters.parse(query);

        assertThat(parameters.first()).containsOnlyKeys("iss", "sid");
        assertThat(parameters.get("iss")).isEqualTo(ISS);
        assertThat(parameters.get("sid")).isEqualTo(sid);
        assertThat(query).matches("[A-Za-z0-9._~%=&-]*");
    }
}
