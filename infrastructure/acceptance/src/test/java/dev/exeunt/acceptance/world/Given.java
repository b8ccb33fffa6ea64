package dev.exeunt.acceptance.world;

import dev.exeunt.local.Options;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// Services outside the cloud, which several clouds may share.
public record Given(URI dynamoDb, URI sqs) implements Ground {

    private static final AtomicInteger CLOUDS = new AtomicInteger();

    @Override
    public Options prepare(Options options) {
        return options.services(dynamoDb, sqs, "exeunt-" + CLOUDS.incrementAndGet() + "-");
    }
}
