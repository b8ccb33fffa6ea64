package dev.exeunt.core.action;

import java.util.function.Supplier;

/// The certificates around our SAML keys. Each is made once and kept: service providers compare certificates byte by byte,
/// and some signatures are others each time.
public interface KeptCertificates {

    /// The certificate of a key: the one that is kept, or else the one that is made now, from now on and for everybody.
    ///
    /// @param thumbprint of the key (RFC 7638)
    /// @param made       makes one, in DER
    /// @return in DER
    byte[] of(String thumbprint, Supplier<byte[]> made);
}
