package dev.exeunt.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.exeunt.aws.Environment;
import dev.exeunt.local.template.Stack;
import dev.exeunt.local.template.StartProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One function of the template, started once and called from many threads. Lambda gives every call an instance of its
/// own; here the calls share one, which asks more of a function, not less.
public final class LocalFunction implements AutoCloseable {

    /// What Lambda takes and gives at most in one synchronous call.
    public static final int LARGEST_PAYLOAD = 6 * 1024 * 1024;

    /// Calls at once, as an account has them by default.
    private static final int CONCURRENCY = 1000;

    private final Stack.Function definition;
    private final RequestStreamHandler handler;
    private final Log log;
    private final Semaphore permits = new Semaphore(CONCURRENCY);
    private final ExecutorService threads;

    private LocalFunction(Stack.Function definition, RequestStreamHandler handler, Log log) {
        this.definition = definition;
        this.handler = handler;
        this.log = log;
        this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(definition.id() + "-", 0).factory());
    }

    /// Starts a function: makes its handler, a {@link RequestStreamHandler} with a public constructor that takes an
    /// {@link Environment}.
    ///
    /// @throws StartProblem if the class does not exist, is not such a handler, or does not start
    public static LocalFunction start(Stack.Function definition, Environment environment, Log log) {
        return new LocalFunction(definition, handler(definition, environment), log);
    }

    /// What the template says of it.
    public Stack.Function definition() {
        return definition;
    }

    /// Calls it and waits for its answer, at most for its time-out.
    ///
    /// @param event JSON
    public Result invoke(byte[] event) {
        return invoke(event, definition.timeout());
    }

    /// Calls it and waits for its answer, at most for its time-out or the caller's patience. Only the time-out stops
    /// the function; one that outlives the caller's patience goes on.
    public Result invoke(byte[] event, Duration patience) {
        if (event.length > LARGEST_PAYLOAD) {
            return new Result.Failed("RequestTooLargeException", "%d bytes".formatted(event.length));
        }
        try {
            permits.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return interrupted();
        }
        var context = new Call(definition, log);
        var call = threads.submit(() -> {
            try {
                var output = new ByteArrayOutputStream();
                handler.handleRequest(new ByteArrayInputStream(event), output, context);
                return output.toByteArray();
            } finally {
                permits.release();
            }
        });
        var wait = patience.compareTo(definition.timeout()) < 0 ? patience : definition.timeout();
        try {
            return checked(call.get(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            if (wait.equals(definition.timeout())) {
                call.cancel(true);
            }
            log.write(definition.id(), "ERROR task timed out after " + wait);
            return new Result.TimedOut(wait);
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException _) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return interrupted();
        }
    }

    /// Stops what still runs.
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Result failed(Throwable thrown) {
        log.write(definition.id(), "ERROR %s at %s".formatted(thrown, thrown.getStackTrace().length == 0
                ? "?"
                : thrown.getStackTrace()[0]));
        return new Result.Failed(thrown.getClass().getName(), String.valueOf(thrown.getMessage()));
    }

    private Result checked(byte[] answer) {
        if (answer.length > LARGEST_PAYLOAD) {
            log.write(definition.id(), "ERROR answer of %d bytes is too large".formatted(answer.length));
            return new Result.Failed("Function.ResponseSizeTooLarge", "%d bytes".formatted(answer.length));
        }
        return new Result.Answered(answer);
    }

    private static Result interrupted() {
        return new Result.Failed("Interrupted", "the local cloud is closing");
    }

    private static RequestStreamHandler handler(Stack.Function definition, Environment environment) {
        var name = definition.handler().split("::", 2);
        try {
            var made = Class.forName(name[0]).getConstructor(Environment.class).newInstance(environment);
            if (made instanceof RequestStreamHandler handler && name[name.length - 1].equals("handleRequest")) {
                return handler;
            }
            throw new StartProblem("%s.Handler %s must be handleRequest of a RequestStreamHandler".formatted(
                    definition.id(), definition.handler()));
        } catch (ClassNotFoundException e) {
            throw new StartProblem("%s.Handler %s names a class that does not exist".formatted(definition.id(),
                    definition.handler()), e);
        } catch (InvocationTargetException e) {
            throw new StartProblem("%s does not start: %s".formatted(definition.id(), e.getCause()), e);
        } catch (ReflectiveOperationException e) {
            throw new StartProblem("%s.Handler %s needs a public constructor that takes an Environment".formatted(
                    definition.id(), definition.handler()), e);
        }
    }
}
