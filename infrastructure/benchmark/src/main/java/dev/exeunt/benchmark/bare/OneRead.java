package dev.exeunt.benchmark.bare;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads one item that does not exist, by the AWS SDK as its guide advises for a quick start, and answers a constant.
public class OneRead implements RequestStreamHandler {

    private final DynamoDbClient client;

    /// For the runtime.
    public OneRead() {
        this(UrlConnectionHttpClient.create());
    }

    /// By this HTTP client.
    OneRead(SdkHttpClient http) {
        client = DynamoDbClient.builder()
                .region(Region.of(System.getenv("AWS_REGION")))
                .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .endpointOverride(URI.create(System.getenv("AWS_ENDPOINT_URL_DYNAMODB")))
                .httpClient(http)
                .build();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var key = Map.of("pk", AttributeValue.fromS("none"), "sk", AttributeValue.fromS("none"));
        var item = client.getItem(request -> request.tableName(System.getenv("TABLE_NAME")).key(key)
                .consistentRead(true));
        output.write("{\"statusCode\":%d}".formatted(item.hasItem() ? 200 : 404).getBytes(StandardCharsets.UTF_8));
    }
}
