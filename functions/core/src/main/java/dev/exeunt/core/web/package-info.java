/// HTTP as the actions see it: a request, an answer, and how to read one and write the other.
@NullMarked
package dev.exeunt.core.web;

import org.jspecify.annotations.NullMarked;
