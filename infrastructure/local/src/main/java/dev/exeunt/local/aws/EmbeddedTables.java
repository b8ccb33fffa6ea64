package dev.exeunt.local.aws;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import dev.exeunt.local.template.StartProblem;
import java.net.URI;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;

/// DynamoDB Local in this process, in memory, on a free loopback port. Its own server would listen on every interface
/// and needs to be told its port, so its handler gets a server of ours.
final class EmbeddedTables implements AutoCloseable {

    private final Server server;
    private final LocalDynamoDBServerHandler handler;
    private final URI endpoint;

    private EmbeddedTables(Server server, LocalDynamoDBServerHandler handler, URI endpoint) {
        this.server = server;
        this.handler = handler;
        this.endpoint = endpoint;
    }

    static EmbeddedTables start() {
        var server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        try {
            // In memory, one database for all credentials, no delays between states.
            var handler = new LocalDynamoDBServerHandler(new LocalDynamoDBRequestHandler(0, true, null, true, false),
                    null);
            server.setHandler(new ContextHandler(handler, "/"));
            server.setStopTimeout(0);
            server.start();
            return new EmbeddedTables(server, handler, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
        } catch (Exception e) {
            throw new StartProblem("the embedded DynamoDB does not start: " + e, e);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws Exception {
        server.stop();
        handler.close();
    }
}
