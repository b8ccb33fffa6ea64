/// The hostile client: whatever it sends gets a clear answer, ends nothing, writes nothing and learns nothing.
@NullMarked
package dev.exeunt.acceptance.attack;

import org.jspecify.annotations.NullMarked;
