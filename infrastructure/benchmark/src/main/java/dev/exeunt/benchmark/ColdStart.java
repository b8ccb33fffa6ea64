package dev.exeunt.benchmark;

import dev.exeunt.benchmark.bare.Constant;
import dev.exeunt.benchmark.bare.OneRead;
import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Options;
import dev.exeunt.local.runtime.Archive;
import dev.exeunt.local.runtime.PackagedFunction;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How long the packaged functions take to be there, each in a JVM of its own under Lambda's runtime client, beside bare
/// functions that do next to nothing.
final class ColdStart implements Benchmark {

    private static final List<String> NAMES = List.of("logout", "frontchannel", "registry", "backchannel", "sweeper");

    private final List<String> names;

    /// Of every function.
    ColdStart() {
        this(NAMES);
    }

    /// Of these functions alone.
    ColdStart(List<String> names) {
        this.names = names;
    }

    @Override
    public String name() {
        return "cold-start";
    }

    @Override
    public Report measure(Scale scale) throws IOException {
        var folder = Files.createTempDirectory("exeunt-cold-start");
        try (var cloud = LocalCloud.start(new Options().withoutPollers().withoutSchedule())) {
            var subjects = subjects(cloud, repository(), folder);
            // The files are in memory after one round; more would be the same, as every round is a new process.
            for (int round = -Math.min(scale.warmUps(), 1); round < scale.rounds(); round++) {
                for (var subject : subjects) {
                    run(subject, round >= 0);
                    runFromSnapshot(subject, round >= 0);
                }
            }
            return report(subjects);
        } finally {
            Archive.remove(folder);
        }
    }

    private List<Subject> subjects(LocalCloud cloud, Path repository, Path folder) throws IOException {
        var subjects = new ArrayList<Subject>();
        var beside = Archive.of(repository, "logout");
        var environment = cloud.environment("LogoutFunction");
        subjects.add(Subject.bare("bare, one read", OneRead.class, beside, environment, folder.resolve("one-read")));
        subjects.add(Subject.bare("bare, a constant", Constant.class, beside, environment, folder.resolve("constant")));
        for (var name : names) {
            var id = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Function";
            var handler = cloud.stack().functions().stream().filter(function -> function.id().equals(id)).findFirst()
                    .orElseThrow().handler();
            subjects.add(Subject.packaged(Archive.of(repository, name), name, handler, cloud.environment(id),
                    folder.resolve(name)));
        }
        return subjects;
    }

    /// One start with two answers.
    static void run(Subject subject, boolean counts) {
        try (var function = PackagedFunction.start(subject.launch())) {
            var first = answered(function, subject);
            var second = answered(function, subject);
            if (counts) {
                var timings = subject.timings();
                timings.start.add(function.starting());
                timings.first.add(first.took());
                timings.both.add(function.starting().plus(first.took()));
                timings.second.add(second.took());
                timings.memory(function.peakMemory());
            }
        }
    }

    private static void runFromSnapshot(Subject subject, boolean counts) {
        try (var function = PackagedFunction.start(subject.launch().withSnapshot())) {
            function.restore();
            var first = answered(function, subject);
            if (counts) {
                subject.timings().restored.add(first.took());
            }
        }
    }

    private static PackagedFunction.Outcome answered(PackagedFunction function, Subject subject) {
        var outcome = function.invoke(subject.event());
        // Whatever it is, it must be an answer.
        outcome.answer();
        return outcome;
    }

    private static Report report(List<Subject> subjects) {
        var lines = Stream.of(
                lines(subjects, "start and first answer", timings -> timings.both),
                lines(subjects, "start alone", timings -> timings.start),
                lines(subjects, "first answer alone", timings -> timings.first),
                lines(subjects, "second answer", timings -> timings.second),
                lines(subjects, "first answer after a snapshot", timings -> timings.restored))
                .flatMap(each -> each).toList();
        return new Report(
                "A function that was not there answers nearly as soon as a bare one with the same call of AWS.",
                lines,
                List.of("Memory resident at most: " + all(subjects, subject -> "%.0f MB"
                        .formatted(subject.timings().memory() / 1e6)),
                        "Archives: " + all(subjects, subject -> "%.1f MB".formatted(subject.bytes() / 1e6)),
                        "No snapshot is taken here: the hooks run, and the process goes on."));
    }

    private static Stream<Report.Line> lines(List<Subject> subjects, String what,
            Function<ColdTimings, Timings> timings) {
        var measure = timings.apply(subjects.getFirst().timings());
        return subjects.stream().map(subject -> new Report.Line(what + ", " + subject.what(),
                timings.apply(subject.timings()), measure));
    }

    private static String all(List<Subject> subjects, Function<Subject, String> figure) {
        return subjects.stream().map(subject -> subject.what() + " " + figure.apply(subject))
                .collect(Collectors.joining("; "));
    }

    /// The folder with `template.yaml` above this program.
    static Path repository() throws IOException {
        try {
            var folder = Path.of(ColdStart.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            while (folder != null && !Files.exists(folder.resolve("template.yaml"))) {
                folder = folder.getParent();
            }
            if (folder == null) {
                throw new IOException("this program is not where it was built: the archives are not beside it");
            }
            return folder;
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
