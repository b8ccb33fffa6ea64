/// What operators see of it: log events, metrics and traces.
@NullMarked
package dev.exeunt.acceptance.observe;

import org.jspecify.annotations.NullMarked;
