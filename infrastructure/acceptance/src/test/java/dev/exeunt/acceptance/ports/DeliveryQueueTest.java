package dev.exeunt.acceptance.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.aws.queue.PointerMessage;
import dev.exeunt.aws.queue.SqsDeliveries;
import dev.exeunt.aws.queue.Visibility;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

@ParameterizedClass
@EnumSource(Where.class)
class DeliveryQueueTest {

    private final Services services;

    DeliveryQueueTest(Where where) {
        services = where.open();
    }

    @Test
    void everyPointerArrivesOnceInTheGroupOfItsClient() {
        var pointers = pointers(25);
        var calls = new Faults.Calls();
        assertThat(services.deliveries(calls).send(pointers)).isEmpty();
        assertThat(calls.made()).filteredOn("SendMessageBatch"::equals).hasSize(3);
        var messages = messages(25);
        assertThat(messages).extracting(message -> PointerMessage.parse(message.body()).orElseThrow())
                .containsExactlyInAnyOrderElementsOf(pointers);
        assertThat(messages).allSatisfy(message -> assertThat(
                message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID))
                .isEqualTo(PointerMessage.parse(message.body()).orElseThrow().client()));
    }

    @Test
    void nothingToSendIsNoCall() {
        var calls = new Faults.Calls();
        var deliveries = new SqsDeliveries(services.sqs(calls), services.queueUrl());
        assertThat(deliveries.send(List.of())).isEmpty();
        assertThat(calls.made()).isEmpty();
    }

    @Test
    void whatTheQueueDidNotAcceptIsToldByName() {
        var pointers = pointers(10);
        assertThat(services.deliveries(refusing("3", "8")).send(pointers))
                .containsExactly(pointers.get(3), pointers.get(8));
    }

    @Test
    void aBatchThatCannotBeSentIsRefusedWholeAndTheOthersAreNot() {
        var pointers = pointers(35);
        var deliveries = services.deliveries(
                Faults.before("SendMessageBatch", 1, () -> SdkClientException.create("down")));
        var refused = deliveries.send(pointers);
        assertThat(refused.size()).isIn(5, 10);
        assertThat(pointers).containsAll(refused);
        assertThat(messages(35 - refused.size()))
                .extracting(message -> PointerMessage.parse(message.body()).orElseThrow())
                .doesNotContainAnyElementsOf(refused);
    }

    @Test
    void aQueueThatIsNotThereRefusesEverything() {
        var pointers = pointers(12);
        var deliveries = new SqsDeliveries(services.sqs(), services.queueUrl() + "-which-is-not-there");
        assertThat(deliveries.send(pointers)).containsExactlyInAnyOrderElementsOf(pointers);
    }

    @Test
    void aMessageIsSeenAgainWhenItWasToldTo() {
        services.deliveries().send(pointers(1));
        var first = messages(1).getFirst();
        assertThat(receive()).isEmpty();
        new Visibility(services.sqs(), services.queueUrl()).change(first.receiptHandle(), Duration.ofSeconds(-5));
        assertThat(receive()).extracting(Message::messageId).containsExactly(first.messageId());
    }

    private static List<Pointer> pointers(int count) {
        return IntStream.range(0, count).mapToObj(number -> new Pointer(Made.ref(), number, 1, "client~" + number % 3))
                .toList();
    }

    private static ExecutionInterceptor refusing(String... ids) {
        return new ExecutionInterceptor() {
            @Override
            public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
                return context.response() instanceof SendMessageBatchResponse answer
                        ? answer.toBuilder().failed(List.of(ids).stream()
                                .map(id -> BatchResultErrorEntry.builder().id(id).build()).toList()).build()
                        : context.response();
            }
        };
    }

    private List<Message> messages(int count) {
        var messages = new ArrayList<Message>();
        while (messages.size() < count) {
            var received = receive();
            assertThat(received).as("after %d of %d", messages.size(), count).isNotEmpty();
            messages.addAll(received);
        }
        assertThat(receive()).isEmpty();
        return messages;
    }

    private List<Message> receive() {
        return services.sqs().receiveMessage(request -> request.queueUrl(services.queueUrl()).maxNumberOfMessages(10)
                .waitTimeSeconds(0).messageSystemAttributeNames(MessageSystemAttributeName.ALL)).messages();
    }
}
