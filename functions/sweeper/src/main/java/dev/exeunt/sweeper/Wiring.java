package dev.exeunt.sweeper;

import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.JsonLog;
import dev.exeunt.aws.Settings;
import dev.exeunt.aws.Snapshot;
import dev.exeunt.aws.Surroundings;
import dev.exeunt.aws.queue.SqsDeliveries;
import dev.exeunt.aws.table.Table;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.sweep.MeasureBacklog;
import dev.exeunt.core.action.sweep.Sweep;
import java.time.Instant;

/// Builds the function from its environment.
final class Wiring {

    private Wiring() {
    }

    /// Before a snapshot: a look at what was due before there was anything, and the way a transaction takes.
    static void rehearse(Environment environment) {
        Snapshot.rehearse(environment, new JsonLog(environment), () -> {
            var table = Table.of(environment, new AwsClients(environment));
            table.clock().due(0, Instant.EPOCH, Instant.EPOCH, 1);
            table.rehearseTransaction();
        });
    }

    /// What one invocation does, one after the other.
    record Parts(Sweep sweep, MeasureBacklog backlog) {}

    static Parts parts(Environment environment, Surroundings surroundings) {
        var clients = surroundings.clients();
        var table = Table.of(environment, clients);
        var events = surroundings.events();
        var life = Settings.deliveryLife(environment);
        var queue = new SqsDeliveries(clients.sqs(), environment.required("DELIVERIES_QUEUE_URL"));
        var startLogout = new StartLogout(
                new StartLogout.Stores(table.sessions(), table.clients(), table.logouts()), queue,
                new StartLogout.Settings(life, environment.time(), surroundings.pause(), events,
                        environment.optional("SESSION_ENDED_URI").isPresent()));
        var sweep = new Sweep(
                new Sweep.Stores(table.clock(), table.sessions(), table.logouts(), table.receipts(), table.jobs()),
                startLogout,
                queue, new Sweep.Settings(life, environment.time(), events));
        return new Parts(sweep, new MeasureBacklog(table.backlog(), environment.time(), events));
    }
}
