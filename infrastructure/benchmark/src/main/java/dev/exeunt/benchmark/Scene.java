package dev.exeunt.benchmark;

import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Logs;
import dev.exeunt.local.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The deployed system on this machine, applications that can be signed out, and a browser: all by the public contract,
/// over HTTP.
final class Scene implements AutoCloseable {

    private static final String DELIVERER = "BackchannelFunction";
    /// Characters of a logout's `ref`, with which the name of a visit begins.
    private static final int REF = 32;
    /// Messages that the queue hands out together.
    private static final int BATCH = 10;
    private static final Duration SESSION = Duration.ofHours(8);
    private static final Pattern SEALED = Pattern.compile("name=\"request\" value=\"([^\"]+)\"");
    /// Standard error as it was when the process began: later it is silent.
    private static final PrintStream ERRORS = System.err;

    private final Applications applications;
    private final LocalCloud cloud;
    private final boolean patient;
    private final Http http = new Http();

    private Scene(Applications applications, LocalCloud cloud, boolean patient) {
        this.applications = applications;
        this.cloud = cloud;
        this.patient = patient;
    }

    /// Starts all of it, without the schedules: what sweeps each minute would be in one round and not in the next.
    static Scene start(Keys keys) throws IOException {
        return start(options(keys), false);
    }

    /// The same, but applications are told only by [#finish]: in the cloud they are told by another machine, here by the
    /// same cores that answer the browser.
    static Scene startPatient(Keys keys) throws IOException {
        return start(options(keys).withoutPollers(), true);
    }

    private static Options options(Keys keys) {
        return keys.in(new Options().withoutSchedule().log(Logs.warnings(ERRORS)));
    }

    private static Scene start(Options options, boolean patient) throws IOException {
        var applications = Applications.start();
        return new Scene(applications, LocalCloud.start(options), patient);
    }

    /// A client as it is registered.
    ///
    /// @param id  its `client_id`
    /// @param uri where it takes logout tokens
    record Client(String id, URI uri) {

        /// The same under a host of its own, as applications have: calls to one host at a time are bounded.
        String registered() {
            return uri.toString().replace("127.0.0.1", id + ".localhost");
        }
    }

    /// One signed-in browser.
    ///
    /// @param cookie  the value of its session cookie
    /// @param clients the applications it is signed in to
    /// @param told    those of them that have been told of the end
    record SignedIn(String cookie, List<Client> clients, Told told) {}

    /// One logout as the browser saw it.
    ///
    /// @param ref      the logout's
    /// @param clicked  when it sent the confirmation, as [System#nanoTime] has it
    /// @param answered when it had the answer
    record LoggedOut(String ref, long clicked, long answered) {

        /// How long the browser waited.
        Duration waited() {
            return Duration.ofNanos(answered - clicked);
        }
    }

    /// Registers so many clients that take so long to answer a notice.
    List<Client> register(int count, Duration delay) throws IOException {
        return register(count, delay, "RS256");
    }

    /// Registers so many clients whose tokens are signed so.
    List<Client> register(int count, Duration delay, String algorithm) throws IOException {
        var clients = new ArrayList<Client>();
        for (int n = 1; n <= count; n++) {
            var id = "app-%s-%d-%d".formatted(algorithm.toLowerCase(Locale.ROOT), delay.toMillis(), n);
            var client = new Client(id, applications.uri(id, delay));
            put("/clients/" + id, """
                    {"client_name":"Application %d","redirect_uris":["%s"],"backchannel_logout_uri":"%s",\
                    "backchannel_logout_session_required":true,"id_token_signed_response_alg":"%s"}""".formatted(n,
                    client.registered(), client.registered(), algorithm), 201);
            clients.add(client);
        }
        return clients;
    }

    /// Signs a user in to all of these.
    SignedIn signIn(List<Client> clients) throws IOException {
        var session = UUID.randomUUID().toString();
        var cookie = UUID.randomUUID().toString();
        put("/sessions/" + session, """
                {"user":"u-%s","expires_at":"%s","cookie_sha256":["%s"]}""".formatted(session, Instant.now().plus(
                SESSION), sha256(cookie)), 201);
        for (Client client : clients) {
            put("/sessions/%s/participants/%s".formatted(session, client.id()), """
                    {"iss":"%s","sub":"u-1","sid":"%s"}""".formatted(cloud.url(), session), 201);
        }
        return new SignedIn(cookie, clients, expect(session, clients.size()));
    }

    /// From now on, notes which applications are told of the end of this `sid`.
    Told expect(String sid, int applications) {
        return this.applications.expect(sid, applications);
    }

    /// Opens `/logout`, reads the question, says yes, and takes the answer, a 303, without going where it leads.
    LoggedOut logOut(SignedIn signedIn) throws IOException {
        var page = http.send(navigate(signedIn).GET(), 200).body();
        var sealed = SEALED.matcher(page);
        if (!sealed.find()) {
            throw new IOException("/logout does not ask");
        }
        var yes = navigate(signedIn).header("Origin", cloud.url().toString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("request=" + sealed.group(1) + "&confirm=yes"));
        var clicked = System.nanoTime();
        var answer = http.send(yes, 303);
        var answered = System.nanoTime();
        var visit = answer.headers().firstValue("location").orElseThrow().split("/logout/")[1];
        return new LoggedOut(visit.substring(0, REF), clicked, answered);
    }

    /// Waits until every application has answered.
    ///
    /// @return when the last one did, as [System#nanoTime] has it
    long finish(SignedIn signedIn) throws IOException {
        var received = patient ? 1 : 0;
        while (received > 0) {
            received = cloud.poll(DELIVERER);
        }
        return signedIn.told().await();
    }

    /// The events in which the queue would hand out the notices of a logout: batches of ten.
    List<String> events(LoggedOut out, int notices) {
        var events = new ArrayList<String>();
        for (int from = 0; from < notices; from += BATCH) {
            events.add(IntStream.range(from, Math.min(notices, from + BATCH))
                    .mapToObj(
                            number -> """
                                    {"messageId":"m-%d","receiptHandle":"h-%d","body":"{\\"ref\\":\\"%s\\",\\"delivery\\":%d,\\"run\\":1,\
                                    \\"client\\":\\"app-%d\\"}","attributes":{"ApproximateReceiveCount":"1"}}"""
                                    .formatted(number, number,
                                            out.ref(), number, number))
                    .collect(Collectors.joining(",", "{\"Records\":[", "]}")));
        }
        return events;
    }

    /// Starts the deliverer as a process of its own, beside the one of the local cloud.
    DelivererProcess deliverer() throws IOException {
        return DelivererProcess.start(cloud.environment(DELIVERER));
    }

    /// Where an application listens that is not registered.
    URI application(String name) {
        return applications.uri(name, Duration.ZERO);
    }

    @Override
    public void close() {
        http.close();
        cloud.close();
        applications.close();
    }

    private HttpRequest.Builder navigate(SignedIn signedIn) {
        return HttpRequest.newBuilder(URI.create(cloud.url() + "/logout")).header("Accept", "text/html")
                .header("Sec-Fetch-Site", "same-origin").header("Cookie", "session=" + signedIn.cookie());
    }

    private void put(String path, String json, int... statuses) throws IOException {
        http.send(HttpRequest.newBuilder(URI.create(cloud.registryUrl() + path))
                .header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)), statuses);
    }

    private static String sha256(String text) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
