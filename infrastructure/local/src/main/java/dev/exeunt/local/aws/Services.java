package dev.exeunt.local.aws;

import dev.exeunt.local.template.Stack;
import dev.exeunt.local.template.StartProblem;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The four services, running.
public final class Services implements AutoCloseable {

    private final List<AutoCloseable> embedded;
    private final SigningKeys keys;
    private final Secrets secrets;
    private final Endpoints endpoints;

    private Services(List<AutoCloseable> embedded, URI dynamoDb, URI sqs) {
        this.embedded = embedded;
        this.keys = new SigningKeys();
        this.secrets = new Secrets();
        this.endpoints = new Endpoints(dynamoDb, sqs, keys.endpoint(), secrets.endpoint());
    }

    /// Starts them, the slow ones at the same time, and empty.
    public static Services start() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tables = threads.submit(EmbeddedTables::start);
            var queues = threads.submit(EmbeddedQueues::start);
            return new Services(List.of(result(tables), result(queues)), result(tables).endpoint(),
                    result(queues).endpoint());
        }
    }

    /// Takes DynamoDB and SQS from elsewhere. What is made there stays there.
    public static Services at(URI dynamoDb, URI sqs) {
        return new Services(List.of(), dynamoDb, sqs);
    }

    /// Where they answer.
    public Endpoints endpoints() {
        return endpoints;
    }

    /// Makes what the template says.
    public void create(Stack stack) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var provision = new Provision(endpoints);
            var made = List.of(threads.submit(() -> provision.tables(stack.tables())),
                    threads.submit(() -> provision.queues(stack.queues())),
                    threads.submit(() -> stack.keys().forEach(key -> keys.create(key.keyId(), key.spec()))));
            made.forEach(Services::result);
        }
    }

    /// Makes a KMS key that the template does not have.
    ///
    /// @param id   a key id or `alias/...`
    /// @param spec such as `ECC_NIST_P256`
    public void createKey(String id, String spec) {
        keys.create(id, spec);
    }

    /// Sets a secret.
    ///
    /// @return its ARN
    public String putSecret(String name, String value) {
        return secrets.put(name, value);
    }

    /// The ARN that a secret of this name has.
    public static String secretArn(String name) {
        return Secrets.arn(name);
    }

    @Override
    public void close() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            embedded.forEach(part -> stop(threads, part));
            keys.close();
            secrets.close();
        }
    }

    private static void stop(ExecutorService threads, AutoCloseable part) {
        threads.submit((Callable<Boolean>) () -> {
            part.close();
            return true;
        });
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartProblem problem
                    ? problem
                    : new StartProblem("a service does not start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartProblem("the start was interrupted", e);
        }
    }
}
