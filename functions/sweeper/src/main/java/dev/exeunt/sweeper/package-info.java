@NullMarked
package dev.exeunt.sweeper;

import org.jspecify.annotations.NullMarked;
