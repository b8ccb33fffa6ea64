/// The rules of OpenID Connect logout.
@NullMarked
package dev.exeunt.core.oidc;

import org.jspecify.annotations.NullMarked;
