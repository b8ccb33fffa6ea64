/// Functions that do next to nothing: what the others are compared with. Each is one class, which is copied into the
/// folder of an unpacked archive.
@NullMarked
package dev.exeunt.benchmark.bare;

import org.jspecify.annotations.NullMarked;
