package dev.exeunt.aws;

import com.amazonaws.services.lambda.runtime.Context;
import dev.exeunt.core.action.Trace;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The tracing header of X-Ray, `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`: what Lambda
/// gives a function with each event, and what a message carries as `AWSTraceHeader` from the one that sent it to the one
/// that works it.
public final class TraceHeader {

    /// The system property in which older runtimes hand it over.
    private static final String PROPERTY = "com.amazonaws.xray.traceHeader";
    private static final Pattern SOUND = Pattern
            .compile("Root=(?<root>1-[0-9a-f]{8}-[0-9a-f]{24})(?:;[A-Za-z]{1,16}=[A-Za-z0-9:_-]{1,64}){0,4};?");

    private TraceHeader() {
    }

    /// Works an event within the trace that the platform gave it.
    public static <X extends Throwable> void follow(Context context, Work<X> work) throws X {
        var given = Optional.ofNullable(context.getXrayTraceId())
                .or(() -> Optional.ofNullable(System.getProperty(PROPERTY)));
        Trace.within(given.flatMap(TraceHeader::sound), () -> {
            work.run();
            return Optional.empty();
        });
    }

    /// What a message carries, if it is such a header.
    public static Optional<String> sound(@Nullable String header) {
        return Optional.ofNullable(header).filter(text -> SOUND.matcher(text).matches());
    }

    /// The id of the current trace, by which X-Ray finds it: the `Root` of its header.
    static Optional<String> root() {
        return Trace.current().map(SOUND::matcher).filter(Matcher::matches).map(header -> header.group("root"));
    }

    /// What a function does with one event.
    @FunctionalInterface
    public interface Work<X extends Throwable> {

        /// Does it.
        void run() throws X;
    }
}
