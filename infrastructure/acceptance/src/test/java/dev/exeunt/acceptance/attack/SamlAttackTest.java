package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Sp;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Message;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.saml.SoapBinding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.session.NameId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// SAML messages from those who are not who they say, or speak of what is not theirs. Documents that are wrong in
/// themselves are in the corpus of the core.
class SamlAttackTest {

    private static final String SOAP = Sp.SLO + "/soap";
    private static final Map<String, String> ENDS = Map.of("invalidation_flow", "default-invalidation-flow");

    private final Scene scene = Scene.shared();
    private final World world = scene.world();
    private final Victim victim = scene.unharmed();
    private final Browser attacker = world.browser();
    private final Sp sp = world.join(victim.session(), world.sp("native", "redirect", ENDS));

    @BeforeEach
    void warm() {
        // Keys are read once.
        attacker.get(sp.redirect(later(Duration.ofMinutes(20), Sp.SLO), null));
    }

    @Test
    void e13WhatIsNotSignedByTheServiceProviderEndsNothing() {
        for (SigningKey key : keys()) {
            var message = sp.request(victim.session(), Sp.SLO);
            harmless(() -> attacker.get(RedirectBinding.url(message, "r", key)));
            harmless(() -> post(Form.encode(PostBinding.form(message, "r", key).fields())));
            harmless(() -> soap(new String(SoapBinding.envelope(sp.request(victim.session(), SOAP), key),
                    StandardCharsets.UTF_8)));
        }
    }

    @Test
    void e13ASignedQueryThatWasChangedEndsNothing() {
        var url = sp.redirect(sp.request(victim.session(), Sp.SLO), "mine");
        for (var changed : List.of(url.replace("RelayState=mine", "RelayState=yours"),
                url.replace("&RelayState=mine", ""), url.replace("rsa-sha256", "rsa-sha1"),
                url.replaceAll("&Signature=.*", ""), url.replaceAll("&SigAlg=[^&]*", ""), url + "&RelayState=yours",
                url + "&SAMLResponse=x", url + "&samlrequest=x", url + "&Signature=x",
                url.replace("SAMLRequest", "SAMLResponse"))) {
            harmless(() -> attacker.get(changed));
        }
    }

    @Test
    void e52ASignedRequestOfTheAttackersCarriesNobodyElseOut() {
        var own = world.session();
        world.join(own, sp);
        var theirs = new String(Base64.getDecoder().decode(
                sp.form(sp.request(own, Sp.SLO), null).get("SAMLRequest")), StandardCharsets.UTF_8);
        var unsigned = new String(Base64.getDecoder().decode(PostBinding
                .form(sp.request(victim.session(), Sp.SLO), null, null).fields().get("SAMLRequest")),
                StandardCharsets.UTF_8);
        var inner = theirs.replaceFirst("<\\?xml[^>]*>", "");
        var signature = inner.replaceAll("(?s).*(<ds:Signature.*</ds:Signature>).*", "$1");
        for (var wrapped : List.of(
                unsigned.replace("</saml:Issuer>", "</saml:Issuer>" + signature),
                unsigned.replace("</saml:Issuer>", "</saml:Issuer><samlp:Extensions>" + inner + "</samlp:Extensions>"),
                unsigned.replace("</saml:Issuer>", "</saml:Issuer>" + signature.replace("</ds:Signature>",
                        "<ds:Object>" + inner + "</ds:Object></ds:Signature>")))) {
            harmless(() -> post(Form.encode(Map.of("SAMLRequest",
                    Base64.getEncoder().encodeToString(wrapped.getBytes(StandardCharsets.UTF_8))))));
        }
        assertThat(world.endedBy(own)).isNull();
    }

    @Test
    void e20AServiceProviderCannotEndTheSessionOfAnother() {
        var other = world.sp("native", "redirect", ENDS);
        for (var named : List.of(sp.request(victim.session(), Sp.SLO).nameId(),
                new NameId(victim.session().user(), null, null, null, null))) {
            var message = new LogoutRequest(head(other, Sp.SLO), null, null, named,
                    sp.request(victim.session(), Sp.SLO).sessionIndexes(), false);
            var answer = attacker.get(other.redirect(message, null));
            assertThat(other.read(answer.location()).status()).isEqualTo(Status.success());
            assertThat(world.endedBy(victim.session())).isNull();
        }
    }

    @Test
    void e47WhatIsTooOldOrForAnotherAddressIsToldSoAndEndsNothing() {
        for (var message : List.of(later(Duration.ofMinutes(-11), Sp.SLO), later(Duration.ofMinutes(4), Sp.SLO),
                later(Duration.ZERO, SOAP), later(Duration.ZERO, "/saml/slo/"))) {
            var url = sp.redirect(message, null);
            var answer = attacker.get(Sp.SLO + url.substring(url.indexOf('?')));
            assertThat(answer.status()).isEqualTo(303);
            assertThat(sp.read(answer.location()).status().top()).isEqualTo(Status.Top.REQUESTER);
            assertThat(world.endedBy(victim.session())).isNull();
        }
    }

    @Test
    void e49AnAnswerThatNobodyAskedForLeadsNowhere() {
        for (var id : List.of("_x", "_" + "0".repeat(32) + ".h0.1." + "A".repeat(43),
                "_" + "0".repeat(32) + ".d0." + "0".repeat(32))) {
            var response = new LogoutResponse(head(sp, Sp.SLO), id, Status.success());
            harmless(() -> attacker.get(sp.redirect(response, "https://evil.example/")));
            harmless(() -> post(Form.encode(sp.form(response, "https://evil.example/"))));
        }
    }

    @Test
    void whatIsNoMessageIsRefusedQuietly() {
        for (var query : List.of("SAMLRequest=x", "SAMLRequest=", "SAMLRequest=%00",
                "SAMLResponse=PGE%2B",
                "resume=x", "resume=" + "A".repeat(43), "SAMLRequest=" + "A".repeat(8000))) {
            harmless(() -> attacker.get(Sp.SLO + "?" + query));
            harmless(() -> post(query));
        }
        for (var body : List.of("", "<", "<a/>", "x".repeat(70_000),
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
                        + "<a>&b;</a>")) {
            harmless(() -> soap(body));
        }
    }

    private void harmless(Supplier<Answer> attack) {
        scene.harmless(victim, attack);
    }

    /// One that is absent, and one that is not registered.
    private static List<@Nullable SigningKey> keys() {
        var keys = new ArrayList<@Nullable SigningKey>();
        keys.add(null);
        keys.add(Sp.strangersKey());
        return keys;
    }

    private LogoutRequest later(Duration by, String path) {
        return sp.request(victim.session(), path, world.time().instant().plus(by));
    }

    private Message.Head head(Sp from, String path) {
        var like = from.request(victim.session(), path).head();
        return new Message.Head(like.id(), like.issueInstant(), like.destination(), from.entityId());
    }

    private Answer post(String body) {
        return attacker.send("POST", Sp.SLO, Map.of("Accept", "text/html", "Content-Type",
                "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site"), body);
    }

    private Answer soap(String body) {
        return attacker.send("POST", SOAP, Map.of("Content-Type", "text/xml"), body);
    }
}
