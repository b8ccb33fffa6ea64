/// The only room that knows AWS.
@NullMarked
package dev.exeunt.aws;

import org.jspecify.annotations.NullMarked;
