package dev.exeunt.acceptance.policy;

/// Something that a policy allows and a call needs.
///
/// @param action   such as `dynamodb:GetItem`
/// @param resource what it is done to: `table`, `index/due`, `queue`, `key`, `secret`
record Permission(String action, String resource) implements Comparable<Permission> {

    @Override
    public int compareTo(Permission other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return action + " on " + resource;
    }
}
