package dev.exeunt.core.action.registry;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Jobs;
import dev.exeunt.core.action.Jobs.Job;
import dev.exeunt.core.action.Jobs.Progress;
import dev.exeunt.core.action.Jobs.Work.Redrive;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.web.Members;
import dev.exeunt.core.web.WebAnswer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;

/// Has failed deliveries sent again, as a job: `POST /deliveries/redrive`. A first slice of it is done at once, the rest
/// by the sweeper.
public final class RedriveDeliveries {

    private static final Set<String> MEMBERS = Set.of("client_id", "user", "since", "ref");
    private static final int NAME_SHOWN = 64;
    /// How long the operator waits for the first of them.
    private static final Duration FIRST_SLICE = Duration.ofSeconds(8);

    private final Clients clients;
    private final Jobs jobs;
    private final RedriveJob work;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    /// See [RedriveDeliveries].
    public RedriveDeliveries(Clients clients, Jobs jobs, RedriveJob work, InstantSource time) {
        this.clients = clients;
        this.jobs = jobs;
        this.work = work;
        this.time = time;
    }

    /// 202 with the job; 400 with the first rule that the selection breaks. A member that is not known is refused: a slip
    /// of the pen would select more than was meant.
    public WebAnswer begin(Map<String, Object> json) {
        var in = new Members(json);
        json.keySet().stream().filter(name -> !MEMBERS.contains(name)).findFirst()
                .ifPresent(name -> in.refuse(name.substring(0, Math.min(NAME_SHOWN, name.length())), "known",
                        "is none of client_id, user, since and ref"));
        var client = in.text("client_id", Limits.IDENTIFIER);
        var user = in.text("user", Limits.IDENTIFIER);
        var since = FailedSince.read(in);
        var ref = in.text("ref", Limits.IDENTIFIER);
        if (ref != null && !ReadLogout.isRef(ref)) {
            in.refuse("ref", "ref", "must be 32 hexadecimal digits");
        }
        if (ref != null && since != null) {
            in.refuse("since", "without_ref", "cannot be given with ref, which names one logout");
        }
        return in.problem().map(WebAnswer::problem).orElseGet(() -> begin(
                new Redrive(client == null ? null : key(clients, client), user, since, ref, now())));
    }

    private WebAnswer begin(Redrive redrive) {
        var job = new Job(VisitToken.newRef(random), redrive, Progress.NONE);
        jobs.add(job, redrive.at().plus(Limits.SEND_AGAIN));
        work.work(job, redrive, redrive.at().plus(FIRST_SLICE));
        return WebAnswer.json(202, Map.of("job", job.id()));
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// The registry's key of a client that is named by its `client_id` or its key, registered or not any more.
    static String key(Clients clients, String named) {
        return clients.byClientId(named).map(client -> client.key()).orElse(named);
    }
}
