/// The commands that the documents tell people to type.
@NullMarked
package dev.exeunt.acceptance.documented;

import org.jspecify.annotations.NullMarked;
