package dev.exeunt.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Small;
import dev.exeunt.local.fixture.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class QueueListenerTest {

    private LocalCloud cloud;
    private SqsClient queues;

    @BeforeEach
    void start() {
        Worker.EVENTS.clear();
        cloud = LocalCloud.start(Small.options());
        queues = cloud.endpoints().queues();
    }

    @AfterEach
    void stop() {
        queues.close();
        cloud.close();
    }

    @Test
    void aFunctionGetsARecordAsLambdaSendsIt() throws InterruptedException {
        queues.sendMessage(request -> request.queueUrl(cloud.queueUrl("Work")).messageBody("ok").messageGroupId("g-1")
                .messageAttributes(Map.of("colour", MessageAttributeValue.builder().dataType("String").stringValue(
                        "red").build())));

        assertThat(cloud.poll("WorkerFunction")).isEqualTo(1);
        var record = Worker.EVENTS.take().path("Records").path(0);
        assertThat(record.path("body").asText()).isEqualTo("ok");
        assertThat(record.path("eventSource").asText()).isEqualTo("aws:sqs");
        assertThat(record.path("eventSourceARN").asText()).isEqualTo("arn:aws:sqs:us-east-1:000000000000:exeunt-Work");
        assertThat(record.path("awsRegion").asText()).isEqualTo("us-east-1");
        assertThat(record.path("md5OfBody").asText()).isEqualTo("444bcb3a3fcf8389296c49467f27e1d6");
        assertThat(record.path("attributes").path("ApproximateReceiveCount").asText()).isEqualTo("1");
        assertThat(record.path("attributes").path("MessageGroupId").asText()).isEqualTo("g-1");
        assertThat(record.path("attributes").path("SentTimestamp").asLong()).isPositive();
        assertThat(record.path("messageAttributes").path("colour").path("stringValue").asText()).isEqualTo("red");
        assertThat(record.path("receiptHandle").asText()).isNotEmpty();
    }

    @Test
    void onlyTheMessagesReportedAsFailedComeBackAndThenGoToTheDeadLetters() throws InterruptedException {
        send("ok", "fail", "ok");

        assertThat(cloud.poll("WorkerFunction")).isEqualTo(3);
        assertThat(count("Work")).isEqualTo(1);
        assertThat(cloud.poll("WorkerFunction")).as("it is not visible yet").isZero();

        makeVisible(Worker.EVENTS.take());
        assertThat(cloud.poll("WorkerFunction")).isEqualTo(1);
        var second = Worker.EVENTS.take();
        assertThat(second.path("Records").path(0).path("attributes").path("ApproximateReceiveCount").asInt())
                .isEqualTo(2);

        makeVisible(second);
        assertThat(cloud.poll("WorkerFunction")).as("two receives are allowed").isZero();
        assertThat(count("Work")).isZero();
        assertThat(count("Dead")).isEqualTo(1);
    }

    @Test
    void anExceptionAnEmptyIdentifierOrATimeOutBringsTheWholeBatchBack() {
        for (var poison : List.of("throw", "nameless", "hang")) {
            queues.purgeQueue(request -> request.queueUrl(cloud.queueUrl("Work")));
            send("ok", poison, "ok");

            assertThat(cloud.poll("WorkerFunction")).as(poison).isEqualTo(3);
            assertThat(count("Work")).as(poison).isEqualTo(3);
        }
    }

    @Test
    void theRunningEventSourceTakesWhatArrives() throws InterruptedException {
        cloud.close();
        try (var running = LocalCloud.start(Small.polling()); var client = running.endpoints().queues()) {
            client.sendMessage(request -> request.queueUrl(running.queueUrl("Work")).messageBody("ok"));
            assertThat(bodies(Worker.EVENTS.poll(5, TimeUnit.SECONDS))).containsExactly("ok");

            client.sendMessage(request -> request.queueUrl(running.queueUrl("Work")).messageBody("later"));
            assertThat(bodies(Worker.EVENTS.poll(5, TimeUnit.SECONDS))).containsExactly("later");
        }
    }

    @Test
    void anOpenPollDoesNotHoldUpTheStop() {
        cloud.close();
        var running = LocalCloud.start(Small.polling());
        var start = System.nanoTime();

        running.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void schedulesFireByHandWithTheirInputs() throws InterruptedException {
        assertThat(cloud.fire("WorkerFunction")).hasSize(2).allMatch(Result.Answered.class::isInstance);

        assertThat(Worker.EVENTS.take().path("shard").asInt(-1)).isZero();
        assertThat(Worker.EVENTS.take().path("shard").asInt(-1)).isEqualTo(1);
    }

    @Test
    void schedulesRunAtTheirRates() throws InterruptedException {
        cloud.close();
        try (var _ = LocalCloud.start(Small.scheduled())) {
            for (var i = 0; i < 2; i++) {
                var event = Worker.EVENTS.poll(10, TimeUnit.SECONDS);
                assertThat(event).isNotNull();
                assertThat(event.path("shard").asInt(-1)).isZero();
            }
        }
    }

    private void send(String... bodies) {
        for (var body : bodies) {
            queues.sendMessage(request -> request.queueUrl(cloud.queueUrl("Work")).messageBody(body));
        }
    }

    private void makeVisible(JsonNode event) {
        for (var record : event.path("Records")) {
            if (record.path("body").asText().equals("fail")) {
                queues.changeMessageVisibility(request -> request.queueUrl(cloud.queueUrl("Work")).receiptHandle(record
                        .path("receiptHandle").asText()).visibilityTimeout(0));
            }
        }
    }

    private int count(String queue) {
        var attributes = queues.getQueueAttributes(request -> request.queueUrl(cloud.queueUrl(queue)).attributeNames(
                QueueAttributeName.ALL)).attributes();
        return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)) + Integer.parseInt(
                attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    private static List<String> bodies(JsonNode event) {
        List<String> bodies = new ArrayList<>();
        event.path("Records").forEach(record -> bodies.add(record.path("body").asText()));
        return bodies;
    }
}
