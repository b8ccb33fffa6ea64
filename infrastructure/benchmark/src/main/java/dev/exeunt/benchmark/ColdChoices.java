package dev.exeunt.benchmark;

import dev.exeunt.benchmark.bare.Constant;
import dev.exeunt.benchmark.bare.DecodedByJackson;
import dev.exeunt.benchmark.bare.DecodedByNimbus;
import dev.exeunt.benchmark.bare.DecodedByTheRuntime;
import dev.exeunt.benchmark.bare.OneRead;
import dev.exeunt.benchmark.bare.OneReadByApache;
import dev.exeunt.benchmark.bare.ParsedXml;
import dev.exeunt.benchmark.bare.Verified;
import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Options;
import dev.exeunt.local.runtime.Archive;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a cold start would cost with other libraries, and what the first use of a part of the JDK costs: bare functions that
/// differ in one thing, each in a JVM of its own beside the libraries of `logout`.
final class ColdChoices implements Benchmark {

    private static final List<String> JACKSON = List.of("com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.core.JsonParser", "com.fasterxml.jackson.annotation.JsonCreator");
    private static final List<String> APACHE = List.of("org.apache.hc.client5.http.classic.HttpClient",
            "org.apache.hc.core5.http.HttpRequest",
            "org.apache.hc.core5.http2.HttpVersionPolicy", "org.slf4j.Logger");

    @Override
    public String name() {
        return "cold-choices";
    }

    /// @param measure the one whose ratio is 1
    private record Choice(Subject subject, Subject measure) {}

    @Override
    public Report measure(Scale scale) throws IOException {
        var folder = Files.createTempDirectory("exeunt-cold-choices");
        try (var cloud = LocalCloud.start(new Options().withoutPollers().withoutSchedule())) {
            var choices = choices(new Bench(cloud, Archive.of(ColdStart.repository(), "logout"), folder));
            for (int round = -Math.min(scale.warmUps(), 1); round < scale.rounds(); round++) {
                for (var choice : choices) {
                    ColdStart.run(choice.subject(), round >= 0);
                }
            }
            return report(choices);
        } finally {
            Archive.remove(folder);
        }
    }

    private static List<Choice> choices(Bench bench) throws IOException {
        var choices = new ArrayList<Choice>();
        var constant = bench.subject("nothing", Constant.class, List.of());
        var read = bench.subject("one read by url-connection-client", OneRead.class, List.of());
        choices.add(new Choice(constant, constant));
        for (var other : List.of(
                bench.subject("the event by the JOSE library's JSON", DecodedByNimbus.class, List.of()),
                bench.subject("the event by Jackson", DecodedByJackson.class, JACKSON),
                bench.subject("the event by the runtime's own mapper", DecodedByTheRuntime.class, List.of()),
                bench.subject("the JDK's RSA at the first event", Verified.class, List.of()),
                bench.subject("the JDK's XML at the first event", ParsedXml.class, List.of()))) {
            choices.add(new Choice(other, constant));
        }
        choices.add(new Choice(read, read));
        var apache = bench.subject("one read by apache5-client", OneReadByApache.class, APACHE);
        bench.addMeasured(apache);
        choices.add(new Choice(apache, read));
        return choices;
    }

    /// Where they are set up.
    private record Bench(LocalCloud cloud, Archive beside, Path folder) {

        /// @param more classes whose jars it needs besides
        Subject subject(String what, Class<?> handler, List<String> more) throws IOException {
            var place = folder.resolve(handler.getSimpleName());
            var subject = Subject.bare(what, handler, beside, cloud.environment("LogoutFunction"), place);
            for (var name : more) {
                copy(jar(name), subject);
            }
            return subject.with(Subject.get("ANY /logout", "/logout", Map.of(), List.of()));
        }

        /// Adds what is beside this program for being measured.
        void addMeasured(Subject subject) throws IOException {
            var jars = ColdStart.repository().resolve("infrastructure/benchmark/target/measured");
            try (var files = Files.list(jars)) {
                for (var jar : files.toList()) {
                    copy(jar, subject);
                }
            }
        }

        private static void copy(Path jar, Subject subject) throws IOException {
            var copy = subject.launch().folder().resolve("lib").resolve(jar.getFileName());
            if (!Files.exists(copy)) {
                Files.copy(jar, copy);
            }
        }

        private static Path jar(String name) throws IOException {
            try {
                return Path.of(Class.forName(name).getProtectionDomain().getCodeSource().getLocation().toURI());
            } catch (ClassNotFoundException | URISyntaxException e) {
                throw new IOException(name + " is in no jar of this program's", e);
            }
        }
    }

    private static Report report(List<Choice> choices) {
        var lines = Stream.of(
                lines(choices, "start and first answer", timings -> timings.both),
                lines(choices, "start alone", timings -> timings.start),
                lines(choices, "first answer alone", timings -> timings.first),
                lines(choices, "second answer", timings -> timings.second)).flatMap(each -> each).toList();
        return new Report("What stands in the way of a first answer, one thing at a time.", lines, List.of());
    }

    private static Stream<Report.Line> lines(List<Choice> choices, String what,
            Function<ColdTimings, Timings> timings) {
        return choices.stream().map(choice -> new Report.Line(what + ", " + choice.subject().what(),
                timings.apply(choice.subject().timings()), timings.apply(choice.measure().timings())));
    }
}
