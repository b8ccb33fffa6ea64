@NullMarked
package dev.exeunt.registry;

import org.jspecify.annotations.NullMarked;
