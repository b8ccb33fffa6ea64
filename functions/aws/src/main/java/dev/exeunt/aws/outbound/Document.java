package dev.exeunt.aws.outbound;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Outbound.Fetched;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.hc.core5.http.HttpException;

/// Reads an answer as a document. Unlike the answer to a notice it is of use only whole: one that breaks off is none.
final class Document {

    private static final int OK = 200;

    private Document() {
    }

    static Fetched read(Response response, Instant now) throws IOException, HttpException {
        if (response.status() != OK) {
            return new Fetched.Failed(Answer.read(response, now));
        }
        var body = response.body().readNBytes(Limits.CLIENT_JWKS_BODY + 1);
        return body.length > Limits.CLIENT_JWKS_BODY
                ? new Fetched.Failed(new Unanswered(Fault.PROTOCOL))
                : new Fetched.Document(new String(body, StandardCharsets.UTF_8));
    }
}
