package dev.exeunt.aws.idp;

import com.nimbusds.jose.jwk.JWK;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Remembers keys in the table, one row each:
/// `pk=K#idp, sk=<RFC 7638 thumbprint>, jwk=<public JWK as JSON>, seen_at=<epoch seconds>, ttl`.
public final class DynamoSeenKeys implements SeenKeys {

    private static final String PARTITION = "K#idp";
    /// The rows outlive the window a little: time-to-live tidies up, it decides nothing.
    private static final Duration SPARE = Duration.ofDays(7);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Duration window;

    /// @param window how long a key is of use after it was last seen
    public DynamoSeenKeys(DynamoDbClient dynamoDb, String table, Duration window) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.window = window;
    }

    @Override
    public List<SeenKey> load() {
        return dynamoDb.queryPaginator(query -> query.tableName(table)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", text(PARTITION))))
                .items()
                .stream()
                .flatMap(DynamoSeenKeys::seen)
                .toList();
    }

    /// One write. Two instances that write the same key mean the same, whoever comes last.
    @Override
    public void remember(SeenKey seen) {
        var at = seen.seenAt().getEpochSecond();
        dynamoDb.putItem(put -> put.tableName(table)
                .item(Map.of("pk", text(PARTITION), "sk", text(KeySet.thumbprint(seen.key())), "jwk",
                        text(seen.key().toJSONString()), "seen_at", number(at), "ttl",
                        number(at + window.plus(SPARE).toSeconds()))));
    }

    /// A row that cannot be read is as good as none.
    private static Stream<SeenKey> seen(Map<String, AttributeValue> row) {
        var jwk = row.get("jwk");
        var seenAt = row.get("seen_at");
        if (jwk == null || seenAt == null) {
            return Stream.empty();
        }
        try {
            var at = Instant.ofEpochSecond(Long.parseLong(seenAt.n()));
            return KeySet.usable(JWK.parse(jwk.s())).map(key -> new SeenKey(key, at));
        } catch (ParseException | NumberFormatException _) {
            return Stream.empty();
        }
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
