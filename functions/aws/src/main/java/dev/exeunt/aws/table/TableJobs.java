package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Jobs;
import dev.exeunt.core.session.EndReason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Bulk jobs in the table.
final class TableJobs implements Jobs {

    private static final String END_SESSIONS = "end_sessions";
    private static final String REDRIVE = "redrive";

    private final Rows rows;
    private final Table table;

    TableJobs(Table table) {
        this.rows = table.rows();
        this.table = table;
    }

    @Override
    public void add(Job job, Instant dueAt) {
        rows.write(Write.put(row(job, 1).due(dueAt)));
    }

    @Override
    public Optional<Job> read(String id) {
        return rows.get(Key.job(id)).map(TableJobs::job);
    }

    /// A job has one version for each step, which is its number of sessions looked at and passes: two that worked on the
    /// same step write the same, or one of them loses.
    @Override
    public boolean advance(Job seen, Progress next, Instant dueAt) {
        var current = rows.get(Key.job(seen.id()));
        if (current.isEmpty() || !job(current.get()).equals(seen)) {
            return false;
        }
        var version = current.get().number("version");
        var row = row(new Job(seen.id(), seen.work(), next), version + 1);
        return rows.write(new Write.Put(next.done() ? row : row.due(dueAt), "#version = :seen",
                Map.of(":seen", Write.of(version)))).isDone();
    }

    private Row row(Job job, long version) {
        var row = Row.at(Key.job(job.id()))
                .text("after", job.progress().after())
                .number("worked", job.progress().worked())
                .number("failed", job.progress().failed())
                .number("passes", job.progress().passes())
                .flag("done", job.progress().done())
                .number("version", version)
                .ttl(table.time().instant().plus(Limits.MEMORY));
        return switch (job.work()) {
            case Work.EndSessions work -> row.text("kind", END_SESSIONS)
                    .text("user", work.user())
                    .text("reason", work.reason().text())
                    .time("before", work.before());
            case Work.Redrive work -> row.text("kind", REDRIVE)
                    .text("client", work.client())
                    .text("user", work.user())
                    .text("since", work.since() == null ? null : work.since().toString())
                    .text("ref", work.ref())
                    .time("at", work.at());
        };
    }

    private static Job job(Row row) {
        var progress = new Progress(row.textOrNull("after"), row.whole("worked"), row.whole("failed"),
                row.whole("passes"), row.flag("done"));
        return new Job(row.key().name(), work(row), progress);
    }

    private static Work work(Row row) {
        return switch (row.text("kind")) {
            case END_SESSIONS -> new Work.EndSessions(row.text("user"),
                    EndReason.of(row.text("reason")).orElseThrow(), row.time("before"));
            case REDRIVE -> new Work.Redrive(row.textOrNull("client"), row.textOrNull("user"),
                    row.maybeText("since").map(Instant::parse).orElse(null), row.textOrNull("ref"), row.time("at"));
            default -> throw new IllegalStateException("a job of kind " + row.text("kind"));
        };
    }
}
