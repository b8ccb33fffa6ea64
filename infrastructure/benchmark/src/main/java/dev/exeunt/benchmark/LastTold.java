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
        var results = new Results(new Timings(), new Timings(), new Timings(), new Timings());
        try (var scene = Scene.start(scale.keys()); var naive = new OneAfterAnother(scene)) {
            var clients = scene.register(scale.clients(), DELAY);
            for (int round = -scale.warmUps(); round < scale.rounds(); round++) {
                var signedIn = scene.signIn(clients);
                var out = scene.logOut(signedIn);
                var last = scene.finish(signedIn);
                var oneAfterAnother = naive.tell(clients);
                if (round >= 0) {
                    results.add(out, last, oneAfterAnother);
                }
            }
        }
        return results.report(scale.clients());
    }

    /// @param fromAnswer from the browser's answer to the last application's
    /// @param fromClick  from the browser's question to the last application's answer
    /// @param browser    from the browser's question to its answer
    /// @param naive      what telling one after another takes
    private record Results(Timings fromAnswer, Timings fromClick, Timings browser, Timings naive) {

        void add(Scene.LoggedOut out, long last, Duration oneAfterAnother) {
            fromAnswer.add(Duration.ofNanos(last - out.answered()));
            fromClick.add(Duration.ofNanos(last - out.clicked()));
            browser.add(out.waited());
            naive.add(oneAfterAnother);
        }

        Report report(int clients) {
            return new Report("The last of %d applications that take %d ms each knows soon after the slowest can."
                    .formatted(clients, DELAY.toMillis()),
                    List.of(new Report.Line("from the browser's answer to the last application's", fromAnswer, naive),
                            new Report.Line("from \"yes, log out\" to the last application's answer", fromClick, naive),
                            new Report.Line("from \"yes, log out\" to the browser's answer: its wait", browser, naive),
                            new Report.Line("naive: a loop that tells one after another", naive, naive)),
                    List.of("From the browser's answer: the slowest application + %s.".formatted(Report.millis(
                            fromAnswer.median().minus(DELAY)))));
        }
    }
}
