/// The ports in memory, with everything they promise: what tests of the verbs stand on.
@NullMarked
package dev.exeunt.core.action.memory;

import org.jspecify.annotations.NullMarked;
