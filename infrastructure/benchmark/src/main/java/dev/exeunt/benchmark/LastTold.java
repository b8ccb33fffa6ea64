package dev.exeunt.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// When the last of many applications knows, beside telling them one after the other.
final class LastTold implements Benchmark {

    private static final Duration DELAY = Duration.ofMillis(100);

    @Override
    public String name() {
        return "last-told";
    }

    @Override
    public Report measure(Scale scale) throws IOException {
        var fromAnswer = new Timings();
        var fromClick = new Timings();
        var naive = new Timings();
        try (var scene = Scene.start(scale.keys()); var loop = new OneAfterAnother(scene)) {
            var clients = scene.register(scale.clients(), DELAY);
            for (int round = -scale.warmUps(); round < scale.rounds(); round++) {
                if (round == 0) {
                    List.of(fromAnswer, fromClick, naive).forEach(Timings::clear);
                }
                var signedIn = scene.signIn(clients);
                var out = scene.logOut(signedIn);
                var last = signedIn.told().await();
                fromAnswer.add(Duration.ofNanos(last - out.answered()));
                fromClick.add(Duration.ofNanos(last - out.clicked()));
                naive.add(loop.tell(clients));
            }
        }
        return new Report("The last of %d applications that take %d ms each knows soon after the slowest can."
                .formatted(scale.clients(), DELAY.toMillis()),
                List.of(new Report.Line("from the browser's answer to the last application's", fromAnswer, naive),
                        new Report.Line("from \"yes, log out\" to the last application's answer", fromClick, naive),
                        new Report.Line("naive: a loop that tells one after another", naive, naive)),
                List.of("From the browser's answer: the slowest application + %s.".formatted(Report.millis(fromAnswer
                        .median().minus(DELAY)))));
    }
}
