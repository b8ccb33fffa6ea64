/// The pages in a real Chromium, where there is one.
@NullMarked
package dev.exeunt.acceptance.browser;

import org.jspecify.annotations.NullMarked;
