/// The demo of the local run: a small identity provider and the applications that people sign in to through it.
///
/// None of it uses Exeunt's own code: it speaks to the registry and the public routes over HTTP, and verifies what it
/// receives with the OAuth 2.0 SDK of Connect2id and with OneLogin's java-saml, as applications of somebody else would.
@NullMarked
package dev.exeunt.local.demo;

import org.jspecify.annotations.NullMarked;
