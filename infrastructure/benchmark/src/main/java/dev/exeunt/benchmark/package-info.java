/// The measured claims: each is a ratio between two things measured in one run, so that it means the same on a slow
/// machine as on a fast one. What passes and what fails is not decided here.
@NullMarked
package dev.exeunt.benchmark;

import org.jspecify.annotations.NullMarked;
