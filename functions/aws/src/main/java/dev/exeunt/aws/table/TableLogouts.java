package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Logouts and visits in the table.
final class TableLogouts implements Logouts {

    /// Where the session's row and the plan's stand among the writes of a commit.
    private static final int SESSION = 0;
    private static final int PLAN = 1;
    /// Characters of a client request token, the most there may be: 216 bits of a digest.
    private static final int TOKEN = 36;

    private final Rows rows;

    TableLogouts(Table table) {
        this.rows = table.rows();
    }

    /// The token names exactly this ending, so a repetition within ten minutes is recognised by the service; later, or
    /// after another plan was made for the same ref, the conditions decide. So the service can never see one token with
    /// different contents, and should it say so all the same, that is a fault of the program and thrown.
    @Override
    public Committed commit(Ending ending) {
        var plan = LogoutRows.plan(ending.logout());
        return switch (rows.transact(writes(ending, plan), token(ending, plan.getFirst()))) {
            case Transacted.Done _ -> new Committed.Done();
            // An earlier try may win yet. Whoever reads again sees it, or commits against the same version: one wins.
            case Transacted.InProgress _ -> unlessItStands(ending, plan.getFirst(), new Committed.Changed());
            case Transacted.Cancelled cancelled -> classify(ending, plan.getFirst(), cancelled);
        };
    }

    private static List<Write> writes(Ending ending, List<Row> plan) {
        var writes = new ArrayList<Write>();
        writes.add(ending.logout().client() == null ? endOfSession(ending) : oneLess(ending));
        writes.add(new Write.Put(plan.getFirst(), "attribute_not_exists(#pk)", Map.of()));
        plan.stream().skip(1).map(Write::put).forEach(writes::add);
        writes.add(Write.put(LogoutRows.state(ending)));
        if (ending.visit() != null) {
            writes.add(Write.put(VisitRows.row(ending.visit())));
        }
        if (ending.logout().client() != null) {
            writes.add(leaving(ending.logout(), ending.logout().client()));
        }
        return writes;
    }

    private static Write endOfSession(Ending ending) {
        var logout = ending.logout();
        return new Write.Update(Key.session(ending.session().id()),
                "SET #ended_ref = :ref, #ended_at = :at, #ended_reason = :reason, #version = :next"
                        + " REMOVE #due_shard, #due_at",
                TableSessions.UNCHANGED,
                Map.of(":ref", Write.of(logout.ref()), ":at", Write.of(logout.at().toString()),
                        ":reason", Write.of(logout.reason().text()),
                        ":seen", version(ending, 0), ":next", version(ending, 1)));
    }

    /// `bytes` stays: who has left is remembered in the session, and coming back takes no more room.
    private static Write oneLess(Ending ending) {
        return new Write.Update(Key.session(ending.session().id()), "SET #count = :count, #version = :next",
                TableSessions.UNCHANGED,
                Map.of(":count", Write.of(ending.session().gate().count() - 1),
                        ":seen", version(ending, 0), ":next", version(ending, 1)));
    }

    private static AttributeValue version(Ending ending, int more) {
        return Write.of(ending.session().gate().version() + more);
    }

    private static Write leaving(Logout logout, String client) {
        return new Write.Update(Key.participant(logout.session(), client), "SET #left_ref = :ref, #left_at = :at",
                "attribute_exists(#pk) AND attribute_not_exists(#left_ref)",
                Map.of(":ref", Write.of(logout.ref()), ":at", Write.of(logout.at().toString())));
    }

    private static String token(Ending ending, Row plan) {
        var digest = Key.digest(ending.logout().ref(), Long.toString(ending.session().gate().version()),
                plan.text("digest"), ending.dueAt().toString(),
                String.valueOf(ending.visit()));
        return digest.substring(0, TOKEN);
    }

    private Committed classify(Ending ending, Row plan, Transacted.Cancelled cancelled) {
        var ref = ending.logout().ref();
        if (cancelled.failed(SESSION) || cancelled.failed(PLAN)) {
            var endedBy = cancelled.row(SESSION).flatMap(row -> row.maybeText("ended_ref"));
            var otherwise = endedBy.<Committed>map(Committed.EndedBy::new).orElseGet(Committed.Changed::new);
            // A living session was not ended by this logout, nor was one that another ended; but one application's part
            // in it may have been, of which the session's row tells nothing.
            var mayStand = ending.logout().client() != null || endedBy.filter(ref::equals).isPresent();
            return mayStand || cancelled.failed(PLAN) ? unlessItStands(ending, plan, otherwise) : otherwise;
        }
        if (cancelled.busy()) {
            return new Committed.Changed();
        }
        throw new IllegalStateException("logout %s: participant %s is not here, though its session is unchanged"
                .formatted(ref, ending.logout().client()));
    }

    /// What to answer if an earlier try may have been made whose answer got lost. If it was made with this very plan,
    /// this ending stands, with the visit that this caller knows of. If with another plan, made from other readings, the
    /// caller must go by that one, as after anybody else's logout.
    private Committed unlessItStands(Ending ending, Row plan, Committed otherwise) {
        var stored = rows.get(plan.key());
        if (stored.isEmpty()) {
            return otherwise;
        }
        if (!stored.get().text("digest").equals(plan.text("digest"))) {
            return new Committed.EndedBy(ending.logout().ref());
        }
        if (ending.visit() != null) {
            rows.write(new Write.Put(VisitRows.row(ending.visit()), "attribute_not_exists(#pk)", Map.of()));
        }
        return new Committed.Done();
    }

    @Override
    public Optional<Logout> read(String ref) {
        return rows.get(Key.plan(ref)).map(first -> LogoutRows.logout(IntStream.range(0, first.whole("parts"))
                .mapToObj(part -> part == 0 ? first : rows.get(Key.plan(ref, part)).orElseThrow())
                .toList()));
    }

    /// A logout that is off the clock already stays off it.
    @Override
    public void sent(String ref, Instant due) {
        rows.write(new Write.Update(Key.state(ref), "SET #due_at = :due, #sent = :yes", "attribute_exists(#due_at)",
                Map.of(":due", Write.of(DueTime.up(due)), ":yes", AttributeValue.fromBool(true))));
    }

    @Override
    public void close(String ref) {
        rows.write(new Write.Update(Key.state(ref), "REMOVE #due_shard, #due_at", "attribute_exists(#pk)", Map.of()));
    }

    /// Every row but the visits, which are long dead; the plan's first row comes last, so that a keeping that was cut
    /// short is seen to be unfinished. What is kept, is kept for longer than was asked, so that the next asking finds
    /// nothing to do.
    @Override
    public void keep(String ref, Instant atLeast) {
        var plan = Key.plan(ref);
        if (rows.get(plan).filter(first -> first.number("ttl") < atLeast.getEpochSecond()).isEmpty()) {
            return;
        }
        var until = Map.of(":ttl", Write.of(atLeast.plus(Limits.MEMORY).getEpochSecond()));
        Stream.of("PLAN#", "STATE", Key.RECEIPTS).flatMap(prefix -> rows.all(plan.pk(), prefix).map(Row::key))
                .forEach(key -> rows.write(new Write.Update(key, "SET #ttl = :ttl", "attribute_exists(#pk)", until)));
        rows.write(new Write.Update(plan, "SET #ttl = :ttl", "attribute_exists(#pk)", until));
    }

    @Override
    public void addVisit(Visit visit) {
        rows.write(Write.put(VisitRows.row(visit)));
    }

    @Override
    public Optional<Visit> visit(String ref, String hash) {
        return rows.get(Key.visit(ref, hash)).map(VisitRows::visit);
    }

    @Override
    public boolean advance(Visit seen, Progress next) {
        return rows.write(new Write.Update(Key.visit(seen.ref(), seen.hash()),
                "SET #stage = :next, #frames = :frames, #hops = :hops", "#stage = :seen AND #hops = :seen_hops",
                Map.of(":seen", Write.of(seen.progress().stage()), ":next", Write.of(next.stage()),
                        ":frames", VisitRows.frames(next.frames()).asValue(),
                        ":hops", VisitRows.hops(next.hops()).asValue(),
                        ":seen_hops", VisitRows.hops(seen.progress().hops()).asValue())))
                .isDone();
    }

    /// Each answer is an attribute of its own, so that those of frames, which come all at once, do not meet.
    @Override
    public boolean answered(String ref, String hash, Progress.Entry entry, Progress.SamlStatus status) {
        var answer = "#" + VisitRows.attribute(entry);
        return rows.write(new Write.Update(Key.visit(ref, hash), "SET " + answer + " = :status",
                "attribute_exists(#pk) AND attribute_not_exists(" + answer + ")",
                Map.of(":status", Write.of(status.name())))).isDone();
    }
}
