package dev.exeunt.acceptance.world;

import dev.exeunt.local.Options;

/// What a world stands on: whose DynamoDB and SQS the cloud uses.
public interface Ground {

    /// The services in this process.
    Ground EMBEDDED = new Ground() {

        @Override
        public Options prepare(Options options) {
            return options;
        }

        @Override
        public String toString() {
            return "embedded";
        }
    };

    /// Says to the cloud where its services are.
    Options prepare(Options options);
}
