package dev.exeunt.benchmark.bare;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/// Reads its event with the JSON reader of the JOSE library, as the functions do, and answers what its path was.
public final class DecodedByNimbus implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        try {
            var event = JSONObjectUtils.parse(new String(input.readAllBytes(), StandardCharsets.UTF_8));
            output.write("{\"statusCode\":200,\"body\":\"%s\"}".formatted(JSONObjectUtils.getString(event, "rawPath"))
                    .getBytes(StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IOException(e);
        }
    }
}
