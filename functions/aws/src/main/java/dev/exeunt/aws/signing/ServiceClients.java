package dev.exeunt.aws.signing;

import dev.exeunt.aws.Environment;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/// Settings for a client of KMS or Secrets Manager, from the environment alone: `AWS_REGION`, the credentials' variables
/// or the container's endpoint, and `AWS_ENDPOINT_URL_<SERVICE>`.
final class ServiceClients {

    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration CALL_ATTEMPT = Duration.ofSeconds(3);
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private ServiceClients() {
    }

    static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> B of(Environment environment, B builder,
            String service) {
        builder.region(Region.of(environment.required("AWS_REGION")))
                .credentialsProvider(credentials(environment))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(CALL)
                        .apiCallAttemptTimeout(CALL_ATTEMPT)
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .build())
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(CALL_ATTEMPT)
                        .build());
        environment.optional("AWS_ENDPOINT_URL_" + service)
                .ifPresent(endpoint -> builder.endpointOverride(URI.create(endpoint)));
        return builder;
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
