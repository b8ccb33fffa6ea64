/// The archives as they are deployed, under Lambda's own runtime client.
@NullMarked
package dev.exeunt.acceptance.packaged;

import org.jspecify.annotations.NullMarked;
