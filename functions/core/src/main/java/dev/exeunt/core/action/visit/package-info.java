/// What a browser goes through after a logout: iframes, hops to SAML service providers, the last page and the way back.
@NullMarked
package dev.exeunt.core.action.visit;

import org.jspecify.annotations.NullMarked;
