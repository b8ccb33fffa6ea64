package dev.exeunt.logout;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.TraceHeader;
import dev.exeunt.aws.http.HttpEdge;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The function that browsers reach: `/logout` and `/oauth2/end-session`.
public final class LogoutFunction implements RequestStreamHandler {

    private final HttpEdge edge;

    /// For Lambda.
    public LogoutFunction() {
        var environment = Environment.ofProcess();
        this(environment);
        Wiring.rehearse(environment, edge);
    }

    /// With an environment of the caller's.
    public LogoutFunction(Environment environment) {
        this.edge = Wiring.edge(environment);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TraceHeader.follow(context, () -> edge.handle(input, output));
    }
}
