package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Jobs;
import dev.exeunt.core.action.Jobs.Job;
import dev.exeunt.core.action.Jobs.Work;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows how far a bulk job has come: `GET /jobs/{job}`.
public final class ReadJob {

    private final Jobs jobs;

    public ReadJob(Jobs jobs) {
        this.jobs = jobs;
    }

    /// 200 with what it is to do and how far it is; 404.
    public WebAnswer get(String id) {
        return Optional.of(id).filter(ReadLogout::isRef).flatMap(jobs::read).map(job -> WebAnswer.json(200, json(job)))
                .orElseGet(() -> WebAnswer
                        .problem(Problem.of(404, "unknown_job", "There is no such job, or not any more.")));
    }

    private static Map<String, Object> json(Job job) {
        var json = new LinkedHashMap<String, Object>();
        json.put("job", job.id());
        var state = job.progress().done() ? "done" : "running";
        switch (job.work()) {
            case Work.EndSessions work -> {
                json.put("kind", "end_user_sessions");
                json.put("user", work.user());
                json.put("reason", work.reason().text());
                json.put("state", state);
                json.put("ended", job.progress().worked());
                json.put("failed", job.progress().failed());
            }
            case Work.Redrive work -> {
                json.put("kind", "redrive_deliveries");
                put(json, "client_id", work.client());
                put(json, "user", work.user());
                put(json, "since", work.since());
                put(json, "ref", work.ref());
                json.put("state", state);
                json.put("redriven", job.progress().worked());
            }
        }
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }
}
