package dev.exeunt.core.session;

import org.jspecify.annotations.Nullable;

/// Who a participant is to a SAML service provider (SAML Core 2.0, 3.7.1).
///
/// @param nameId       the name identifier of the assertion, all five fields of it
/// @param sessionIndex `SessionIndex` of the authentication statement, or null if there was none
public record SamlIdentity(NameId nameId, @Nullable String sessionIndex) {}
