package dev.exeunt.logout;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.Surroundings;
import dev.exeunt.aws.TraceHeader;
import dev.exeunt.aws.http.HttpEdge;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The function that browsers reach: `/logout`, `/oauth2/end-session` and `/saml/slo`.
public final class LogoutFunction implements RequestStreamHandler {

    private final HttpEdge edge;

    /// For Lambda.
    public LogoutFunction() {
        var environment = Environment.ofProcess();
        var made = Wiring.edge(environment, Surroundings.of(environment));
        Wiring.rehearse(environment, made);
        this(made);
    }

    /// With an environment of the caller's.
    public LogoutFunction(Environment environment) {
        this(environment, Surroundings.of(environment));
    }

    /// With surroundings of the caller's too.
    public LogoutFunction(Environment environment, Surroundings surroundings) {
        this(Wiring.edge(environment, surroundings));
    }

    private LogoutFunction(HttpEdge edge) {
        this.edge = edge;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TraceHeader.follow(context, () -> edge.handle(input, output));
    }
}
