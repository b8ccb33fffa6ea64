@NullMarked
package dev.exeunt.core;

import org.jspecify.annotations.NullMarked;
