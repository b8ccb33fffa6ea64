package dev.exeunt.local.aws;

import dev.exeunt.local.template.Account;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Where the four services of a local cloud answer.
public record Endpoints(URI dynamoDb, URI sqs, URI kms, URI secretsManager) {

    private static final String CREDENTIAL = "local";

    /// The standard variables that lead an AWS SDK here.
    public Map<String, String> variables() {
        return Map.of("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString(), "AWS_ENDPOINT_URL_SQS", sqs.toString(),
                "AWS_ENDPOINT_URL_KMS", kms.toString(), "AWS_ENDPOINT_URL_SECRETS_MANAGER", secretsManager.toString(),
                "AWS_REGION", Account.REGION, "AWS_ACCESS_KEY_ID", CREDENTIAL, "AWS_SECRET_ACCESS_KEY", CREDENTIAL);
    }

    /// A client of the embedded DynamoDB, for the caller to close.
    public DynamoDbClient tables() {
        return DynamoDbClient.builder().endpointOverride(dynamoDb).region(Region.of(Account.REGION))
                .credentialsProvider(credentials(CREDENTIAL)).httpClient(UrlConnectionHttpClient.create()).build();
    }

    /// A client of the embedded SQS, for the caller to close.
    public SqsClient queues() {
        return queues(CREDENTIAL);
    }

    /// A client of the embedded SQS that signs as somebody, for the caller to close.
    public SqsClient queues(String signer) {
        return SqsClient.builder().endpointOverride(sqs).region(Region.of(Account.REGION))
                .credentialsProvider(credentials(signer)).httpClient(UrlConnectionHttpClient.create()).build();
    }

    private static StaticCredentialsProvider credentials(String signer) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(signer, CREDENTIAL));
    }
}
