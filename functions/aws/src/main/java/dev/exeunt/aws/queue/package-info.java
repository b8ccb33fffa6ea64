/// The queue of deliveries, over SQS.
@NullMarked
package dev.exeunt.aws.queue;

import org.jspecify.annotations.NullMarked;
