package dev.exeunt.local;

import dev.exeunt.aws.Environment;
import dev.exeunt.local.aws.Endpoints;
import dev.exeunt.local.aws.Naming;
import dev.exeunt.local.aws.Services;
import dev.exeunt.local.gateway.Door;
import dev.exeunt.local.gateway.HttpApi;
import dev.exeunt.local.lambda.LocalFunction;
import dev.exeunt.local.lambda.QueueListener;
import dev.exeunt.local.lambda.Result;
import dev.exeunt.local.lambda.Scheduler;
import dev.exeunt.local.template.Stack;
import dev.exeunt.local.template.StartProblem;
import dev.exeunt.local.template.Template;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The deployed system in this process, made from `template.yaml` alone: its table and queues in embedded services, its
/// HTTP APIs on loopback ports, its event source and schedules. Several may run at once, one after the other or beside
/// each other.
public final class LocalCloud implements AutoCloseable {

    /// Replaced by the real address once it is known; a first reading of the template does not need it.
    private static final URI NO_QUEUES_YET = URI.create("http://127.0.0.1:0");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, LocalFunction> functions = new LinkedHashMap<>();
    private final Map<String, List<QueueListener>> listeners = new HashMap<>();
    private final Options options;
    private final Addresses addresses;
    private final Services services;
    private final Stack stack;
    private final Naming naming;
    private final Scheduler scheduler;

    private LocalCloud(Options options) {
        this.options = options;
        try {
            var template = Template.parse(options.template());
            var publicDoor = opened(Door.bind(options.port));
            var registryDoor = opened(Door.bind(options.port == 0 ? 0 : options.port + 1));
            this.addresses = new Addresses(url(publicDoor), url(registryDoor));
            var parameters = LocalParameters.of(template.parameters(), addresses, options.parameters);
            // A wrong template or parameter is told before anything slow is started.
            template.stack(parameters, new Naming(NO_QUEUES_YET));
            var elsewhere = options.elsewhere;
            this.services = opened(elsewhere == null
                    ? Services.start()
                    : Services.at(elsewhere.dynamoDb(), elsewhere.sqs()));
            this.naming = elsewhere == null
                    ? new Naming(services.endpoints().sqs())
                    : new Naming(services.endpoints().sqs(), elsewhere.prefix());
            this.stack = template.stack(parameters, naming);
            options.secrets.forEach(services::putSecret);
            options.keys.forEach(services::createKey);
            services.create(stack);
            startFunctions();
            listen();
            this.scheduler = opened(new Scheduler(options.time));
            open(publicDoor, registryDoor, hosts(parameters));
            begin();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /// Starts a local cloud and waits until it answers.
    ///
    /// @throws StartProblem with one line for the person who started it
    public static LocalCloud start(Options options) {
        return new LocalCloud(options);
    }

    /// Where it answers.
    public Addresses addresses() {
        return addresses;
    }

    /// Base of the public routes, without a slash at the end.
    public URI url() {
        return addresses.publicUrl();
    }

    /// Base of the registry, without a slash at the end.
    public URI registryUrl() {
        return addresses.registryUrl();
    }

    /// Where its services answer, and clients for them.
    public Endpoints endpoints() {
        return services.endpoints();
    }

    /// What the template says, with every value filled in.
    public Stack stack() {
        return stack;
    }

    /// The name of the template's only table.
    public String tableName() {
        return stack.tables().getFirst().name();
    }

    /// The URL of a queue.
    ///
    /// @param id its name in the template
    public String queueUrl(String id) {
        return naming.of(id, "AWS::SQS::Queue").ref();
    }

    /// Sets a secret.
    ///
    /// @return its ARN
    public String seedSecret(String name, String value) {
        return services.putSecret(name, value);
    }

    /// The ARN that a secret of this name has, whether it is set or not.
    public static String secretArn(String name) {
        return Services.secretArn(name);
    }

    /// The environment variables of a function, as the template and this cloud set them.
    ///
    /// @param function its name in the template
    public Map<String, String> environment(String function) {
        return Map.copyOf(environment(function(function).definition()));
    }

    /// Calls a function.
    ///
    /// @param function its name in the template
    /// @param event    JSON
    public Result invoke(String function, String event) {
        return function(function).invoke(event.getBytes(StandardCharsets.UTF_8));
    }

    /// Calls a function once for each of its schedules, and waits.
    ///
    /// @param function its name in the template
    public List<Result> fire(String function) {
        return scheduler.fire(function(function));
    }

    /// Takes one batch of what is in a function's queue now, and waits until the function has dealt with it.
    ///
    /// @param function its name in the template
    /// @return how many messages there were
    public int poll(String function) {
        return listeners.getOrDefault(function(function).definition().id(), List.of()).stream().mapToInt(
                QueueListener::pollOnce).sum();
    }

    /// Stops everything; what is in the table and the queues is gone.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                options.log.write("platform", "WARN a part does not stop: " + e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private LocalFunction function(String id) {
        var function = functions.get(id);
        if (function == null) {
            throw new IllegalArgumentException("the template has no function " + id);
        }
        return function;
    }

    private void startFunctions() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Future<LocalFunction>> starting = new LinkedHashMap<>();
            stack.functions().forEach(definition -> starting.put(definition.id(), threads.submit(() -> LocalFunction
                    .start(definition, new Environment(environment(definition), options.time), options.log))));
            for (var function : starting.entrySet()) {
                functions.put(function.getKey(), opened(function.getValue().get()));
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartProblem problem
                    ? problem
                    : new StartProblem("a function does not start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartProblem("the start was interrupted", e);
        }
    }

    private Map<String, String> environment(Stack.Function definition) {
        var variables = new HashMap<>(definition.environment());
        variables.putAll(services.endpoints().variables());
        // Whose a call is, its signature says; the services here take any.
        variables.put("AWS_ACCESS_KEY_ID", definition.id());
        variables.putAll(options.environment);
        return variables;
    }

    private void listen() {
        for (var function : functions.values()) {
            var definition = function.definition();
            for (var source : definition.sources()) {
                var queue = stack.queues().stream().filter(candidate -> candidate.arn().equals(source.queueArn()))
                        .findFirst().orElseThrow(() -> new StartProblem("%s reads from %s, which is no queue of the "
                                .formatted(definition.id(), source.queueArn()) + "template"));
                // As Lambda does: in the function's name.
                var client = opened(services.endpoints().queues(definition.id()));
                listeners.computeIfAbsent(definition.id(), _ -> new ArrayList<>()).add(opened(new QueueListener(client,
                        queueUrl(queue.id()), source, function, options.log)));
            }
        }
    }

    private void open(Door publicDoor, Door registryDoor, Set<String> hosts) {
        var all = List.copyOf(functions.values());
        var site = options.site.apply(addresses);
        publicDoor
                .open(new HttpApi(api(false), all, addresses.publicUrl().getAuthority(), new HttpApi.Surroundings(hosts,
                        site, options.time, options.log)));
        registryDoor.open(new HttpApi(api(true), all, addresses.registryUrl().getAuthority(), new HttpApi.Surroundings(
                hosts, Site.NOTHING, options.time, options.log)));
    }

    private void begin() {
        if (options.pollers) {
            listeners.values().forEach(each -> each.forEach(QueueListener::start));
        }
        if (options.schedule) {
            functions.values().forEach(scheduler::start);
        }
    }

    private Stack.Api api(boolean iam) {
        var apis = stack.apis().stream().filter(api -> api.iam() == iam).toList();
        if (apis.size() != 1) {
            throw new StartProblem("the template must have exactly one HTTP API %s an IAM authorizer, not %d".formatted(
                    iam ? "with" : "without", apis.size()));
        }
        return apis.getFirst();
    }

    private static Set<String> hosts(Map<String, String> parameters) {
        var hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        var publicUrl = parameters.getOrDefault("PublicUrl", "");
        if (!publicUrl.isEmpty() && URI.create(publicUrl).getHost() != null) {
            hosts.add(URI.create(publicUrl).getHost());
        }
        return hosts;
    }

    private static URI url(Door door) {
        return URI.create("http://localhost:" + door.port());
    }
}
