/// What the answers of doors and visits have in common: pages for people, JSON for programs, SAML messages for a browser to
/// carry.
@NullMarked
package dev.exeunt.core.action.answer;

import org.jspecify.annotations.NullMarked;
