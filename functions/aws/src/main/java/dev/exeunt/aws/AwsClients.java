package dev.exeunt.aws;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Builds the clients of AWS services from what the environment says, and from nothing else: no profile files, no
/// machine metadata. All clients of one instance share one HTTP client.
///
/// Region from `AWS_REGION`. Endpoints from `AWS_ENDPOINT_URL_<SERVICE>` where that is set. Credentials from
/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`; where those are missing, as under SnapStart,
/// from the container's credentials endpoint.
///
/// Not final, so that a test can hand a function clients of another making.
public class AwsClients {

    /// For one call, its repetitions included: well below the shortest time-out of a function.
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration CALL_ATTEMPT = Duration.ofSeconds(3);
    private static final Duration CONNECT = Duration.ofSeconds(1);

    /// Idle connections to one service. The JDK keeps five unless told before the first call, and a deliverer that works
    /// ten messages at once would open the others anew for every few calls, each with a TLS handshake.
    private static final String IDLE_CONNECTIONS = "http.maxConnections";
    private static final int IDLE_MOST = 50;

    static {
        if (System.getProperty(IDLE_CONNECTIONS) == null) {
            System.setProperty(IDLE_CONNECTIONS, Integer.toString(IDLE_MOST));
        }
    }

    private final Environment environment;
    private final List<ExecutionInterceptor> interceptors;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;

    /// The clients of a function.
    public AwsClients(Environment environment) {
        this(environment, List.of());
    }

    /// @param interceptors see every call of every client; for tests that count calls or let them fail
    public AwsClients(Environment environment, List<ExecutionInterceptor> interceptors) {
        this.environment = environment;
        this.interceptors = List.copyOf(interceptors);
        this.credentials = credentials(environment);
        this.http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(CALL_ATTEMPT)
                .build();
    }

    /// The table's client.
    public DynamoDbClient dynamoDb() {
        return with(DynamoDbClient.builder(), "DYNAMODB").build();
    }

    /// The queue's client.
    public SqsClient sqs() {
        return with(SqsClient.builder(), "SQS").build();
    }

    /// Gives any other service's builder the same settings.
    ///
    /// @param service as `AWS_ENDPOINT_URL_<SERVICE>` spells it, for example `KMS`
    public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> B with(B builder, String service) {
        builder.region(Region.of(environment.required("AWS_REGION")))
                .credentialsProvider(credentials)
                .overrideConfiguration(overrides())
                .httpClient(http);
        endpoint(service).ifPresent(builder::endpointOverride);
        return builder;
    }

    private Optional<URI> endpoint(String service) {
        return environment.optional("AWS_ENDPOINT_URL_" + service).map(URI::create);
    }

    private ClientOverrideConfiguration overrides() {
        var noProfiles = ProfileFile.aggregator().build();
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(CALL)
                .apiCallAttemptTimeout(CALL_ATTEMPT)
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                .defaultProfileFile(noProfiles)
                .executionInterceptors(interceptors)
                .build();
    }

    private static AwsCredentialsProvider credentials(Environment environment) {
        return environment.optional("AWS_ACCESS_KEY_ID")
                .<AwsCredentialsProvider>map(id -> StaticCredentialsProvider.create(keys(environment, id)))
                .orElseGet(() -> ContainerCredentialsProvider.builder().build());
    }

    private static AwsCredentials keys(Environment environment, String id) {
        var secret = environment.required("AWS_SECRET_ACCESS_KEY");
        return environment.optional("AWS_SESSION_TOKEN")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    }
}
