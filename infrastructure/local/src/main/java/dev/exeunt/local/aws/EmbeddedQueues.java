package dev.exeunt.local.aws;

import dev.exeunt.local.template.Account;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/// ElasticMQ in this process, on a free loopback port.
final class EmbeddedQueues implements AutoCloseable {

    private static final Duration PATIENCE = Duration.create(1, TimeUnit.SECONDS);

    private final ActorSystem actors;
    private final URI endpoint;

    private EmbeddedQueues(ActorSystem actors, URI endpoint) {
        this.actors = actors;
        this.endpoint = endpoint;
    }

    static EmbeddedQueues start() {
        // Its own stop waits for every long poll to end, which takes 20 seconds; ending its actors does not.
        var actors = ActorSystem.create("elasticmq");
        var server = SQSRestServerBuilder.withActorSystem(actors).withInterface("127.0.0.1").withDynamicPort()
                .withAWSRegion(Account.REGION).withAWSAccountId(Account.ID).start();
        var port = server.waitUntilStarted().localAddress().getPort();
        return new EmbeddedQueues(actors, URI.create("http://127.0.0.1:" + port));
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws TimeoutException, InterruptedException {
        Await.ready(actors.terminate(), PATIENCE);
    }
}
