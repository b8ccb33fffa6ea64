/// The verbs of the registry: who is signed in where, and what operators see and do.
@NullMarked
package dev.exeunt.core.action.registry;

import org.jspecify.annotations.NullMarked;
