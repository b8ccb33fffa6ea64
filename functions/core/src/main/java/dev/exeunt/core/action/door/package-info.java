/// The doors that browsers come to: logging out at the IdP, RP-initiated logout, the pages after it.
@NullMarked
package dev.exeunt.core.action.door;

import org.jspecify.annotations.NullMarked;
