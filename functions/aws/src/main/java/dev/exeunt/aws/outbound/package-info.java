/// Calls to applications: guarded addresses, bounded time, nothing followed.
@NullMarked
package dev.exeunt.aws.outbound;

import org.jspecify.annotations.NullMarked;
