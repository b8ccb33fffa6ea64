package dev.exeunt.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exeunt.local.template.Account;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// Messages as the JSON that Lambda hands to a function.
final class SqsEvent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SqsEvent() {
    }

    static byte[] of(List<Message> messages, String queueArn) {
        var event = JSON.createObjectNode();
        var records = event.putArray("Records");
        messages.forEach(message -> records.add(record(message, queueArn)));
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode record(Message message, String queueArn) {
        var record = JSON.createObjectNode().put("messageId", message.messageId())
                .put("receiptHandle", message.receiptHandle()).put("body", message.body());
        var attributes = record.putObject("attributes");
        message.attributesAsStrings().forEach(attributes::put);
        var own = record.putObject("messageAttributes");
        message.messageAttributes().forEach((name, value) -> own.set(name, attribute(value)));
        if (message.md5OfMessageAttributes() != null) {
            record.put("md5OfMessageAttributes", message.md5OfMessageAttributes());
        }
        return record.put("md5OfBody", message.md5OfBody()).put("eventSource", "aws:sqs")
                .put("eventSourceARN", queueArn).put("awsRegion", Account.REGION);
    }

    private static ObjectNode attribute(MessageAttributeValue value) {
        var attribute = JSON.createObjectNode();
        if (value.stringValue() != null) {
            attribute.put("stringValue", value.stringValue());
        }
        if (value.binaryValue() != null) {
            attribute.put("binaryValue", Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
        }
        attribute.putArray("stringListValues");
        attribute.putArray("binaryListValues");
        return attribute.put("dataType", value.dataType());
    }
}
