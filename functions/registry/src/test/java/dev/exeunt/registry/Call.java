package dev.exeunt.registry;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.aws.http.HttpEdge;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.memory.InMemoryClients;
import dev.exeunt.core.action.memory.InMemoryFlows;
import dev.exeunt.core.action.memory.InMemoryJobs;
import dev.exeunt.core.action.memory.InMemoryLogouts;
import dev.exeunt.core.action.memory.InMemoryOutages;
import dev.exeunt.core.action.memory.InMemoryQueue;
import dev.exeunt.core.action.memory.InMemoryReceipts;
import dev.exeunt.core.action.memory.InMemorySessions;
import dev.exeunt.core.action.memory.InMemoryTickets;
import dev.exeunt.core.action.memory.SetTime;
import dev.exeunt.core.action.registry.ChangeSession;
import dev.exeunt.core.action.registry.EndUserSessions;
import dev.exeunt.core.action.registry.IssueTicket;
import dev.exeunt.core.action.registry.Join;
import dev.exeunt.core.action.registry.ListFailures;
import dev.exeunt.core.action.registry.OpenSession;
import dev.exeunt.core.action.registry.PreviewLogout;
import dev.exeunt.core.action.registry.ReadJob;
import dev.exeunt.core.action.registry.ReadLogout;
import dev.exeunt.core.action.registry.ReadSessions;
import dev.exeunt.core.action.registry.RedriveDeliveries;
import dev.exeunt.core.action.registry.RedriveJob;
import dev.exeunt.core.action.registry.RegisterClients;
import dev.exeunt.core.action.registry.RegisterFlows;
import dev.exeunt.core.action.registry.RemoveSession;
import dev.exeunt.core.client.ClientMetadata;
import dev.exeunt.core.client.Reach;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.web.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The edge of the function with its ports in memory, called with events as an HTTP API sends them.
final class Call {

    static final String PUBLIC_URL = "https://slo.example";

    final SetTime time = new SetTime(Instant.parse("2026-11-22T08:00:00Z"));
    final InMemorySessions sessions = new InMemorySessions();
    final InMemoryLogouts logouts = new InMemoryLogouts(sessions);
    final InMemoryClients clients = new InMemoryClients();
    Flow brandFlow = Flow.INVALIDATION;
    final InMemoryFlows flows = new InMemoryFlows();
    final InMemoryJobs jobs = new InMemoryJobs();
    final InMemoryOutages outages = new InMemoryOutages();
    final InMemoryTickets tickets = new InMemoryTickets();
    final InMemoryReceipts receipts = new InMemoryReceipts(time);
    final InMemoryQueue queue = new InMemoryQueue();
    final List<String> events = new ArrayList<>();
    private final HttpEdge edge = new HttpEdge(routes(), Optional.of(PUBLIC_URL), (name, _) -> events.add(name));

    /// What came back.
    record Answer(int status, Map<String, Object> headers, String text) {

        Map<String, Object> json() {
            return Json.read(text).orElseThrow();
        }
    }

    private RegistryRoutes routes() {
        var metadata = new ClientMetadata(new ClientMetadata.Deployment(Reach.of(List.of()), PUBLIC_URL,
                JWSAlgorithm.RS256::equals, slug -> flows.find(slug).isPresent()));
        var random = new SecureRandom();
        var changes = new ChangeSession(sessions, time, time, random);
        var startLogout = new StartLogout(new StartLogout.Stores(sessions, clients, logouts), queue,
                new StartLogout.Settings(Duration.ofDays(3), time, time, (name, _) -> events.add(name)));
        return new RegistryRoutes(new RegisterClients(clients, outages, metadata, time),
                new RegisterFlows(flows, clients, Flow.INVALIDATION.slug(), Flow.PROVIDER_INVALIDATION.slug()),
                new RegistryRoutes.SessionVerbs(new OpenSession(changes, time),
                        new Join(changes, clients, "https://idp.example"),
                        new IssueTicket(sessions, tickets, time, random), new ReadSessions(sessions, time),
                        new RemoveSession(startLogout, () -> brandFlow),
                        new PreviewLogout(sessions, startLogout, () -> brandFlow, time),
                        new EndUserSessions(sessions, jobs, startLogout, time)),
                new RegistryRoutes.DeliveryVerbs(new ReadLogout(logouts, receipts),
                        new ListFailures(clients, logouts, receipts),
                        new RedriveDeliveries(clients, jobs, new RedriveJob(
                                new RedriveJob.Stores(logouts, receipts, jobs), queue,
                                new RedriveJob.Settings(Duration.ofDays(3), time, (name, _) -> events.add(name))),
                                time),
                        new ReadJob(jobs)));
    }

    Answer get(String path) {
        return send("GET", path, null, new byte[0]);
    }

    Answer delete(String path) {
        return send("DELETE", path, null, new byte[0]);
    }

    Answer post(String path) {
        return send("POST", path, null, new byte[0]);
    }

    Answer put(String path, String json) {
        return send("PUT", path, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
    }

    /// @param path decoded, as an HTTP API gives it, with the raw query
    Answer send(String method, String path, @Nullable String type, byte[] body) {
        var parts = path.split("\\?", 2);
        var event = new LinkedHashMap<String, Object>();
        event.put("version", "2.0");
        event.put("routeKey", "ANY /{proxy+}");
        event.put("rawPath", parts[0]);
        event.put("rawQueryString", parts.length > 1 ? parts[1] : "");
        event.put("headers", type == null ? Map.of() : Map.of("content-type", type));
        event.put("requestContext", Map.of("domainName", "registry.example", "http", Map.of("method", method)));
        if (body.length > 0) {
            event.put("body", Base64.getEncoder().encodeToString(body));
            event.put("isBase64Encoded", true);
        }
        return decode(handle(Json.write(event)));
    }

    private byte[] handle(String event) {
        var output = new ByteArrayOutputStream();
        try {
            edge.handle(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output);
            return output.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Answer decode(byte[] output) {
        var json = Json.read(new String(output, StandardCharsets.UTF_8)).orElseThrow();
        return new Answer(((Number) json.get("statusCode")).intValue(), (Map<String, Object>) json.get("headers"),
                (String) json.get("body"));
    }
}
