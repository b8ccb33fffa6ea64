package dev.exeunt.aws.table;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// One conditional write of one row. In expressions every attribute is written `#name`, since half of ours are
/// reserved words, and every value `:name`.
sealed interface Write {

    /// The row that is written.
    Key key();

    /// When it is made; null means always.
    @Nullable
    String condition();

    /// What the expressions name.
    Map<String, AttributeValue> values();

    /// Writes a whole row.
    record Put(Row row, @Nullable String condition, Map<String, AttributeValue> values) implements Write {

        @Override
        public Key key() {
            return row.key();
        }
    }

    /// Changes attributes of a row.
    record Update(Key key, String change, @Nullable String condition, Map<String, AttributeValue> values)
            implements
                Write {}

    /// Removes a row.
    record Delete(Key key, @Nullable String condition, Map<String, AttributeValue> values) implements Write {}

    /// Looks at a row in a transaction, and writes nothing.
    record Check(Key key, String condition, Map<String, AttributeValue> values) implements Write {}

    /// A row that is written whatever was there.
    static Write put(Row row) {
        return new Put(row, null, Map.of());
    }

    /// As part of a transaction in this table.
    default TransactWriteItem inTransaction(String table) {
        var item = TransactWriteItem.builder();
        return switch (this) {
            case Put put -> item.put(part -> part.tableName(table)
                    .item(put.row().attributes())
                    .conditionExpression(condition())
                    .expressionAttributeNames(names(condition()))
                    .expressionAttributeValues(valuesOrNull())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
            case Update update -> item.update(part -> part.tableName(table)
                    .key(key().attributes())
                    .updateExpression(update.change())
                    .conditionExpression(condition())
                    .expressionAttributeNames(names(update.change(), condition()))
                    .expressionAttributeValues(valuesOrNull())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
            case Check _ -> item.conditionCheck(part -> part.tableName(table)
                    .key(key().attributes())
                    .conditionExpression(condition())
                    .expressionAttributeNames(names(condition()))
                    .expressionAttributeValues(valuesOrNull())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
            case Delete _ -> item.delete(part -> part.tableName(table)
                    .key(key().attributes())
                    .conditionExpression(condition())
                    .expressionAttributeNames(names(condition()))
                    .expressionAttributeValues(valuesOrNull())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
        };
    }

    /// The values, or null where there are none: an empty map is refused.
    default @Nullable Map<String, AttributeValue> valuesOrNull() {
        return values().isEmpty() ? null : values();
    }

    /// The names that the expressions use, as the service wants them listed; null where there are none.
    static @Nullable Map<String, String> names(@Nullable String... expressions) {
        var names = new HashMap<String, String>();
        for (var expression : expressions) {
            if (expression != null) {
                NAME.matcher(expression).results().forEach(name -> names.put(name.group(), name.group(1)));
            }
        }
        return names.isEmpty() ? null : names;
    }

    /// A name in an expression.
    Pattern NAME = Pattern.compile("#([a-z_][a-z_0-9]*)");

    /// Values of expressions.
    static AttributeValue of(String text) {
        return AttributeValue.fromS(text);
    }

    /// Values of expressions.
    static AttributeValue of(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}
