/// The identity provider's keys: fetched, cached, and remembered for as long as a hint may be signed with them.
@NullMarked
package dev.exeunt.aws.idp;

import org.jspecify.annotations.NullMarked;
