package dev.exeunt.aws.table;

import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.core.action.Backlog;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Clock;
import dev.exeunt.core.action.Flows;
import dev.exeunt.core.action.Jobs;
import dev.exeunt.core.action.KeptCertificates;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.Parking;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.SealKeys;
import dev.exeunt.core.action.SeenMessages;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Tickets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The one table, and the ports that are kept in it. Holds nothing that changes; one instance serves all threads.
///
/// @param client for all calls
/// @param name   the table's
/// @param time   stamps time-to-live and the list of failures; what is due is asked by the caller
public record Table(DynamoDbClient client, String name, InstantSource time) {

    /// The table that the environment names in `TABLE_NAME`.
    public static Table of(Environment environment, AwsClients clients) {
        return new Table(clients.dynamoDb(), environment.required("TABLE_NAME"), environment.time());
    }

    /// Sessions, their participants and handles.
    public Sessions sessions() {
        return new TableSessions(this);
    }

    /// Tickets.
    public Tickets tickets() {
        return new TableTickets(this);
    }

    /// Registered clients.
    public Clients clients() {
        return new TableClients(this);
    }

    /// Flows.
    public Flows flows() {
        return new TableFlows(this);
    }

    /// Bulk jobs.
    public Jobs jobs() {
        return new TableJobs(this);
    }

    /// Logouts and the visits to them.
    public Logouts logouts() {
        return new TableLogouts(this);
    }

    /// Receipts of deliveries.
    public Receipts receipts() {
        return new TableReceipts(this);
    }

    /// What waits on the clock, for measuring.
    public Backlog backlog() {
        return new TableBacklog(this);
    }

    /// Which applications are down.
    public Outages outages() {
        return new TableOutages(this);
    }

    /// The index `due`.
    public Clock clock() {
        return new TableClock(this);
    }

    /// Keys that seal what travels through the browser; remembers those it has seen, so keep the instance.
    public SealKeys sealKeys() {
        return new TableSealKeys(this);
    }

    /// Parked requests.
    public Parking parking() {
        return new TableParking(this);
    }

    /// The certificates around our keys.
    public KeptCertificates certificates() {
        return new TableCertificates(this);
    }

    /// Messages that were acted upon.
    public SeenMessages seenMessages() {
        return new TableSeenMessages(this);
    }

    /// Goes through a transaction that changes nothing: it looks whether a row is there that is not.
    public void rehearseTransaction() {
        rows().transact(List.of(new Write.Check(Key.session("rehearsal"), "attribute_exists(#pk)", Map.of())), null);
    }

    Rows rows() {
        return new Rows(client, name);
    }
}
