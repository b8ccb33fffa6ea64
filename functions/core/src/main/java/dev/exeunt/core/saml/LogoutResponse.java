package dev.exeunt.core.saml;

import org.jspecify.annotations.Nullable;

/// A LogoutResponse (SAML Core 2.0, 3.7.2).
///
/// @param inResponseTo the ID of the request; null only if that could not be read
public record LogoutResponse(Head head, @Nullable String inResponseTo, Status status) implements Message {

    @Override
    public Tag xml() {
        return MessageXml.begin(Names.RESPONSE, head()).with("InResponseTo", inResponseTo).with(status.xml());
    }
}
