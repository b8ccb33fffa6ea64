/// What the ports promise, held against the embedded services.
@NullMarked
package dev.exeunt.acceptance.ports;

import org.jspecify.annotations.NullMarked;
