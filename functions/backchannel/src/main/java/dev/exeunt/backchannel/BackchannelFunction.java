package dev.exeunt.backchannel;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.Surroundings;
import dev.exeunt.aws.TraceHeader;
import dev.exeunt.core.action.Outbound;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The function that the deliveries queue feeds: it tells every application.
public final class BackchannelFunction implements RequestStreamHandler {

    private final BatchEdge edge;

    /// For Lambda.
    public BackchannelFunction() {
        var environment = Environment.ofProcess();
        var made = Wiring.edge(environment, Surroundings.of(environment), Wiring.outbound(environment));
        Wiring.rehearse(environment, made);
        this(made);
    }

    /// With an environment of the caller's.
    public BackchannelFunction(Environment environment) {
        this(environment, Surroundings.of(environment), Wiring.outbound(environment));
    }

    /// With surroundings and a way out of the caller's too.
    public BackchannelFunction(Environment environment, Surroundings surroundings, Outbound outbound) {
        this(Wiring.edge(environment, surroundings, outbound));
    }

    private BackchannelFunction(BatchEdge edge) {
        this.edge = edge;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TraceHeader.follow(context, () -> edge.handle(input, output, context.getRemainingTimeInMillis()));
    }
}
