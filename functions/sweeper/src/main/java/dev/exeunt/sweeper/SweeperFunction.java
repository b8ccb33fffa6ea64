package dev.exeunt.sweeper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.Surroundings;
import dev.exeunt.aws.TraceHeader;
import dev.exeunt.core.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

/// The function on a schedule: one invocation a minute for each shard, whose number is its input (`{"shard":0}`).
public final class SweeperFunction implements RequestStreamHandler {

    /// What is left of the function's time for finishing the item in hand.
    private static final Duration RESERVE = Duration.ofSeconds(12);

    private final Wiring.Parts parts;
    private final Environment environment;

    /// For Lambda.
    public SweeperFunction() {
        var environment = Environment.ofProcess();
        this(environment);
        Wiring.rehearse(environment);
    }

    /// With an environment of the caller's.
    public SweeperFunction(Environment environment) {
        this(environment, Surroundings.of(environment));
    }

    /// With surroundings of the caller's too.
    public SweeperFunction(Environment environment, Surroundings surroundings) {
        this.parts = Wiring.parts(environment, surroundings);
        this.environment = environment;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TraceHeader.follow(context, () -> handle(input, output, context));
    }

    private void handle(InputStream input, OutputStream output, Context context) throws IOException {
        var shard = shard(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        var deadline = environment.time().instant().plusMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        var result = parts.sweep().run(shard, deadline);
        parts.backlog().run(shard);
        output.write(JSONObjectUtils
                .toJSONString(Map.of("worked", result.worked(), "failed", result.failed(), "more", result.more()))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static int shard(String json) {
        try {
            var shard = JSONObjectUtils.getInt(JSONObjectUtils.parse(json), "shard");
            if (shard < 0 || shard >= Limits.DUE_SHARDS) {
                throw new IllegalArgumentException("the schedule names a shard that does not exist: " + shard);
            }
            return shard;
        } catch (ParseException e) {
            throw new IllegalArgumentException("the schedule's input is not {\"shard\":n}", e);
        }
    }
}
