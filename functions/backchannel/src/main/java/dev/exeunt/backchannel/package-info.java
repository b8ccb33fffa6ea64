@NullMarked
package dev.exeunt.backchannel;

import org.jspecify.annotations.NullMarked;
