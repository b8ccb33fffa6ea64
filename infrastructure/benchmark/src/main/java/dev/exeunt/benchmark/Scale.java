package dev.exeunt.benchmark;

/// How much is measured.
///
/// @param clients the most applications that one session has
/// @param warmUps rounds that run before the first one counts
/// @param rounds  rounds that count
/// @param keys    what signs the logout tokens
record Scale(int clients, int warmUps, int rounds, Keys keys) {

    /// What the claims are made for.
    static final Scale CLAIMED = new Scale(20, 10, 9, Keys.KMS);

    Scale {
        if (clients < 1 || warmUps < 0 || rounds < 1) {
            throw new IllegalArgumentException("there must be a client and a round at least");
        }
    }

    /// The same with other numbers of rounds.
    Scale rounds(int warmUps, int rounds) {
        return new Scale(clients, warmUps, rounds, keys);
    }

    /// The same with other keys.
    Scale keys(Keys keys) {
        return new Scale(clients, warmUps, rounds, keys);
    }
}
