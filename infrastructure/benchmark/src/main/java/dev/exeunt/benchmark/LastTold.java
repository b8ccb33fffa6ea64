package dev.exeunt.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// When the last of few and many applications, quick and slow, knows; beside telling them one after the other.
final class LastTold implements Benchmark {

    private static final List<Duration> SPEEDS = List.of(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(500));
    /// So many times the applications of the scale are the most.
    private static final int MANY = 10;

    @Override
    public String name() {
        return "last-told";
    }

    @Override
    public Report measure(Scale scale) throws IOException {
        var notice = new Timings();
        var cases = new ArrayList<Case>();
        try (var scene = Scene.start(scale.keys()); var naive = new OneAfterAnother(scene)) {
            for (Duration speed : SPEEDS) {
                var clients = scene.register(scale.clients() * MANY, speed);
                IntStream.of(1, scale.clients(), scale.clients() * MANY).distinct()
                        .forEach(count -> cases.add(new Case(clients.subList(0, count), speed)));
            }
            for (int round = -scale.warmUps(); round < scale.rounds(); round++) {
                var quick = cases.get(1).clients();
                var each = naive.tell(quick).dividedBy(quick.size());
                if (round >= 0) {
                    notice.add(each);
                }
                for (Case one : cases) {
                    one.run(scene, round >= 0);
                }
            }
        }
        return new Report(
                "How soon after the slowest application could answer the last one has: from the browser's answer"
                        + " to the last application's.",
                cases.stream().map(one -> one.line(notice)).toList(),
                cases.stream().map(Case::note).toList());
    }

    /// One of the things measured.
    ///
    /// @param last from the browser's answer to the last application's
    private record Case(List<Scene.Client> clients, Duration speed, Timings last) {

        Case(List<Scene.Client> clients, Duration speed) {
            this(clients, speed, new Timings());
        }

        void run(Scene scene, boolean counts) throws IOException {
            var signedIn = scene.signIn(clients);
            var out = scene.logOut(signedIn);
            var told = scene.finish(signedIn);
            if (counts) {
                // The last may be told before the browser has its answer.
                last.add(Duration.ofNanos(Math.max(0, told - out.answered())));
            }
        }

        /// Compared with a loop: each of its notices takes what one took in this run, and the application's own time.
        Report.Line line(Timings notice) {
            var loop = new Timings();
            loop.add(notice.median().plus(speed).multipliedBy(clients.size()));
            return new Report.Line("%s; a loop would take %s".formatted(what(), Report.millis(loop.median())), last,
                    loop);
        }

        String note() {
            return "%s: the slowest application + %s".formatted(what(), Report.millis(last.median().minus(speed)));
        }

        private String what() {
            return "%3d that take %3d ms".formatted(clients.size(), speed.toMillis());
        }
    }
}
