/// The Continuous Access Evaluation Profile: telling that a session was revoked.
@NullMarked
package dev.exeunt.core.caep;

import org.jspecify.annotations.NullMarked;
