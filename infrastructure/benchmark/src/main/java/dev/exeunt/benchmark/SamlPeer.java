package dev.exeunt.benchmark;

import dev.exeunt.aws.signing.SoftwareSigner;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.saml.SignatureAlgorithm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/// A process that does nothing but SAML messages. The first line of its standard input is a set of keys; each further one
/// is `ALGORITHM WORK N [MESSAGE]`, see [SamlExample]. It answers with nanoseconds: of the processor for
/// the one thread that works, and of the clock.
public final class SamlPeer {

    private SamlPeer() {
    }

    /// Works until its standard input ends.
    public static void main(String[] arguments) throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var signer = SoftwareSigner.parse(in.readLine());
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(obey(line.split(" "), signer));
            }
        }
    }

    private static String obey(String[] words, Signer signer) {
        var algorithm = SignatureAlgorithm.ofText(words[0]).orElseThrow();
        var work = SamlExample.of(algorithm, signer).work(words[1], words.length > 3 ? words[3] : "");
        var count = Integer.parseInt(words[2]);
        var threads = ManagementFactory.getThreadMXBean();
        var cpu = threads.getCurrentThreadCpuTime();
        var begun = System.nanoTime();
        for (int n = 0; n < count; n++) {
            work.run();
        }
        var wall = System.nanoTime() - begun;
        return (threads.getCurrentThreadCpuTime() - cpu) + " " + wall;
    }
}
