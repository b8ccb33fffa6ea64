package dev.exeunt.frontchannel;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.TraceHeader;
import dev.exeunt.aws.http.HttpEdge;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The function of the pages that a browser goes through after a logout, and of our keys and metadata.
public final class FrontchannelFunction implements RequestStreamHandler {

    private final HttpEdge edge;

    /// For Lambda.
    public FrontchannelFunction() {
        var environment = Environment.ofProcess();
        this(environment);
        Wiring.rehearse(environment, edge);
    }

    /// With an environment of the caller's.
    public FrontchannelFunction(Environment environment) {
        this.edge = Wiring.edge(environment);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TraceHeader.follow(context, () -> edge.handle(input, output));
    }
}
