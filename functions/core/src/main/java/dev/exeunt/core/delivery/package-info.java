/// Server-to-server notices: what became of them, and what to do next.
@NullMarked
package dev.exeunt.core.delivery;

import org.jspecify.annotations.NullMarked;
