@NullMarked
package dev.exeunt.frontchannel;

import org.jspecify.annotations.NullMarked;
