package dev.exeunt.core.session;

import java.util.Objects;
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

    /// What an absent format means (SAML Core 2.0, 2.2.2 and 8.3.1).
    private static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

    /// Whether a name identifier of a request may mean this one: the same content to the letter, and each attribute that
    /// it has the same as here. One that it leaves out does not count, for service providers do not all keep them; and
    /// the unspecified format is the same as none.
    public boolean isMeantBy(NameId asked) {
        return value.equals(asked.value) && agrees(Objects.requireNonNullElse(format, UNSPECIFIED), asked.format)
                && agrees(nameQualifier, asked.nameQualifier) && agrees(spNameQualifier, asked.spNameQualifier)
                && agrees(spProvidedId, asked.spProvidedId);
    }

    private static boolean agrees(@Nullable String here, @Nullable String asked) {
        return asked == null || asked.equals(here);
    }

    /// Its format alone: who it names is personal.
    @Override
    public String toString() {
        return "NameId[" + format + "]";
    }
}
