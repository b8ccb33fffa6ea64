/// What is done because its time has come.
@NullMarked
package dev.exeunt.core.action.sweep;

import org.jspecify.annotations.NullMarked;
