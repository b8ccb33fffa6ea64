/// The ports over the one DynamoDB table.
///
/// | pk | sk | what |
/// |---|---|---|
/// | `S#<session>` | `A` | the session; while it lives it is in the index `due` at its end |
/// | `S#<session>` | `P#<client key>` | a participant |
/// | `U#<user>` | `S#<session>` | a session of the user |
/// | `U#<user>` | `A` | until when the user's sessions are barred |
/// | `H#<hash of kind and parts>` | `H` | a handle: which session it finds |
/// | `T#<hash>` | `T` | a ticket |
/// | `R#<hash>` | `R` | a parked request |
/// | `M#<hash of issuer and ID>` | `M` | a message that was acted upon |
/// | `K#seal` | `<UTC day>` | the sealing key of a day |
/// | `K#saml` | `<thumbprint>` | the certificate around a key of ours |
/// | `K#idp` | `<thumbprint>` | a public key that the IdP has published (written by `idp`) |
/// | `C#<client key>` | `C` | a client; in the index `listing` |
/// | `C#<client key>` | `DOWN` | its outage; in the index `listing` while it is down |
/// | `A#<hash of client_id>` | `A` | the key of the client with this client_id |
/// | `F#<slug>` | `F` | a flow that was written |
/// | `L#<ref>` | `PLAN` | a logout and its plan; never changes |
/// | `L#<ref>` | `STATE` | whether its deliveries were sent; in the index `due` |
/// | `L#<ref>` | `V#<hash>` | a visit |
/// | `L#<ref>` | `R#<delivery, four digits>` | a receipt; in `due` while it waits, in `listing` while it is failed |
/// | `J#<job>` | `J` | a bulk job; in `due` until it is done |
///
/// Times are text (RFC 3339) except where an index, a condition or time-to-live needs a number. Due times are whole
/// seconds, rounded up, so that nothing is listed before its time.
@NullMarked
package dev.exeunt.aws.table;

import org.jspecify.annotations.NullMarked;
