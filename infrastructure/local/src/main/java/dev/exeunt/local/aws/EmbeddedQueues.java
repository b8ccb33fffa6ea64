package dev.exeunt.local.aws;

import dev.exeunt.local.template.Account;
import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/// ElasticMQ in this process, on a free loopback port.
final class EmbeddedQueues implements AutoCloseable {

    private final SQSRestServer server;
    private final URI endpoint;

    private EmbeddedQueues(SQSRestServer server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    static EmbeddedQueues start() {
        var server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().withAWSRegion(Account.REGION)
                .withAWSAccountId(Account.ID).start();
        var port = server.waitUntilStarted().localAddress().getPort();
        return new EmbeddedQueues(server, URI.create("http://127.0.0.1:" + port));
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        server.stopAndWait();
    }
}
