/// The surroundings of a test: a running cloud, an identity provider, applications and browsers, all on real sockets and
/// all doing what the test says.
@NullMarked
package dev.exeunt.acceptance.world;

import org.jspecify.annotations.NullMarked;
