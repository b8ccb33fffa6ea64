/// What each function may call, and what it does call.
@NullMarked
package dev.exeunt.acceptance.policy;

import org.jspecify.annotations.NullMarked;
