package dev.exeunt.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

class AwsClientsTest {

    private static final Map<String, String> KEYS = Map.of("AWS_REGION", "eu-central-1", "AWS_ACCESS_KEY_ID", "id",
            "AWS_SECRET_ACCESS_KEY", "secret", "AWS_SESSION_TOKEN", "token");

    @Test
    void everythingComesFromTheEnvironment() throws Exception {
        var variables = new HashMap<>(KEYS);
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1234");
        var configuration = dynamoDb(variables);
        assertThat(configuration.region().id()).isEqualTo("eu-central-1");
        assertThat(configuration.endpointOverride()).contains(URI.create("http://127.0.0.1:1234"));
        var credentials = configuration.credentialsProvider().resolveIdentity().get();
        assertThat(credentials).isInstanceOf(AwsSessionCredentials.class);
        assertThat(credentials.accessKeyId()).isEqualTo("id");
    }

    @Test
    void anEndpointIsOverriddenOnlyForItsService() {
        var variables = new HashMap<>(KEYS);
        variables.put("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1234");
        assertThat(dynamoDb(variables).endpointOverride()).isEmpty();
    }

    @Test
    void withoutKeysTheContainerHasThem() {
        assertThat(dynamoDb(Map.of("AWS_REGION", "eu-central-1")).credentialsProvider())
                .isInstanceOf(ContainerCredentialsProvider.class);
    }

    @Test
    void withoutARegionThereAreNoClients() {
        assertThatThrownBy(() -> dynamoDb(Map.of())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("AWS_REGION");
    }

    @Test
    void everyCallIsOverWellBeforeTheFunctionIs() {
        SdkServiceClientConfiguration configuration = dynamoDb(KEYS);
        assertThat(configuration.overrideConfiguration().apiCallTimeout().orElseThrow()).hasSeconds(10);
        assertThat(configuration.overrideConfiguration().apiCallAttemptTimeout().orElseThrow()).hasSeconds(3);
    }

    @Test
    void interceptorsSeeEveryClient() {
        var interceptor = new ExecutionInterceptor() {
        };
        var clients = new AwsClients(environment(KEYS), List.of(interceptor));
        assertThat(clients.dynamoDb().serviceClientConfiguration().overrideConfiguration().executionInterceptors())
                .contains(interceptor);
        assertThat(clients.sqs().serviceClientConfiguration().overrideConfiguration().executionInterceptors())
                .contains(interceptor);
    }

    private static DynamoDbServiceClientConfiguration dynamoDb(Map<String, String> variables) {
        return new AwsClients(environment(variables)).dynamoDb().serviceClientConfiguration();
    }

    private static Environment environment(Map<String, String> variables) {
        return new Environment(variables, InstantSource.system());
    }
}
