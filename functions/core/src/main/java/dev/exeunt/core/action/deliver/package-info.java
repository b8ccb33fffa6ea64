/// The deliverer: one attempt at one delivery, and a batch of them.
@NullMarked
package dev.exeunt.core.action.deliver;

import org.jspecify.annotations.NullMarked;
