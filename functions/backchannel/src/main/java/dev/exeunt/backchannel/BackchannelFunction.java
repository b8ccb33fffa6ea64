package dev.exeunt.backchannel;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.TraceHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The function that the deliveries queue feeds: it tells every application.
public final class BackchannelFunction implements RequestStreamHandler {

    private final BatchEdge edge;

    /// For Lambda.
    public BackchannelFunction() {
        var environment = Environment.ofProcess();
        this(environment);
        Wiring.rehearse(environment, edge);
    }

    /// With an environment of the caller's.
    public BackchannelFunction(Environment environment) {
        this.edge = Wiring.edge(environment);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TraceHeader.follow(context, () -> edge.handle(input, output, context.getRemainingTimeInMillis()));
    }
}
