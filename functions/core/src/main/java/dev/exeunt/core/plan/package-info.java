/// What a logout will do, as data: flows, stages, the plan, and a browser's way through it.
@NullMarked
package dev.exeunt.core.plan;

import org.jspecify.annotations.NullMarked;
