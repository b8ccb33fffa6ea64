/// The verbs, and the ports they own.
@NullMarked
package dev.exeunt.core.action;

import org.jspecify.annotations.NullMarked;
