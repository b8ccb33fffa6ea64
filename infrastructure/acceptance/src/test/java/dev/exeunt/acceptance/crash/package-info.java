/// What is true of a logout whatever goes wrong on the way: the functions as they are wired, on services in memory that
/// fail at will, at an hour that is set.
@NullMarked
package dev.exeunt.acceptance.crash;

import org.jspecify.annotations.NullMarked;
