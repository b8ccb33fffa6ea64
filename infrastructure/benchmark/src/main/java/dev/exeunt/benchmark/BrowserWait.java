package dev.exeunt.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The browser's wait, from the confirmation of a logout to the answer, for few and many applications, quick and slow.
final class BrowserWait implements Benchmark {

    private static final List<Duration> SPEEDS = List.of(Duration.ZERO, Duration.ofMillis(500));

    /// One of the things measured.
    private record Case(Scene scene, List<Scene.Client> clients, String what, Timings waits) {}

    @Override
    public String name() {
        return "browser-wait";
    }

    @Override
    public Report measure(Scale scale) throws IOException {
        try (var scene = Scene.start(scale.keys()); var patient = Scene.startPatient(scale.keys())) {
            var together = cases(scene, scale, "");
            var apart = cases(patient, scale, ", told after the answer");
            for (int round = -scale.warmUps(); round < scale.rounds(); round++) {
                for (int place = 0; place < together.size(); place++) {
                    run(together.get(place), round);
                    run(apart.get(place), round);
                }
            }
            return new Report(
                    "The browser's wait, from \"yes, log out\" to the answer, does not grow with the number of"
                            + " applications or their speed.",
                    Stream.concat(lines(together), lines(apart)).toList(),
                    List.of("Applications are told by the cores that answer the browser; in the cloud another machine"
                            + " tells them,", "which is what those told after the answer come closest to."));
        }
    }

    private static List<Case> cases(Scene scene, Scale scale, String how) throws IOException {
        var cases = new ArrayList<Case>();
        for (Duration speed : SPEEDS) {
            var clients = scene.register(scale.clients(), speed);
            IntStream.of(1, (scale.clients() + 3) / 4, scale.clients()).distinct().forEach(count -> cases.add(new Case(
                    scene, clients.subList(0, count), "%2d that take %3d ms%s".formatted(count, speed.toMillis(), how),
                    new Timings())));
        }
        return cases;
    }

    /// One logout, over only when every application has answered: the next one finds the machine idle. Rounds below 0
    /// are for warming up.
    private static void run(Case each, int round) throws IOException {
        var signedIn = each.scene().signIn(each.clients());
        var waited = each.scene().logOut(signedIn).waited();
        each.scene().finish(signedIn);
        if (round >= 0) {
            each.waits().add(waited);
        }
    }

    /// All compared with the first: one application that answers at once.
    private static Stream<Report.Line> lines(List<Case> cases) {
        var measure = cases.getFirst().waits();
        return cases.stream().map(each -> new Report.Line(each.what(), each.waits(), measure));
    }
}
