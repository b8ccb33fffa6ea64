/// The pages people see, and their headers.
@NullMarked
package dev.exeunt.core.page;

import org.jspecify.annotations.NullMarked;
