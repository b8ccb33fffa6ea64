/// An identity provider made with Spring Authorization Server, and two clients made with Spring Security, that Exeunt
/// signs out. Knows nothing of Exeunt but its HTTP contract, except for [dev.exeunt.example.spring.Main], which starts
/// everything on one machine.
@NullMarked
package dev.exeunt.example.spring;

import org.jspecify.annotations.NullMarked;
