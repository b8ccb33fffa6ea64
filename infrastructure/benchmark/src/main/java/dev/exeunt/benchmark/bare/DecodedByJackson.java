package dev.exeunt.benchmark.bare;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The same with Jackson, into a map.
public final class DecodedByJackson implements RequestStreamHandler {

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var event = mapper.readValue(input, Map.class);
        output.write("{\"statusCode\":200,\"body\":\"%s\"}".formatted(event.get("rawPath"))
                .getBytes(StandardCharsets.UTF_8));
    }
}
