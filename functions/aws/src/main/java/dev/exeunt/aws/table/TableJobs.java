package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Jobs;
import dev.exeunt.core.session.EndReason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Bulk jobs in the table.
final class TableJobs implements Jobs {

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
        var row = row(new Job(seen.id(), seen.user(), seen.reason(), seen.before(), next), version + 1);
        return rows.write(new Write.Put(next.done() ? row : row.due(dueAt), "#version = :seen",
                Map.of(":seen", Write.of(version)))).isDone();
    }

    private Row row(Job job, long version) {
        return Row.at(Key.job(job.id()))
                .text("user", job.user())
                .text("reason", job.reason().text())
                .time("before", job.before())
                .text("after", job.progress().after())
                .number("ended", job.progress().ended())
                .number("failed", job.progress().failed())
                .number("passes", job.progress().passes())
                .flag("done", job.progress().done())
                .number("version", version)
                .ttl(table.time().instant().plus(Limits.MEMORY));
    }

    private static Job job(Row row) {
        var progress = new Progress(row.textOrNull("after"), row.whole("ended"), row.whole("failed"),
                row.whole("passes"), row.flag("done"));
        return new Job(row.key().name(), row.text("user"), EndReason.of(row.text("reason")).orElseThrow(),
                row.time("before"), progress);
    }
}
