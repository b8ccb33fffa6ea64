package dev.exeunt.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The browser's wait, from the confirmation of a logout to the answer, for few and many applications, quick and slow.
final class BrowserWait implements Benchmark {

    private static final List<Duration> SPEEDS = List.of(Duration.ZERO, Duration.ofMillis(500));

    /// One of the things measured; the first is what the others are compared with.
    private record Case(List<Scene.Client> clients, String what, Timings waits) {}

    @Override
    public String name() {
        return "browser-wait";
    }

    @Override
    public Report measure(Scale scale) throws IOException {
        try (var scene = Scene.start(scale.keys())) {
            var cases = cases(scene, scale);
            for (int round = -scale.warmUps(); round < scale.rounds(); round++) {
                if (round == 0) {
                    cases.forEach(each -> each.waits().clear());
                }
                for (Case each : cases) {
                    run(scene, each);
                }
            }
            var measure = cases.getFirst().waits();
            return new Report("The browser's wait, from \"yes, log out\" to the answer, does not grow with the number of"
                    + " applications or their speed.",
                    cases.stream().map(each -> new Report.Line(each.what(), each.waits(), measure)).toList(),
                    List.of());
        }
    }

    private static List<Case> cases(Scene scene, Scale scale) throws IOException {
        var cases = new ArrayList<Case>();
        for (Duration speed : SPEEDS) {
            var clients = scene.register(scale.clients(), speed);
            IntStream.of(1, (scale.clients() + 3) / 4, scale.clients()).distinct().forEach(count -> cases.add(new Case(
                    clients.subList(0, count), "%d that take %d ms".formatted(count, speed.toMillis()),
                    new Timings())));
        }
        return cases;
    }

    /// One logout, over only when every application has answered: the next round finds the machine idle.
    private static void run(Scene scene, Case each) throws IOException {
        var signedIn = scene.signIn(each.clients());
        each.waits().add(scene.logOut(signedIn).waited());
        signedIn.told().await();
    }
}
