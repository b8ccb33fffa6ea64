package dev.exeunt.acceptance.memory;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// One write, or look, at one item, whatever request it came in.
///
/// @param key      of the item; for a put, the item itself
/// @param put      the whole item as it shall be
/// @param update   how it shall change
/// @param delete   whether it shall go
/// @param showsOld whether a refusal shows the item
record Change(Map<String, AttributeValue> key, @Nullable Map<String, AttributeValue> put, @Nullable String update,
        boolean delete, @Nullable String condition, Map<String, String> names, Map<String, AttributeValue> values,
        boolean showsOld) {

    static Change of(PutItemRequest put) {
        return new Change(put.item(), put.item(), null, false, put.conditionExpression(),
                put.expressionAttributeNames(), put.expressionAttributeValues(),
                shows(put.returnValuesOnConditionCheckFailure()));
    }

    static Change of(UpdateItemRequest update) {
        return new Change(update.key(), null, update.updateExpression(), false, update.conditionExpression(),
                update.expressionAttributeNames(), update.expressionAttributeValues(),
                shows(update.returnValuesOnConditionCheckFailure()));
    }

    static Change of(DeleteItemRequest delete) {
        return new Change(delete.key(), null, null, true, delete.conditionExpression(),
                delete.expressionAttributeNames(), delete.expressionAttributeValues(),
                shows(delete.returnValuesOnConditionCheckFailure()));
    }

    static Change of(TransactWriteItem item) {
        if (item.put() != null) {
            var put = item.put();
            return new Change(put.item(), put.item(), null, false, put.conditionExpression(),
                    put.expressionAttributeNames(), put.expressionAttributeValues(),
                    shows(put.returnValuesOnConditionCheckFailure()));
        }
        if (item.update() != null) {
            var update = item.update();
            return new Change(update.key(), null, update.updateExpression(), false, update.conditionExpression(),
                    update.expressionAttributeNames(), update.expressionAttributeValues(),
                    shows(update.returnValuesOnConditionCheckFailure()));
        }
        if (item.delete() != null) {
            var delete = item.delete();
            return new Change(delete.key(), null, null, true, delete.conditionExpression(),
                    delete.expressionAttributeNames(), delete.expressionAttributeValues(),
                    shows(delete.returnValuesOnConditionCheckFailure()));
        }
        var look = item.conditionCheck();
        return new Change(look.key(), null, null, false, look.conditionExpression(), look.expressionAttributeNames(),
                look.expressionAttributeValues(), shows(look.returnValuesOnConditionCheckFailure()));
    }

    /// The table that a part of a transaction is about.
    static String table(TransactWriteItem item) {
        if (item.put() != null) {
            return item.put().tableName();
        }
        if (item.update() != null) {
            return item.update().tableName();
        }
        return item.delete() != null ? item.delete().tableName() : item.conditionCheck().tableName();
    }

    private static boolean shows(@Nullable ReturnValuesOnConditionCheckFailure wish) {
        return wish == ReturnValuesOnConditionCheckFailure.ALL_OLD;
    }
}
