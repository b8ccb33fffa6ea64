package dev.exeunt.benchmark;

import com.nimbusds.jose.jwk.JWKSet;
import dev.exeunt.aws.signing.SoftwareSigner;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.saml.SignatureAlgorithm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a SAML message costs beside its bare signature, in a process that is started as Lambda starts one without a
/// snapshot: with the first compiler and the serial collector.
final class SamlMessages implements Benchmark {

    /// So many messages in a round for each application of the scale.
    private static final int MESSAGES = 20;
    private static final List<String> OPTIONS = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Map<String, String> SENT = Map.of("post-out", "a message signed for POST", "redirect-out",
            "a message signed for Redirect");
    private static final Map<String, String> TAKEN = Map.of("post-in",
            "a message by POST read, verified and judged", "redirect-in",
            "a message by Redirect inflated, read, verified and judged");

    private final String keys = new JWKSet(List.of(Keys.rsa(), Keys.ec())).toString(false);
    private final Signer signer = SoftwareSigner.parse(keys);

    @Override
    public String name() {
        return "saml";
    }

    @Override
    public Report measure(Scale scale) throws IOException {
        var lines = new ArrayList<Report.Line>();
        var notes = new ArrayList<String>();
        for (var algorithm : List.of(SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.ECDSA_SHA256)) {
            var warm = warm(algorithm, scale);
            lines.addAll(lines(algorithm, warm));
            notes.add(rates(algorithm, warm));
            if (algorithm == SignatureAlgorithm.RSA_SHA256) {
                lines.addAll(firsts(algorithm, scale, warm));
            }
        }
        return new Report("What a SAML message costs the processor, beside its signature or its verification alone; the"
                + " first of a new process by the clock, beside a later one.", lines, notes);
    }

    /// All kinds of work in one process, one after the other in each round.
    private Map<String, Timings> warm(SignatureAlgorithm algorithm, Scale scale) throws IOException {
        var timings = new LinkedHashMap<String, Timings>();
        var count = MESSAGES * scale.clients();
        try (var peer = start()) {
            for (int round = -scale.warmUps(); round < scale.rounds(); round++) {
                for (var work : List.of("signature", "post-out", "redirect-out", "verification", "post-in",
                        "redirect-in")) {
                    var cpu = Duration.ofNanos(peer.ask(List.of(line(algorithm, work, count)))[0]).dividedBy(count);
                    if (round >= 0) {
                        timings.computeIfAbsent(work, _ -> new Timings()).add(cpu);
                    }
                }
            }
        }
        return timings;
    }

    private static List<Report.Line> lines(SignatureAlgorithm algorithm, Map<String, Timings> warm) {
        var lines = new ArrayList<Report.Line>();
        var sign = of(warm, "signature");
        var verify = of(warm, "verification");
        lines.add(new Report.Line(algorithm.text() + ": the bare signature", sign, sign));
        warm.forEach((work, timings) -> {
            if (SENT.containsKey(work)) {
                lines.add(new Report.Line(algorithm.text() + ": " + SENT.get(work), timings, sign));
            }
        });
        lines.add(new Report.Line(algorithm.text() + ": the bare verification", verify, verify));
        warm.forEach((work, timings) -> {
            if (TAKEN.containsKey(work)) {
                lines.add(new Report.Line(algorithm.text() + ": " + TAKEN.get(work), timings, verify));
            }
        });
        return lines;
    }

    /// The first message that a new process sends or takes, each in a process of its own.
    private List<Report.Line> firsts(SignatureAlgorithm algorithm, Scale scale, Map<String, Timings> warm)
            throws IOException {
        var lines = new ArrayList<Report.Line>();
        for (var work : List.of("post-out", "redirect-out", "post-in", "redirect-in")) {
            var first = new Timings();
            for (int round = 0; round < scale.rounds(); round++) {
                try (var peer = start()) {
                    first.add(Duration.ofNanos(peer.ask(List.of(line(algorithm, work, 1)))[1]));
                }
            }
            var what = SENT.getOrDefault(work, TAKEN.getOrDefault(work, work));
            lines.add(new Report.Line(algorithm.text() + ": the first: " + what, first, of(warm, work)));
        }
        return lines;
    }

    private Worker start() throws IOException {
        var worker = Worker.start(SamlPeer.class, OPTIONS, Map.of());
        worker.tell(List.of(keys));
        return worker;
    }

    private String line(SignatureAlgorithm algorithm, String work, int count) {
        var example = SamlExample.of(algorithm, signer);
        var message = switch (work) {
            case "post-in" -> " " + example.post();
            case "redirect-in" -> " " + example.redirect();
            default -> "";
        };
        return algorithm.text() + " " + work + " " + count + message;
    }

    private static String rates(SignatureAlgorithm algorithm, Map<String, Timings> warm) {
        return "%s, a second and core: %d signed for POST, %d for Redirect; %d taken by POST, %d by Redirect."
                .formatted(algorithm.text(), rate(warm, "post-out"), rate(warm, "redirect-out"), rate(warm, "post-in"),
                        rate(warm, "redirect-in"));
    }

    private static long rate(Map<String, Timings> warm, String work) {
        return Math.round(1e9 / of(warm, work).median().toNanos());
    }

    private static Timings of(Map<String, Timings> all, String work) {
        return Objects.requireNonNull(all.get(work), work);
    }
}
