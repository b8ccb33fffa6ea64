package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is decided once the sender is certain.
class JudgementTest {

    private static Verified verified(Tag xml) {
        var signed = new String(SecureXml.write(XmlSignature.sign(xml, 1, Party.SP.signingKey())),
                StandardCharsets.UTF_8);
        var name = xml.name().equals("LogoutRequest") ? "SAMLRequest" : "SAMLResponse";
        return Samples.good(Samples.verify(PostBinding.receive(Samples.form(name, signed))));
    }

    private static Judgement<LogoutRequest> judge(Tag xml) {
        return Judgement.ofRequest(verified(xml), Samples.arrival());
    }

    private static Refusal why(Judgement<? extends Message> judgement) {
        return switch (judgement) {
            case Judgement.Rejected<? extends Message> rejected -> rejected.why();
            case Judgement.Accepted<? extends Message> _ -> throw new AssertionError("accepted");
        };
    }

    private static Tag request() {
        return Samples.request().xml();
    }

    private static LogoutRequest until(@Nullable Instant notOnOrAfter) {
        var like = Samples.request();
        return new LogoutRequest(like.head(), notOnOrAfter, like.reason(), like.nameId(), like.sessionIndexes(), false);
    }

    @Test
    void i3TheWorkedExampleIsReadFieldByField() {
        assertThat(Samples.accepted(judge(request()))).isEqualTo(Samples.request());
    }

    @Test
    void i3TheStatusOfAPartialLogoutIsReadAndWritten() {
        var xml = Samples.xml(Samples.response(Status.partialLogout()));
        assertThat(xml).contains("<samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\">"
                + "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:PartialLogout\"></samlp:StatusCode>"
                + "</samlp:StatusCode></samlp:Status>");
        var read = Judgement.ofResponse(verified(Samples.response(Status.partialLogout()).xml()), Samples.arrival(),
                Samples.ID);
        assertThat(Samples.accepted(read).status()).isEqualTo(Status.partialLogout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09-21T14:13:20", "2026-09-21T14:13:20+00:00", "2026-09-21T14:13:60Z", "2026-09-21",
        "2026-13-21T14:13:20Z", "", "2026-09-21T24:00:00Z", "2026-09-21T14:13:20.Z"})
    void e1ATimeThatIsNotUtcIsRefused(String time) {
        assertThat(why(judge(request().with("IssueInstant", time)))).isEqualTo(Refusal.TIME);
        assertThat(why(judge(request().with("NotOnOrAfter", time)))).isEqualTo(Refusal.TIME);
    }

    @Test
    void e1FractionsOfASecondAreTaken() {
        assertThat(Samples.accepted(judge(request().with("IssueInstant", "2026-09-21T14:13:20.1234567Z")))
                .head().issueInstant()).isEqualTo(Instant.parse("2026-09-21T14:13:20.123456700Z"));
    }

    @Test
    void e2OtherElementsOrAnotherOrderAreRefused() {
        var more = Tag.protocol("SessionIndex").text("x");
        assertThat(why(judge(request().at(1, more)))).isEqualTo(Refusal.NAME_ID);
        assertThat(why(judge(request().with(Tag.assertion("NameID").text("y"))))).isEqualTo(Refusal.SCHEMA);
        assertThat(why(judge(request().with(Tag.metadata("Extensions"))))).isEqualTo(Refusal.SCHEMA);
        assertThat(why(judge(request().text("text")))).isEqualTo(Refusal.SCHEMA);
    }

    @Test
    void e8AndE51TheNumberOfSessionIndexesHasABound() {
        var most = request();
        for (int i = 1; i < 50; i++) {
            most = most.with(Tag.protocol("SessionIndex").text("s" + i));
        }
        assertThat(Samples.accepted(judge(most)).sessionIndexes()).hasSize(50);
        assertThat(why(judge(most.with(Tag.protocol("SessionIndex").text("s"))))).isEqualTo(Refusal.SCHEMA);
    }

    @Test
    void e4AndE27WhoCannotBeReadOrIsEncryptedIsRefused() {
        var encrypted = MessageXml.begin("LogoutRequest", Samples.request().head()).with(Tag.assertion("EncryptedID"));
        assertThat(why(judge(encrypted))).isEqualTo(Refusal.NAME_ID);
        var empty = MessageXml.begin("LogoutRequest", Samples.request().head()).with(Tag.assertion("NameID"));
        assertThat(why(judge(empty))).isEqualTo(Refusal.NAME_ID);
        assertThat(why(judge(MessageXml.begin("LogoutRequest", Samples.request().head())))).isEqualTo(Refusal.NAME_ID);
    }

    @Test
    void e9ADestinationThatIsNotWhereItArrivedIsRefused() {
        assertThat(why(judge(request().with("Destination", Party.IDP.slo + "/")))).isEqualTo(Refusal.DESTINATION);
        assertThat(why(judge(request().with("Destination", "")))).isEqualTo(Refusal.DESTINATION);
        var none = Samples.request(new Message.Head(Samples.ID, Samples.NOW, null, Party.SP.entityId));
        assertThat(why(judge(none.xml()))).isEqualTo(Refusal.DESTINATION);
    }

    @Test
    void e10AnAnswerMustNameTheRequestThatIsPending() {
        var response = verified(Samples.response(Status.success()).xml());
        assertThat(Samples.accepted(Judgement.ofResponse(response, Samples.arrival(), Samples.ID)))
                .isEqualTo(Samples.response(Status.success()));
        assertThat(why(Judgement.ofResponse(response, Samples.arrival(), "_other")))
                .isEqualTo(Refusal.IN_RESPONSE_TO);
        var none = new LogoutResponse(Samples.response(Status.success()).head(), null, Status.success());
        assertThat(why(Judgement.ofResponse(verified(none.xml()), Samples.arrival(), Samples.ID)))
                .isEqualTo(Refusal.IN_RESPONSE_TO);
    }

    @ParameterizedTest
    @EnumSource(Status.Top.class)
    void e11TheFourFirstLevelsAreRead(Status.Top top) {
        var status = new Status(top, "urn:example:second", "a word");
        var response = verified(Samples.response(status).xml());
        assertThat(Samples.accepted(Judgement.ofResponse(response, Samples.arrival(), Samples.ID)).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:oasis:names:tc:SAML:2.0:status:PartialLogout", "success", "",
        "urn:oasis:names:tc:SAML:2.0:status:success"})
    void e11AnotherFirstLevelIsRefused(String value) {
        var response = MessageXml.begin("LogoutResponse", Samples.response(Status.success()).head())
                .with("InResponseTo", Samples.ID)
                .with(Tag.protocol("Status").with(Tag.protocol("StatusCode").with("Value", value)));
        assertThat(why(Judgement.ofResponse(verified(response), Samples.arrival(), Samples.ID)))
                .isEqualTo(Refusal.STATUS);
    }

    @Test
    void e11NoStatusIsRefused() {
        var head = Samples.response(Status.success()).head();
        for (Tag response : List.of(MessageXml.begin("LogoutResponse", head),
                MessageXml.begin("LogoutResponse", head).with(Tag.protocol("Status")))) {
            assertThat(why(Judgement.ofResponse(verified(response), Samples.arrival(), Samples.ID)))
                    .isEqualTo(Refusal.STATUS);
        }
    }

    @Test
    void e12ARejectedRequestIsAnsweredRequesterAndAnotherVersionVersionMismatch() {
        assertThat(judge(request().with("Destination", "https://elsewhere.example/")))
                .isEqualTo(new Judgement.Rejected<LogoutRequest>(Refusal.DESTINATION, Status.requester(),
                        Optional.of(Samples.ID)));
        assertThat(judge(request().with("Version", "1.1"))).isEqualTo(new Judgement.Rejected<LogoutRequest>(
                Refusal.VERSION, Status.versionMismatch(), Optional.of(Samples.ID)));
    }

    @Test
    void e13AMessageOfAnotherEntityThanTheOneWhoseKeysItWasHeldToIsRefused() {
        var arrival = new Judgement.Arrival(Party.IDP.slo, Samples.NOW, Samples.SKEW, Party.OTHER.entityId);
        assertThat(why(Judgement.ofRequest(verified(request()), arrival))).isEqualTo(Refusal.OTHER_ISSUER);
    }

    @ParameterizedTest
    @CsvSource({"-600,STALE", "181,FUTURE"})
    void e47AMessageThatIsTooOldOrFromTheFutureIsRefused(long seconds, Refusal why) {
        var at = Samples.NOW.plusSeconds(seconds);
        var head = new Message.Head(Samples.ID, at, Party.IDP.slo, Party.SP.entityId);
        assertThat(why(judge(Samples.request(head).xml()))).isEqualTo(why);
        var inside = new Message.Head(Samples.ID, at.minusSeconds(Long.signum(seconds)), Party.IDP.slo,
                Party.SP.entityId);
        assertThat(Samples.accepted(judge(Samples.request(inside).xml())).head()).isEqualTo(inside);
    }

    @Test
    void e47NotOnOrAfterCountsWithTheSkew() {
        assertThat(why(judge(until(Samples.NOW.minus(Samples.SKEW)).xml()))).isEqualTo(Refusal.EXPIRED);
        assertThat(judge(until(Samples.NOW.minus(Samples.SKEW).plusMillis(1)).xml()))
                .isInstanceOf(Judgement.Accepted.class);
        assertThat(judge(until(null).xml())).isInstanceOf(Judgement.Accepted.class);
    }

    @Test
    void e48AnAcceptedRequestSaysUntilWhenASecondOneMustBeRecognised() {
        var age = Duration.ofMinutes(10);
        var week = until(Samples.NOW.plus(Duration.ofDays(7)));
        assertThat(judge(week.xml())).isEqualTo(new Judgement.Accepted<>(week, Samples.NOW.plus(age)));
        var soon = until(Samples.NOW.plusSeconds(60));
        var accepted = new Judgement.Accepted<>(soon, Samples.NOW.plusSeconds(60).plus(Samples.SKEW));
        assertThat(judge(soon.xml())).isEqualTo(accepted);
        assertThat(why(Judgement.ofRequest(verified(soon.xml()), Samples.arrival(accepted.until()))))
                .isEqualTo(Refusal.EXPIRED);
        assertThat(why(Judgement.ofRequest(verified(week.xml()), Samples.arrival(Samples.NOW.plus(age)))))
                .isEqualTo(Refusal.STALE);
    }

    @Test
    void e49ARequestIsNoAnswerAndAnAnswerIsNoRequest() {
        assertThat(why(Judgement.ofResponse(verified(request()), Samples.arrival(), Samples.ID)))
                .isEqualTo(Refusal.OTHER_KIND);
        assertThat(why(Judgement.ofRequest(verified(Samples.response(Status.success()).xml()), Samples.arrival())))
                .isEqualTo(Refusal.OTHER_KIND);
    }

    @Test
    void e49AnAnswerOfAnotherEntityThanTheOneAskedIsRefused() {
        var arrival = new Judgement.Arrival(Party.IDP.slo, Samples.NOW, Samples.SKEW, Party.OTHER.entityId);
        assertThat(why(Judgement.ofResponse(verified(Samples.response(Status.success()).xml()), arrival, Samples.ID)))
                .isEqualTo(Refusal.OTHER_ISSUER);
    }

    @Test
    void e46TheWishForNoAnswerIsReadAndWritten() {
        var like = Samples.request();
        var silent = new LogoutRequest(like.head(), null, null, like.nameId(), like.sessionIndexes(), true);
        assertThat(Samples.xml(silent)).contains("<samlp:Extensions><aslo:Asynchronous "
                + "xmlns:aslo=\"urn:oasis:names:tc:SAML:2.0:protocol:ext:async-slo\"></aslo:Asynchronous>"
                + "</samlp:Extensions><saml:NameID");
        assertThat(Samples.accepted(judge(silent.xml()))).isEqualTo(silent);
        var other = MessageXml.begin("LogoutRequest", like.head())
                .with(Tag.protocol("Extensions").with(Tag.metadata("Asynchronous")))
                .with(MessageXml.nameId(like.nameId()));
        assertThat(Samples.accepted(judge(other)).asynchronous()).isFalse();
    }
}
