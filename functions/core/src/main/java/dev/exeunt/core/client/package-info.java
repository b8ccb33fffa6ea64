/// The applications that can be told of a logout, as registered.
@NullMarked
package dev.exeunt.core.client;

import org.jspecify.annotations.NullMarked;
