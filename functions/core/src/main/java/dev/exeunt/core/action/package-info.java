/// The ports, and ending a session, which every verb comes to. The verbs have rooms of their own below: the doors of
/// browsers, the deliverer, the registry, the sweeper.
@NullMarked
package dev.exeunt.core.action;

import org.jspecify.annotations.NullMarked;
