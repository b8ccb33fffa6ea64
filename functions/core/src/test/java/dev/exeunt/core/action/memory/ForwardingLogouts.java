package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.Visit;
import java.time.Instant;
import java.util.Optional;

/// Logouts that stand between a verb and others.
public class ForwardingLogouts implements Logouts {

    private final Logouts to;

    public ForwardingLogouts(Logouts to) {
        this.to = to;
    }

    @Override
    public Committed commit(Ending ending) {
        return to.commit(ending);
    }

    @Override
    public Optional<Logout> read(String ref) {
        return to.read(ref);
    }

    @Override
    public void sent(String ref, Instant due) {
        to.sent(ref, due);
    }

    @Override
    public void close(String ref) {
        to.close(ref);
    }

    @Override
    public void keep(String ref, Instant atLeast) {
        to.keep(ref, atLeast);
    }

    @Override
    public void addVisit(Visit visit) {
        to.addVisit(visit);
    }

    @Override
    public Optional<Visit> visit(String ref, String hash) {
        return to.visit(ref, hash);
    }

    @Override
    public boolean advance(Visit seen, Progress next) {
        return to.advance(seen, next);
    }

    @Override
    public boolean answered(String ref, String hash, Progress.Entry entry, Progress.SamlStatus status) {
        return to.answered(ref, hash, entry, status);
    }
}
