/// The doors that browsers and service providers come to: logging out at the IdP, RP-initiated logout, SAML single logout,
/// and what we publish about them.
@NullMarked
package dev.exeunt.core.action.door;

import org.jspecify.annotations.NullMarked;
