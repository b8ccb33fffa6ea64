/// The packaged functions under Lambda's own runtime client, each in a JVM of its own, against a small Runtime API.
@NullMarked
package dev.exeunt.local.runtime;

import org.jspecify.annotations.NullMarked;
