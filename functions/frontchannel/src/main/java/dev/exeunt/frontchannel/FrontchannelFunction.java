package dev.exeunt.frontchannel;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.Surroundings;
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
        var made = Wiring.edge(environment, Surroundings.of(environment));
        Wiring.rehearse(environment, made);
        this(made);
    }

    /// With an environment of the caller's.
    public FrontchannelFunction(Environment environment) {
        this(environment, Surroundings.of(environment));
    }

    /// With surroundings of the caller's too.
    public FrontchannelFunction(Environment environment, Surroundings surroundings) {
        this(Wiring.edge(environment, surroundings));
    }

    private FrontchannelFunction(HttpEdge edge) {
        this.edge = edge;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TraceHeader.follow(context, () -> edge.handle(input, output));
    }
}
