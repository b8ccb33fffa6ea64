/// The domain of single logout. Knows no AWS.
@NullMarked
package dev.exeunt.core;

import org.jspecify.annotations.NullMarked;
