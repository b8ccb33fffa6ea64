package dev.exeunt.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.exeunt.local.lambda.Result;
import dev.exeunt.local.template.StartProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class LocalCloudTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theTableHasTheIndexesAndTheTimeToLiveOfTheTemplate() {
        try (var cloud = LocalCloud.start(Small.options()); var client = cloud.endpoints().tables()) {
            var table = client.describeTable(request -> request.tableName(cloud.tableName())).table();
            assertThat(table.keySchema()).extracting(KeySchemaElement::attributeName).containsExactly("pk", "sk");
            assertThat(table.globalSecondaryIndexes()).singleElement().satisfies(index -> {
                assertThat(index.indexName()).isEqualTo("due");
                assertThat(index.projection().projectionTypeAsString()).isEqualTo("KEYS_ONLY");
            });
            var timeToLive = client.describeTimeToLive(request -> request.tableName(cloud.tableName()))
                    .timeToLiveDescription();
            assertThat(timeToLive.attributeName()).isEqualTo("ttl");
            assertThat(timeToLive.timeToLiveStatusAsString()).isEqualTo("ENABLED");
        }
    }

    @Test
    void theQueuesHaveTheAttributesOfTheTemplate() {
        try (var cloud = LocalCloud.start(Small.options()); var client = cloud.endpoints().queues()) {
            var attributes = client.getQueueAttributes(request -> request.queueUrl(cloud.queueUrl("Work"))
                    .attributeNames(QueueAttributeName.ALL)).attributes();
            assertThat(attributes).containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "2").containsEntry(
                    QueueAttributeName.QUEUE_ARN, "arn:aws:sqs:us-east-1:000000000000:exeunt-Work");
            assertThat(attributes.get(QueueAttributeName.REDRIVE_POLICY)).contains(
                    "arn:aws:sqs:us-east-1:000000000000:exeunt-Dead").contains("2");
        }
    }

    @Test
    void aFunctionGetsItsEnvironmentTheEndpointsAndTheOverrides() throws IOException {
        try (var cloud = LocalCloud.start(Small.options().parameter("Names", "x,y").environment("EXTRA", "1"))) {
            var environment = JSON.readTree(invoke(cloud, "environment"));
            assertThat(text(environment, "TABLE_NAME")).isEqualTo(cloud.tableName());
            assertThat(text(environment, "QUEUE_URL")).isEqualTo(cloud.queueUrl("Work"));
            assertThat(text(environment, "NAMES")).isEqualTo("x+y");
            assertThat(text(environment, "EXTRA")).isEqualTo("1");
            assertThat(text(environment, "AWS_REGION")).isEqualTo("us-east-1");
            assertThat(text(environment, "AWS_ENDPOINT_URL_DYNAMODB")).isEqualTo(cloud.endpoints().dynamoDb()
                    .toString());
            assertThat(text(environment, "AWS_ENDPOINT_URL_SQS")).isEqualTo(cloud.endpoints().sqs().toString());
            assertThat(text(environment, "AWS_ENDPOINT_URL_KMS")).isEqualTo(cloud.endpoints().kms().toString());
            assertThat(text(environment, "AWS_ENDPOINT_URL_SECRETS_MANAGER")).isEqualTo(cloud.endpoints()
                    .secretsManager().toString());
        }
    }

    @Test
    void aFunctionHasARealContextAndTheTimeItIsGiven() throws IOException {
        var now = Instant.parse("2030-01-01T00:00:00Z");
        var lines = new ArrayList<String>();
        try (var cloud = LocalCloud.start(Small.options().time(InstantSource.fixed(now)).log((source, line) -> lines
                .add(source + " " + line)))) {
            var context = JSON.readTree(invoke(cloud, "context"));
            assertThat(text(context, "name")).isEqualTo("exeunt-EchoFunction");
            assertThat(text(context, "arn")).isEqualTo(
                    "arn:aws:lambda:us-east-1:000000000000:function:exeunt-EchoFunction");
            assertThat(context.path("remaining").asInt()).isBetween(1, 2000);
            assertThat(context.path("memory").asInt()).isEqualTo(512);
            assertThat(text(context, "id")).isNotEmpty();
            assertThat(text(context, "now")).isEqualTo("2030-01-01T00:00:00Z");
            assertThat(lines).containsExactly("EchoFunction INFO called");
        }
    }

    @Test
    void aCallOverTheTimeOutIsStopped() {
        try (var cloud = LocalCloud.start(Small.options())) {
            assertThat(cloud.invoke("EchoFunction", event("hang"))).isInstanceOf(Result.TimedOut.class);
            assertThat(cloud.invoke("EchoFunction", event("throw"))).isEqualTo(new Result.Failed(
                    "java.lang.IllegalStateException", "as asked"));
        }
    }

    @Test
    void oneAfterTheOtherStartsEmpty() {
        for (var i = 0; i < 2; i++) {
            try (var cloud = LocalCloud.start(Small.options()); var client = cloud.endpoints().tables()) {
                assertThat(client.scan(request -> request.tableName(cloud.tableName())).count()).isZero();
                client.putItem(request -> request.tableName(cloud.tableName()).item(Map.of("pk", AttributeValue.fromS(
                        "a"), "sk", AttributeValue.fromS("b"))));
            }
        }
    }

    @Test
    void aPortInUseIsOneClearLine() throws IOException {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            assertThatThrownBy(() -> LocalCloud.start(Small.options().port(taken.getLocalPort()))).isInstanceOf(
                    StartProblem.class).hasMessage(
                            "port " + taken.getLocalPort()
                                    + " is in use; choose another with --port");
        }
    }

    @Test
    void aHandlerThatDoesNotFitIsOneClearLine() {
        for (var wrong : List.of("dev.exeunt.local.fixture.Nobody::handleRequest", "java.lang.String::handleRequest",
                "dev.exeunt.local.fixture.Echo::run")) {
            assertThatThrownBy(() -> LocalCloud.start(Small.options().template(Small.template().replace(
                    "dev.exeunt.local.fixture.Echo::handleRequest", wrong)))).isInstanceOf(StartProblem.class)
                    .hasMessageStartingWith("EchoFunction.Handler " + wrong);
        }
    }

    private static String invoke(LocalCloud cloud, String what) {
        return ((Result.Answered) cloud.invoke("EchoFunction", event(what))).text();
    }

    private static String event(String what) {
        return "{\"queryStringParameters\":{\"do\":\"" + what + "\"}}";
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }
}
