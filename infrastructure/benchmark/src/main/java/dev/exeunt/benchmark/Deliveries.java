package dev.exeunt.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// What a delivery costs the deliverer's processor, beside nothing but the signature, and beside telling one after the
/// other. The deliverer is a process of its own with the memory of a small function, so that what the applications, the
/// table and the queue cost is not counted: in the cloud they are other machines.
final class Deliveries implements Benchmark {

    /// So many notices for each application of the scale, in one logout.
    private static final int NOTICES = 10;
    /// The processor's time is told in steps of ten milliseconds, so what is quick is done more often.
    private static final int SIGNATURES = 2000;
    private static final int ENGINE = 5;
    /// So many more for each client in a round that warms up: code gets warm by deliveries, and as many of the whole
    /// function's would take minutes.
    private static final int ENGINE_WARMS_UP = 20;
    private static final double MEGABYTE = 1024 * 1024;

    @Override
    public String name() {
        return "deliveries";
    }

    @Override
    public Report measure(Scale scale) throws IOException {
        var lines = new ArrayList<Report.Line>();
        var notes = new ArrayList<String>();
        try (var scene = Scene.startPatient(Keys.SOFTWARE);
                var deliverer = scene.deliverer();
                var naive = new OneAfterAnother(scene)) {
            for (var algorithm : List.of("RS256", "ES256")) {
                var results = new Results(algorithm);
                var clients = scene.register(scale.clients() * NOTICES, Duration.ZERO, algorithm);
                for (int round = -scale.warmUps(); round < scale.rounds(); round++) {
                    var once = new Round(scene, deliverer, clients, algorithm);
                    if (round < 0) {
                        once.engine(ENGINE_WARMS_UP * clients.size());
                    }
                    var took = once.run(naive);
                    if (round >= 0) {
                        results.add(took);
                    }
                }
                lines.addAll(results.lines());
                notes.addAll(results.notes());
            }
            notes.add(memory(deliverer.memory()));
        }
        return new Report(
                "What a delivery costs the deliverer's processor, beside its signature alone: time for each, all"
                        + " threads together; the lines by the clock say so.",
                lines, notes);
    }

    private static String memory(DelivererProcess.Memory memory) {
        return String.format(Locale.ROOT, "Memory of the deliverer, started with -Xmx%dm: %.0f MB at the most, of which"
                + " heap in use at the end %.0f MB, %.0f MB of it live.", DelivererProcess.HEAP,
                memory.peak() / MEGABYTE,
                memory.used() / MEGABYTE, memory.live() / MEGABYTE);
    }

    /// What one notice took.
    private record Took(DelivererProcess.Took sign, DelivererProcess.Took engine, DelivererProcess.Took function,
            Duration naive) {}

    /// One logout of all clients, and what it is compared with, one right after the other.
    private record Round(Scene scene, DelivererProcess deliverer, List<Scene.Client> clients, String algorithm) {

        Took run(OneAfterAnother naive) throws IOException {
            var count = clients.size();
            var sign = deliverer.sign(algorithm, SIGNATURES).each(SIGNATURES);
            var engine = engine(ENGINE * count);
            var signedIn = scene.signIn(clients);
            var out = scene.logOut(signedIn);
            var function = deliverer.deliver(scene.events(out, count)).each(count);
            signedIn.told().await();
            return new Took(sign, engine, function, naive.tell(clients).dividedBy(count));
        }

        DelivererProcess.Took engine(int count) throws IOException {
            var sid = UUID.randomUUID().toString();
            scene.expect(sid, 1);
            var uri = scene.application("engine").toString();
            return deliverer.engine(algorithm, count, uri, sid).each(count);
        }
    }

    private record Results(String algorithm, Timings sign, Timings engine, Timings function, Timings byTheClock,
            Timings naive) {

        Results(String algorithm) {
            this(algorithm, new Timings(), new Timings(), new Timings(), new Timings(), new Timings());
        }

        void add(Took took) {
            sign.add(took.sign().cpu());
            engine.add(took.engine().cpu());
            function.add(took.function().cpu());
            byTheClock.add(took.function().wall());
            naive.add(took.naive());
        }

        List<Report.Line> lines() {
            return List.of(new Report.Line(algorithm + ": the bare signature", sign, sign),
                    new Report.Line(algorithm + ": a delivery, with stores in memory", engine, sign),
                    new Report.Line(algorithm + ": a delivery by the whole function, table included", function, sign),
                    new Report.Line(algorithm + ": the same by the clock", byTheClock, naive),
                    new Report.Line(algorithm + ": naive, by the clock: a loop that signs RS256 and posts", naive,
                            naive));
        }

        List<String> notes() {
            return List
                    .of("%s, a second and core: %d bare signatures; %d deliveries with stores in memory (%d %%), %d by"
                            .formatted(algorithm, rate(sign), rate(engine), percent(engine), rate(function))
                            + " the whole function (%d %%).".formatted(percent(function)));
        }

        private static long rate(Timings timings) {
            return Math.round(1e9 / timings.median().toNanos());
        }

        private long percent(Timings of) {
            return Math.round(100 / of.ratioTo(sign));
        }
    }
}
