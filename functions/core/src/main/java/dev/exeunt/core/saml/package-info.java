/// SAML 2.0 single logout: messages, bindings, signatures, metadata. Knows no port and no other protocol.
///
/// Start reading at [dev.exeunt.core.saml.Arrived]: every message from outside takes its three steps. A binding
/// ([dev.exeunt.core.saml.RedirectBinding], [dev.exeunt.core.saml.PostBinding], [dev.exeunt.core.saml.SoapBinding])
/// *receives* it, which proves nothing but names a sender; [dev.exeunt.core.saml.Arrived#verify] holds it to that
/// sender's keys; [dev.exeunt.core.saml.Judgement] holds what is then proven to the clock, to the address it came to
/// and to what we are waiting for. Each step answers with a value, and a refusal is a [dev.exeunt.core.saml.Refusal]:
/// the name of the check, never content.
///
/// The other way, a [dev.exeunt.core.saml.LogoutRequest] or [dev.exeunt.core.saml.LogoutResponse] is a plain record
/// that the bindings turn into a URL, a form or an envelope, signed by a [dev.exeunt.core.saml.SigningKey].
/// `SecureXml` is the one room through which every byte of XML goes, `XmlSignature` the one that knows XML signatures.
@NullMarked
package dev.exeunt.core.saml;

import org.jspecify.annotations.NullMarked;
