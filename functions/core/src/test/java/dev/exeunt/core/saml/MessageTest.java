package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.SamlIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Messages as they are written.
class MessageTest {

    private static final String FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

    @Test
    void e1AndI3ARequestHasEveryFieldOfTheExample() {
        assertThat(Samples.xml(Samples.request())).isEqualTo("<samlp:LogoutRequest"
                + " xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" Destination=\"https://slo.example.com/saml/slo\""
                + " ID=\"" + Samples.ID + "\" IssueInstant=\"2026-09-21T14:13:20Z\""
                + " NotOnOrAfter=\"2026-09-21T14:18:20Z\" Reason=\"urn:oasis:names:tc:SAML:2.0:logout:user\""
                + " Version=\"2.0\"><saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">"
                + "https://sp.example.org/saml</saml:Issuer><saml:NameID"
                + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" Format=\"" + FORMAT + "\""
                + " NameQualifier=\"https://slo.example.com/saml\" SPNameQualifier=\"https://sp.example.org/saml\">"
                + "p-81c2</saml:NameID><samlp:SessionIndex>si-77</samlp:SessionIndex></samlp:LogoutRequest>");
    }

    @Test
    void e1TimesAreInUtcAndNoFinerThanMilliseconds() {
        assertThat(Times.write(Instant.parse("2026-09-21T14:13:20.123456789Z"))).isEqualTo("2026-09-21T14:13:20.123Z");
    }

    @Test
    void e3TheIssuerHasNoFormatAndNoQualifier() {
        assertThat(Samples.xml(Samples.request()))
                .contains(
                        "<saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">https://sp.example.org/saml"
                                + "</saml:Issuer>");
    }

    @Test
    void e4WhatWasAbsentStaysAbsentAndWhatWasThereStaysAsItWas() {
        var like = Samples.request();
        var bare = new LogoutRequest(like.head(), null, null, new NameId(" A b\u00e9 ", null, null, null, null),
                List.of(), false);
        assertThat(Samples.xml(bare)).contains("<saml:NameID xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">"
                + " A b\u00e9 </saml:NameID></samlp:LogoutRequest>").doesNotContain("NotOnOrAfter")
                .doesNotContain("Reason");
        var full = new LogoutRequest(like.head(), null, null, new NameId("v", "f", "n", "s", ""), List.of(), false);
        assertThat(Samples.xml(full)).contains(
                " Format=\"f\" NameQualifier=\"n\" SPNameQualifier=\"s\" SPProvidedID=\"\">v</saml:NameID>");
    }

    @Test
    void e7TheReasonsAreUris() {
        assertThat(LogoutRequest.Reason.values()).extracting(LogoutRequest.Reason::uri).containsExactly(
                "urn:oasis:names:tc:SAML:2.0:logout:user", "urn:oasis:names:tc:SAML:2.0:logout:admin",
                "urn:oasis:names:tc:SAML:2.0:logout:global-timeout", "urn:oasis:names:tc:SAML:2.0:logout:sp-timeout");
    }

    @Test
    void e10AnAnswerWhoseRequestCouldNotBeReadNamesNone() {
        var head = Samples.response(Status.requester()).head();
        assertThat(Samples.xml(new LogoutResponse(head, null, Status.requester()))).doesNotContain("InResponseTo");
        assertThat(Samples.xml(Samples.response(Status.requester())))
                .contains(" InResponseTo=\"" + Samples.ID + "\"");
    }

    @Test
    void e17OnlySuccessWithoutPartialLogoutIsDone() {
        assertThat(Status.success().isDone()).isTrue();
        assertThat(new Status(Status.Top.SUCCESS, "urn:other", null).isDone()).isTrue();
        assertThat(Status.partialLogout().isDone()).isFalse();
        assertThat(Status.requester().isDone()).isFalse();
        assertThat(Status.responder().isDone()).isFalse();
        assertThat(Status.requestDenied()).isEqualTo(new Status(Status.Top.RESPONDER,
                "urn:oasis:names:tc:SAML:2.0:status:RequestDenied", null));
        assertThat(Status.versionMismatch().isDone()).isFalse();
    }

    @Test
    void e20ARequestNamesAnIdentityOfTheSameContentAndSessionIndex() {
        var stored = new SamlIdentity(new NameId("v", "f", "n", null, null), "si-1");
        assertThat(names("v", "f", "n", null, "si-1").names(stored)).isTrue();
        assertThat(names("v", "f", "n", null, "si-0", "si-1").names(stored)).isTrue();
        assertThat(names("V", "f", "n", null, "si-1").names(stored)).isFalse();
        assertThat(names("v ", "f", "n", null, "si-1").names(stored)).isFalse();
        assertThat(names("v", "f", "n", null, "si-2").names(stored)).isFalse();
    }

    @Test
    void e20AnAbsentFormatOrQualifierMatchesTheStoredOneAndAPresentOneMustEqualIt() {
        var stored = new SamlIdentity(new NameId("v", "f", "n", null, null), "si-1");
        assertThat(names("v", null, null, null, "si-1").names(stored)).isTrue();
        assertThat(names("v", "g", null, null, "si-1").names(stored)).isFalse();
        assertThat(names("v", null, "m", null, "si-1").names(stored)).isFalse();
        assertThat(names("v", null, null, "s", "si-1").names(stored)).isFalse();
        assertThat(names("v", "", null, null, "si-1").names(stored)).isFalse();
    }

    @Test
    void e8WithoutASessionIndexOnlyAnIdentityWithoutOneIsNamed() {
        assertThat(
                names("v", null, null, null).names(new SamlIdentity(new NameId("v", null, null, null, null), "si-1")))
                .isFalse();
        assertThat(names("v", null, null, null).names(new SamlIdentity(new NameId("v", null, null, null, null), null)))
                .isTrue();
        assertThat(names("v", null, null, null, "si-1")
                .names(new SamlIdentity(new NameId("v", null, null, null, null), null))).isFalse();
    }

    @Test
    void aValueThatXmlCannotHoldIsABugBecauseRegistrationAsksBefore() {
        for (String text : List.of("a\u0000", "\u0008", "\uD800", "\uFFFE", "\u001F")) {
            assertThat(SecureXml.canHold(text)).isFalse();
            var request = names(text, null, null, null);
            assertThatThrownBy(() -> Samples.xml(request)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(text);
        }
        assertThat(SecureXml.canHold("\t\n\r \u00e9\uD83D\uDE00\uFFFD")).isTrue();
    }

    private static LogoutRequest names(String value, @Nullable String format, @Nullable String nameQualifier,
            @Nullable String spNameQualifier, String... indexes) {
        return new LogoutRequest(Samples.request().head(), null, null,
                new NameId(value, format, nameQualifier, spNameQualifier, null), List.of(indexes), false);
    }
}
