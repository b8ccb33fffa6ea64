package dev.exeunt.acceptance.memory;

import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// What the services refuse, and what these here do not know.
final class Refusals {

    private static final int BAD_REQUEST = 400;

    private Refusals() {
    }

    /// A request that DynamoDB would not take.
    static RuntimeException invalid(String why) {
        return DynamoDbException.builder()
                .message(why)
                .statusCode(BAD_REQUEST)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode("ValidationException").errorMessage(why).build())
                .build();
    }

    /// Names and values that no expression uses are refused, as are those that are used and not given.
    static void unless(Set<String> uses, Map<String, String> names, Map<String, AttributeValue> values) {
        if (names.size() + values.size() != uses.size() || !uses.containsAll(names.keySet())
                || !uses.containsAll(values.keySet())) {
            throw invalid("an expression uses " + uses + ", given are " + names.keySet() + values.keySet());
        }
    }

    /// Something that the real service may know, and this one does not.
    static RuntimeException unknown(String what) {
        return new UnsupportedOperationException("the service in memory does not know " + what);
    }
}
