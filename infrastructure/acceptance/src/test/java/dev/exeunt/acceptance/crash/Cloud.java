package dev.exeunt.acceptance.crash;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.exeunt.acceptance.crash.Faulty.Killed;
import dev.exeunt.acceptance.memory.MemoryKms;
import dev.exeunt.acceptance.memory.MemoryQueue;
import dev.exeunt.acceptance.memory.MemorySecrets;
import dev.exeunt.acceptance.memory.MemoryTable;
import dev.exeunt.acceptance.policy.Deployment;
import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.Surroundings;
import dev.exeunt.aws.signing.Signers;
import dev.exeunt.aws.table.Table;
import dev.exeunt.backchannel.BackchannelFunction;
import dev.exeunt.frontchannel.FrontchannelFunction;
import dev.exeunt.logout.LogoutFunction;
import dev.exeunt.registry.RegistryFunction;
import dev.exeunt.sweeper.SweeperFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The deployed functions on a table and a queue in memory. One thing happens at a time, also where one invocation begins
/// in the middle of another.
final class Cloud {

    private final Watch watch = new Watch();
    private final MemoryTable table = new MemoryTable(Plan.TABLE, watch);
    private final MemoryQueue queue = new MemoryQueue(Plan.queue(), watch);
    private final Deployment deployment;
    private final Surroundings surroundings;
    private final Applications applications;
    /// Instances that nobody is in. As in Lambda an instance works one event at a time: whoever comes meanwhile gets another.
    private final Map<Function, Deque<RequestStreamHandler>> idle = new EnumMap<>(Function.class);
    private final Deque<Invocation> running = new ArrayDeque<>();
    /// Whose thread this is: that of the innermost invocation, or one that it has started.
    private final InheritableThreadLocal<@Nullable Invocation> current = new InheritableThreadLocal<>();
    private final List<String> story = new ArrayList<>();
    private final List<Called> called = new ArrayList<>();
    private final Map<String, Set<String>> logged = new TreeMap<>();
    private Mischief mischief = Mischief.NONE;
    private int calm;
    private int invocations;

    /// The functions of the template.
    enum Function {
        LOGOUT, BACKCHANNEL, FRONTCHANNEL, REGISTRY, SWEEPER;

        /// Its name in the template.
        String id() {
            return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT) + "Function";
        }
    }

    /// A call to AWS, by whom.
    record Called(Function by, String operation) {}

    /// One run of a function.
    private static final class Invocation {

        private final Function function;
        private final int number;
        private volatile boolean isKilled;

        Invocation(Function function, int number) {
            this.function = function;
            this.number = number;
        }
    }

    /// One that signs by KMS.
    Cloud() {
        this(Deployment.KMS);
    }

    Cloud(Deployment deployment) {
        this.deployment = deployment;
        applications = new Applications(this);
        var faulty = new Faulty(this);
        var clients = new Clients(table.scripted(faulty), queue.scripted(faulty));
        surroundings = new Surroundings(clients, watch::forward, this::log, () -> switch (deployment) {
            case KMS -> Signers.fromKms(new MemoryKms(faulty), List.of(MemoryKms.KEY), watch);
            case SECRETS -> Signers.fromSecret(new MemorySecrets(faulty), MemorySecrets.SECRET, watch);
        });
    }

    private static final class Clients extends AwsClients {

        private static final Environment ENVIRONMENT = new Environment(Map.of("AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret"), java.time.InstantSource.system());

        private final DynamoDbClient table;
        private final SqsClient queue;

        Clients(DynamoDbClient table, SqsClient queue) {
            super(ENVIRONMENT);
            this.table = table;
            this.queue = queue;
        }

        @Override
        public DynamoDbClient dynamoDb() {
            return table;
        }

        @Override
        public SqsClient sqs() {
            return queue;
        }
    }

    /// What goes wrong from now on.
    void mischief(Mischief next) {
        mischief = next;
        calm = called.size();
    }

    /// How many calls there had been when the mischief began.
    int calm() {
        return calm;
    }

    Watch watch() {
        return watch;
    }

    MemoryQueue queue() {
        return queue;
    }

    MemoryTable items() {
        return table;
    }

    /// The table, past all mischief.
    Table table() {
        return new Table(table, Plan.TABLE.name(), watch);
    }

    Applications applications() {
        return applications;
    }

    int calls() {
        return called.size();
    }

    List<Called> called() {
        return List.copyOf(called);
    }

    /// Notes what happens, for whoever has to find out.
    void tell(String what) {
        synchronized (story) {
            story.add(watch.instant() + " " + "  ".repeat(running.size()) + what);
        }
    }

    List<String> story() {
        synchronized (story) {
            return List.copyOf(story);
        }
    }

    private void log(String event, Map<String, ?> fields) {
        synchronized (logged) {
            logged.computeIfAbsent(event, _ -> new TreeSet<>()).addAll(fields.keySet());
        }
        tell("    " + event + " " + new TreeMap<>(fields));
    }

    /// The events that functions have logged, each with all fields that it had.
    Map<String, Set<String>> logged() {
        synchronized (logged) {
            return Map.copyOf(logged);
        }
    }

    /// The numbers of the invocations that are going on, the innermost first.
    List<Integer> running() {
        return running.stream().map(invocation -> invocation.number).toList();
    }

    /// Runs a function; empty if its process ended or it failed.
    Optional<String> invoke(Function function, String event) {
        var invocation = new Invocation(function, ++invocations);
        var outer = current.get();
        running.push(invocation);
        current.set(invocation);
        tell(function + " " + event);
        try {
            var output = new ByteArrayOutputStream();
            var instance = instance(function);
            try {
                instance.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output,
                        new Call(function.id(), Plan.timeout(function)));
            } finally {
                if (!invocation.isKilled) {
                    idle.get(function).push(instance);
                }
            }
            return invocation.isKilled ? Optional.empty() : Optional.of(output.toString(StandardCharsets.UTF_8));
        } catch (Killed _) {
            return Optional.empty();
        } catch (RuntimeException e) {
            tell("  fails: " + e);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            running.pop();
            current.set(outer);
        }
    }

    private RequestStreamHandler instance(Function function) {
        var free = idle.computeIfAbsent(function, _ -> new ArrayDeque<>()).poll();
        return free == null ? start(function) : free;
    }

    private RequestStreamHandler start(Function function) {
        var environment = new Environment(Plan.environment(function), watch);
        return switch (function) {
            case LOGOUT -> new LogoutFunction(environment, surroundings);
            case BACKCHANNEL -> new BackchannelFunction(environment, surroundings, applications);
            case FRONTCHANNEL -> new FrontchannelFunction(environment, surroundings);
            case REGISTRY -> new RegistryFunction(environment, surroundings);
            case SWEEPER -> new SweeperFunction(environment, surroundings);
        };
    }

    /// Makes a call while no other of the same invocation is made, whatever threads it has.
    <A> A alone(Supplier<A> call) {
        synchronized (invocation()) {
            return call.get();
        }
    }

    private Invocation invocation() {
        return Objects.requireNonNull(current.get(), "a thread of no invocation");
    }

    Deployment deployment() {
        return deployment;
    }

    /// The function that calls, by its name in the template.
    String caller() {
        return invocation().function.id();
    }

    /// Counts a call, and decides what becomes of it.
    Optional<Fault> fault(String operation) {
        var number = called.size();
        called.add(new Called(invocation().function, operation));
        var fault = mischief.fault(number, operation).filter(one -> one.concerns(operation));
        fault.ifPresent(one -> tell("  " + one + " at call " + number + ", " + operation));
        return fault;
    }

    /// Ends the process of the invocation that calls.
    Killed kill() {
        invocation().isKilled = true;
        return new Killed();
    }

    /// @throws Killed if the process that calls has ended
    void stillRunning() {
        if (invocation().isKilled) {
            throw new Killed();
        }
    }

    /// The shards in which something is due.
    TreeSet<Integer> due() {
        var shards = new TreeSet<Integer>();
        table.all().stream().filter(row -> row.containsKey("due_at"))
                .filter(row -> Long.parseLong(row.get("due_at").n()) <= watch.instant().getEpochSecond())
                .forEach(row -> shards.add(Integer.valueOf(row.get("due_shard").s())));
        return shards;
    }

    /// When something is due next.
    Optional<java.time.Instant> nextDue() {
        return table.all().stream().filter(row -> row.containsKey("due_at"))
                .map(row -> java.time.Instant.ofEpochSecond(Long.parseLong(row.get("due_at").n())))
                .min(java.time.Instant::compareTo);
    }
}
