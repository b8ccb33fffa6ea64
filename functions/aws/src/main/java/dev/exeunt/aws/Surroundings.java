package dev.exeunt.aws;

import dev.exeunt.aws.signing.Signers;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Pause;
import dev.exeunt.core.action.Signer;
import java.util.function.Supplier;

/// What a function meets outside, besides what its environment says. A test may hand it another world.
///
/// @param clients of AWS services
/// @param pause   waits between two tries
/// @param events  the log
/// @param signer  makes the keys' signer, for a function that has keys
public record Surroundings(AwsClients clients, Pause pause, Events events, Supplier<Signer> signer) {

    /// The real ones: what a function has in the cloud.
    public static Surroundings of(Environment environment) {
        return new Surroundings(new AwsClients(environment), new Sleep(), new JsonLog(environment),
                () -> Signers.from(environment));
    }
}
