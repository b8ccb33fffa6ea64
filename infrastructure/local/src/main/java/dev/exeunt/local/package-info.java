/// The local cloud: runs `template.yaml` on embedded services in one process.
@NullMarked
package dev.exeunt.local;

import org.jspecify.annotations.NullMarked;
