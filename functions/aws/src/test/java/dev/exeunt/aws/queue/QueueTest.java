package dev.exeunt.aws.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.DeliveryQueue.Pointer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTest {

    @Test
    void aPointerReadsAsItWasWritten() {
        var pointer = new Pointer("0123456789abcdef0123456789abcdef", 1999, 3, "client~with:all@its-characters_1.x");
        assertThat(PointerMessage.parse(PointerMessage.body(pointer))).contains(pointer);
    }

    @Test
    void aMessageMayHaveMoreMembersThanOurs() {
        assertThat(PointerMessage.parse("{\"ref\":\"r\",\"delivery\":0,\"run\":1,\"client\":\"c\",\"more\":[{}]}"))
                .contains(new Pointer("r", 0, 1, "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{}", "{\"ref\":\"r\",\"delivery\":0,\"run\":1}",
        "{\"ref\":\"r\",\"delivery\":-1,\"run\":1,\"client\":\"c\"}",
        "{\"ref\":\"r\",\"delivery\":0,\"run\":0,\"client\":\"c\"}",
        "{\"ref\":\"r\",\"delivery\":0.5,\"run\":1,\"client\":\"c\"}",
        "{\"ref\":\"r\",\"delivery\":4294967296,\"run\":1,\"client\":\"c\"}",
        "{\"ref\":7,\"delivery\":0,\"run\":1,\"client\":\"c\"}",
        "{\"ref\":\"r\",\"ref\":\"s\",\"delivery\":0,\"run\":1,\"client\":\"c\"}"})
    void whatIsNotOursIsNoPointer(String body) {
        assertThat(PointerMessage.parse(body)).isEmpty();
    }

    @Test
    void aMessageIsHiddenForWholeSecondsWithinTheBoundsOfTheQueue() {
        assertThat(Visibility.seconds(Duration.ofSeconds(-1))).isZero();
        assertThat(Visibility.seconds(Duration.ZERO)).isZero();
        assertThat(Visibility.seconds(Duration.ofMillis(1))).isEqualTo(1);
        assertThat(Visibility.seconds(Duration.ofSeconds(30))).isEqualTo(30);
        assertThat(Visibility.seconds(Duration.ofHours(12))).isEqualTo(43_200);
        assertThat(Visibility.seconds(Duration.ofDays(4000))).isEqualTo(43_200);
    }

    @Test
    void aMessageGroupIsTheClientAsFarAsItFits() {
        assertThat(SqsDeliveries.group("client")).isEqualTo("client");
        assertThat(SqsDeliveries.group("c".repeat(128))).hasSize(128);
        assertThat(SqsDeliveries.group("c".repeat(129))).hasSize(43).isNotEqualTo(SqsDeliveries.group("c".repeat(130)));
    }
}
