package dev.exeunt.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The small stack that the tests run.
public final class Small {

    private Small() {
    }

    /// Its template.
    public static String template() {
        try (var stream = Small.class.getResourceAsStream("/small.yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Options that run it quietly, with nothing happening by itself.
    public static Options options() {
        return scheduled().withoutSchedule();
    }

    /// The same with a running event source.
    public static Options polling() {
        return new Options().template(template()).withoutSchedule().log(Logs.silence());
    }

    /// The same with running schedules.
    public static Options scheduled() {
        return new Options().template(template()).withoutPollers().log(Logs.silence());
    }
}
