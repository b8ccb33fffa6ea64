/// Runs functions as Lambda does: time-outs, the context, the SQS event source and the schedule.
@NullMarked
package dev.exeunt.local.lambda;

import org.jspecify.annotations.NullMarked;
