package dev.exeunt.core.action.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.exeunt.core.action.Outbound;
import dev.exeunt.core.action.deliver.ClientKeys.Found;
import dev.exeunt.core.action.memory.SetTime;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeysTest {

    private static final String URI = "https://rp.example/jwks";
    private static final Duration MOST = Duration.ofSeconds(2);

    private final SetTime time = new SetTime(Instant.parse("2026-11-22T20:00:00Z"));
    private final Site site = new Site();
    private final ClientKeys keys = new ClientKeys(site, time);

    /// Answers every fetch with what it holds.
    private static final class Site implements Outbound {

        private final List<String> fetched = new ArrayList<>();
        private Fetched answer = new Fetched.Document("{}");

        @Override
        public Outcome post(Notice notice) {
            throw new AssertionError("nothing is posted");
        }

        @Override
        public Fetched get(String uri, Duration timeout) {
            assertThat(timeout).isEqualTo(MOST);
            fetched.add(uri);
            return answer;
        }

        void publishes(JWK... published) {
            answer = new Fetched.Document(new JWKSet(List.of(published)).toString());
        }
    }

    @Test
    void b14ASetIsFetchedOnceAndKeptForTenMinutes() throws Exception {
        var key = ec("a");
        site.publishes(key);

        assertThat(find()).isEqualTo(new Found.Key(key.toPublicJWK(), true));
        time.pass(Duration.ofMinutes(10));
        assertThat(find()).isEqualTo(new Found.Key(key.toPublicJWK(), false));
        assertThat(site.fetched).hasSize(1);

        time.pass(Duration.ofSeconds(1));
        assertThat(find()).isEqualTo(new Found.Key(key.toPublicJWK(), true));
        assertThat(site.fetched).hasSize(2);
    }

    @Test
    void b14ASetWithoutTheKeyIsFetchedAgainButNotAtEveryAttempt() throws Exception {
        site.publishes();
        assertThat(find()).isEqualTo(new Found.None(new Unanswered(Fault.JWKS_UNUSABLE)));
        var key = ec("a");
        site.publishes(key);
        assertThat(find()).isEqualTo(new Found.None(new Unanswered(Fault.JWKS_UNUSABLE)));
        assertThat(site.fetched).hasSize(1);

        time.pass(Duration.ofSeconds(10));
        assertThat(find()).isEqualTo(new Found.Key(key.toPublicJWK(), true));
    }

    @Test
    void b14WhatCannotBeFetchedIsAFaultThatMayPassAndIsForgotten() throws Exception {
        for (var outcome : List.of(new Answered(503, null, null, 0), new Answered(404, null, null, 0),
                new Unanswered(Fault.TIMEOUT))) {
            site.answer = new Outbound.Fetched.Failed(outcome);
            assertThat(find()).isEqualTo(new Found.None(new Unanswered(Fault.JWKS)));
        }
        site.publishes(ec("a"));
        assertThat(find()).isInstanceOf(Found.Key.class);
    }

    @Test
    void whatTheGuardRefusesIsNamedAsThatAddress() {
        site.answer = new Outbound.Fetched.Failed(new Refused("address_not_allowed: 10.0.0.1 is private"));

        assertThat(find()).isEqualTo(
                new Found.None(new Refused("jwks_uri: address_not_allowed: 10.0.0.1 is private")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[null,1,\"a\",{}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}", "<html>",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}"})
    void whatIsNoSetOrHoldsNothingIsUnusable(String document) {
        site.answer = new Outbound.Fetched.Document(document);

        assertThat(find()).isEqualTo(new Found.None(new Unanswered(Fault.JWKS_UNUSABLE)));
    }

    @Test
    void oneThatIsNoKeyDoesNotTakeTheOthersWithItAndPrivatePartsAreDropped() throws Exception {
        var key = ec("a");
        site.answer = new Outbound.Fetched.Document("{\"keys\":[{\"kty\":\"new\"}," + key.toJSONString() + "]}");

        assertThat(find()).isEqualTo(new Found.Key(key.toPublicJWK(), true));
    }

    @Test
    void theNumberOfSetsHasABoundAndTheOneThatWasUsedLastStays() throws Exception {
        site.publishes(ec("a"));
        for (int n = 0; n < 300; n++) {
            keys.find("https://rp-" + n + ".example/jwks", "ECDH-ES", MOST);
            keys.find("https://rp-0.example/jwks", "ECDH-ES", MOST);
        }
        assertThat(site.fetched).hasSize(300);
        keys.find("https://rp-1.example/jwks", "ECDH-ES", MOST);
        assertThat(site.fetched).hasSize(301);
    }

    private Found find() {
        return keys.find(URI, "ECDH-ES", MOST);
    }

    private static JWK ec(String kid) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    }
}
