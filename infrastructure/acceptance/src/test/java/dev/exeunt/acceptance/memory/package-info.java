/// DynamoDB and SQS in memory, at the interface of the SDK, for tests that make many thousand calls or need each of them
/// to go wrong. Only what Exeunt asks of the services is there; anything else is refused loudly. The port contracts hold
/// them to the embedded services.
@NullMarked
package dev.exeunt.acceptance.memory;

import org.jspecify.annotations.NullMarked;
