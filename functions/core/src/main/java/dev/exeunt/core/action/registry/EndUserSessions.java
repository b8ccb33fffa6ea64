package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Jobs;
import dev.exeunt.core.action.Jobs.Job;
import dev.exeunt.core.action.Jobs.Progress;
import dev.exeunt.core.action.Jobs.Work.EndSessions;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.WebAnswer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/// Ends all sessions of a user as a job: `DELETE /users/{user}/sessions`. The user is barred first, so
/// that nobody can join a session that began before; then the sessions are ended page by page, a first slice at once and
/// the rest by the sweeper.
public final class EndUserSessions {

    private static final int PAGE = 25;
    private static final int MOST_PASSES = 10;
    /// How long the operator waits for the first sessions to end.
    private static final Duration FIRST_SLICE = Duration.ofSeconds(8);
    private static final Duration AGAIN = Duration.ofSeconds(60);

    private final Sessions sessions;
    private final Jobs jobs;
    private final StartLogout logout;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    /// See [EndUserSessions].
    public EndUserSessions(Sessions sessions, Jobs jobs, StartLogout logout, InstantSource time) {
        this.sessions = sessions;
        this.jobs = jobs;
        this.logout = logout;
        this.time = time;
    }

    /// 202 with the job, after a first slice of its work; 400 for a reason that does not exist (none is `admin`).
    public WebAnswer begin(String user, Parameters query) {
        return RemoveSession.reason(query).map(reason -> begin(user, reason))
                .orElseGet(() -> WebAnswer.problem(RemoveSession.unknownReason()));
    }

    private WebAnswer begin(String user, EndReason reason) {
        var now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        sessions.bar(user, now);
        var job = new Job(VisitToken.newRef(random), new EndSessions(user, reason, now), Progress.NONE);
        jobs.add(job, now.plus(AGAIN));
        work(job, new EndSessions(user, reason, now), now.plus(FIRST_SLICE));
        return WebAnswer.json(202, Map.of("job", job.id()));
    }

    /// Goes on with a job until it is done or the deadline. Two that work on one do no harm: a session ends once.
    public void work(Job job, EndSessions work, Instant deadline) {
        var current = Optional.of(job);
        while (current.isPresent() && time.instant().isBefore(deadline)) {
            current = turn(current.get(), work, deadline);
        }
    }

    /// Ends one page of sessions, or as many of it as the deadline allows, and writes how far it came.
    ///
    /// @return the job as it is now; empty if it is done, or somebody else has moved it on
    public Optional<Job> turn(Job job, EndSessions work, Instant deadline) {
        if (job.progress().done()) {
            return Optional.empty();
        }
        var next = slice(work, job.progress(), deadline);
        return jobs.advance(job, next, time.instant().plus(AGAIN)) && !next.done()
                ? Optional.of(new Job(job.id(), work, next))
                : Optional.empty();
    }

    private Progress slice(EndSessions work, Progress begun, Instant deadline) {
        var progress = begun;
        var page = sessions.ofUser(work.user(), progress.after(), PAGE);
        var ended = progress.worked();
        var failed = progress.failed();
        for (String session : page) {
            if (!time.instant().isBefore(deadline)) {
                return new Progress(progress.after(), ended, failed, progress.passes(), false);
            }
            if (mustEnd(session, work)) {
                var outcome = logout.run(
                        new Order(session, Flow.INVALIDATION, null, Initiator.BULK, work.reason(), null));
                ended += outcome instanceof Started.Ended ? 1 : 0;
                failed += outcome instanceof Started.Busy ? 1 : 0;
            }
            progress = new Progress(session, ended, failed, progress.passes(), false);
        }
        return page.size() < PAGE ? passed(progress) : progress;
    }

    /// At the end of a pass: done, or once more for those that kept changing.
    private static Progress passed(Progress progress) {
        var passes = progress.passes() + 1;
        return progress.failed() == 0 || passes == MOST_PASSES
                ? new Progress(progress.after(), progress.worked(), progress.failed(), passes, true)
                : new Progress(null, progress.worked(), 0, passes, false);
    }

    private boolean mustEnd(String session, EndSessions work) {
        return sessions.read(session)
                .filter(read -> read.session().life() instanceof Session.Life.Living)
                .filter(read -> !read.session().createdAt().isAfter(work.before()))
                .isPresent();
    }
}
