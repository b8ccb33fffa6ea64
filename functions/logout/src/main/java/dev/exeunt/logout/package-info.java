@NullMarked
package dev.exeunt.logout;

import org.jspecify.annotations.NullMarked;
