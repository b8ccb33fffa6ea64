package dev.exeunt.acceptance.crash;

import dev.exeunt.acceptance.crash.Applications.Temper;
import dev.exeunt.core.client.OidcClient.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// A short time in which anything may happen in any order, also in the middle of something else: people sign in, join and
/// are signed out; calls to AWS go wrong; messages come twice, late, out of order and without having been deleted; two
/// sweepers run at once. Then it becomes calm, and time passes.
final class Schedule implements Mischief {

    private static final List<String> USERS = List.of("ann", "bob");
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int MOST_SESSIONS = 4;
    private static final int MOST_STEPS = 14;
    private static final int MOST_FAULTS = 6;
    private static final int MOST_MEANWHILE = 3;
    /// Of a hundred calls, so many go wrong as long as faults are left.
    private static final int FAULTY = 6;
    private static final int INTERRUPTED = 3;

    private final Random random;
    private final Cloud cloud = new Cloud();
    private final People people = new People(cloud);
    private final Facts facts = new Facts(cloud, people);
    private final Time time = new Time(cloud);
    private final List<String> clients = new ArrayList<>();
    private int faults;
    private int meanwhile;

    private Schedule(Random random) {
        this.random = random;
    }

    /// Plays the schedule of a seed.
    static Schedule play(long seed) {
        return Chance.of(seed, () -> {
            var schedule = new Schedule(new Random(seed));
            schedule.run();
            return schedule;
        });
    }

    /// What was not true; empty if all was.
    List<String> broken() {
        return facts.broken();
    }

    /// What happened.
    List<String> story() {
        return cloud.story();
    }

    private void run() {
        register();
        faults = random.nextInt(MOST_FAULTS + 1);
        meanwhile = random.nextInt(MOST_MEANWHILE + 1);
        cloud.mischief(this);
        var steps = 4 + random.nextInt(MOST_STEPS - 3);
        for (int step = 0; step < steps; step++) {
            step();
        }
        cloud.mischief(Mischief.NONE);
        facts.require(time.pass(Scenario.THE_END), Time.RESTLESS);
        facts.inTheEnd();
    }

    private void register() {
        for (int n = 0; n < 3; n++) {
            var temper = Temper.values()[random.nextInt(Temper.values().length)];
            var client = temper.name().toLowerCase(Locale.ROOT) + n;
            people.client(client, random.nextInt(4) == 0 ? Subject.SUB : Subject.BOTH);
            cloud.applications().temper(client, temper);
            clients.add(client);
        }
        people.receiver("receiver");
        clients.add("receiver");
    }

    private void step() {
        switch (random.nextInt(13)) {
            case 0, 1 -> signIn();
            case 2, 3, 4 -> join();
            case 5 -> logOut();
            case 6 -> end();
            case 7, 8, 9 -> message();
            case 10 -> sweep();
            case 11 -> redrive();
            default -> cloud.watch().forward(Duration.ofSeconds(1L << random.nextInt(12)));
        }
    }

    @Override
    public Optional<Fault> fault(int number, String operation) {
        if (meanwhile > 0 && random.nextInt(100) < INTERRUPTED) {
            meanwhile--;
            step();
        }
        if (faults == 0 || random.nextInt(100) >= FAULTY) {
            return Optional.empty();
        }
        faults--;
        return Optional.of(Fault.values()[random.nextInt(Fault.values().length)]);
    }

    private void signIn() {
        var number = people.sessions().size();
        if (number == MOST_SESSIONS) {
            return;
        }
        var session = "s" + number;
        people.signIn(session, USERS.get(random.nextInt(10) < 7 ? 0 : 1), LIFE);
        if (random.nextBoolean()) {
            people.join(session, clients.get(random.nextInt(clients.size())));
        }
    }

    private void join() {
        session().ifPresent(session -> people.join(session, clients.get(random.nextInt(clients.size()))));
    }

    private void logOut() {
        session().filter(people::logOut).ifPresent(facts::requireEnded);
    }

    private void end() {
        if (random.nextInt(3) == 0) {
            people.endAll(USERS.getFirst());
        } else {
            session().filter(people::end).ifPresent(facts::requireEnded);
        }
    }

    /// An application that did not want to know has been mended, and an operator has all sent again that it refused. Not in
    /// the middle of something: a refusal might be on its way.
    private void redrive() {
        var refusing = clients.stream()
                .filter(client -> cloud.applications().temper(client) == Temper.REFUSING).findFirst();
        if (refusing.isPresent() && cloud.running().isEmpty()) {
            cloud.applications().temper(refusing.get(), Temper.SOUND);
            if (!people.redrive(refusing.get())) {
                cloud.applications().temper(refusing.get(), Temper.REFUSING);
            }
        }
    }

    private Optional<String> session() {
        var sessions = people.sessions();
        return sessions.isEmpty() ? Optional.empty() : Optional.of(sessions.get(random.nextInt(sessions.size())).id());
    }

    /// Any message, whichever came first; perhaps once more than it should; perhaps it is not deleted in time.
    private void message() {
        var visible = cloud.queue().visible();
        if (visible.isEmpty()) {
            return;
        }
        cloud.queue().receive(visible.get(random.nextInt(visible.size()))).ifPresent(message -> {
            if (random.nextInt(6) == 0) {
                cloud.queue().duplicate(message);
            }
            time.deliver(List.of(message), random.nextInt(6) > 0);
        });
    }

    /// Of two sweepers at once, the other begins in the middle of the first.
    private void sweep() {
        var due = cloud.due();
        if (!due.isEmpty() && random.nextInt(3) == 0) {
            time.sweep(due.first());
        }
        time.sweep();
    }
}
