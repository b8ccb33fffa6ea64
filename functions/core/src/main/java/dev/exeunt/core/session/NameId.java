package dev.exeunt.core.session;

import org.jspecify.annotations.Nullable;

/// A SAML name identifier as the assertion held it (SAML Core 2.0, 2.2.3). Later messages must repeat content and
/// attributes exactly (3.3.4), so all five fields are kept character for character: what was absent is null, never
/// empty, and never filled in.
///
/// @param value           the content of the element
/// @param format          `Format`, or null if it was absent
/// @param nameQualifier   `NameQualifier`, or null
/// @param spNameQualifier `SPNameQualifier`, or null
/// @param spProvidedId    `SPProvidedID`, or null
public record NameId(String value, @Nullable String format, @Nullable String nameQualifier,
        @Nullable String spNameQualifier, @Nullable String spProvidedId) {

    /// Its format alone: who it names is personal.
    @Override
    public String toString() {
        return "NameId[" + format + "]";
    }
}
