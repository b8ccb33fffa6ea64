package dev.exeunt.acceptance.world;

import dev.exeunt.local.Options;

/// What a world stands on: whose DynamoDB and SQS the cloud uses.
@FunctionalInterface
public interface Ground {

    /// The services in this process.
    Ground EMBEDDED = options -> options;

    /// Says to the cloud where its services are.
    Options prepare(Options options);
}
