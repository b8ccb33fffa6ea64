package dev.exeunt.acceptance.ports;

/// Where the contracts of the ports are held: what holds in one holds in the other, or tests in memory prove nothing.
enum Where {
    EMBEDDED, IN_MEMORY;

    Services open() {
        return switch (this) {
            case EMBEDDED -> new Embedded();
            case IN_MEMORY -> new InMemory();
        };
    }
}
