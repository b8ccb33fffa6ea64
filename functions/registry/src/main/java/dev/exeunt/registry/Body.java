package dev.exeunt.registry;

import dev.exeunt.core.Limits;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// The body of a `PUT`.
final class Body {

    private Body() {
    }

    /// The JSON object that a request brings.
    static Checked<Map<String, Object>> json(WebRequest request) {
        var type = request.mediaType().orElse("");
        if (!type.equals("application/json")) {
            return unsupported("Send application/json.");
        }
        return text(request.body()).flatMap(Json::read)
                .<Checked<Map<String, Object>>>map(Checked.Good::new)
                .orElseGet(() -> new Checked.Bad<>(
                        new Problem(400, "invalid_json", "The body is not a JSON object in UTF-8.", "body",
                                "json_object", Map.of())));
    }

    /// Whether a request brings the metadata of a service provider.
    static boolean isSamlMetadata(WebRequest request) {
        return request.mediaType().filter("application/samlmetadata+xml"::equals).isPresent();
    }

    /// A body that is larger than any we read.
    static Optional<Problem> tooLarge(WebRequest request) {
        return request.body().length <= Limits.REGISTRY_BODY
                ? Optional.empty()
                : Optional.of(Problem.of(413, "body_too_large",
                        "The body has more than " + Limits.REGISTRY_BODY + " bytes."));
    }

    private static Checked<Map<String, Object>> unsupported(String detail) {
        return new Checked.Bad<>(Problem.of(415, "unsupported_media_type", detail));
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
