package dev.exeunt.local.demo;

import java.util.List;
import java.util.Optional;

/// Somebody who can sign in to the demo, without a password.
///
/// @param id    what the registry knows as the user
/// @param name  what the applications show
/// @param trade one line below the name
record Person(String id, String name, String trade) {

    static final List<Person> ALL = List.of(
            new Person("ada", "Ada Lovelace", "Writes programs before there are machines"),
            new Person("grace", "Grace Hopper", "Keeps a moth in her logbook"),
            new Person("seamus", "Séamus O’Brien <&> Söhne", "Has a name that breaks careless pages"));

    static Optional<Person> of(String id) {
        return ALL.stream().filter(person -> person.id.equals(id)).findFirst();
    }

    /// The first letters of the first two names.
    String initials() {
        var words = name.split(" ", 3);
        return words[0].substring(0, 1) + words[1].substring(0, 1);
    }
}
