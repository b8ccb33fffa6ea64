package dev.exeunt.core.saml;

import java.util.Locale;

/// Every check that a document or a message from outside can fail. The name of the check is all that is ever said of a
/// refusal: nothing of the content comes with it.
public enum Refusal {

    /// More bytes than [dev.exeunt.core.Limits#SAML_XML], inflated or not.
    TOO_LARGE("it is larger than is read"),
    /// Not strictly UTF-8, or it says that it is something else, or it is not XML 1.0.
    ENCODING("it is not XML 1.0 in UTF-8"),
    /// A document type declaration, whatever is in it.
    DOCTYPE("it has a document type declaration"),
    /// Elements nested deeper than [dev.exeunt.core.Limits#XML_DEPTH].
    TOO_DEEP("its elements are nested too deeply"),
    /// One element with more attributes than [dev.exeunt.core.Limits#XML_ATTRIBUTES].
    TOO_MANY_ATTRIBUTES("an element has too many attributes"),
    /// More elements, texts, comments and instructions than [dev.exeunt.core.Limits#XML_NODES].
    TOO_MANY_NODES("it has too many nodes"),
    /// Not well formed, or its namespaces are not.
    NOT_XML("it is not well-formed XML"),
    /// Not base64.
    BASE64("it is not base64"),
    /// Not raw DEFLATE, or something follows it.
    DEFLATE("it is not raw DEFLATE, or something follows it"),
    /// A query or form that cannot be decoded.
    MALFORMED_PARAMETERS("its parameters cannot be decoded"),
    /// No `SAMLRequest` and no `SAMLResponse`.
    NO_MESSAGE("there is no SAML message"),
    /// A parameter that came twice, in another spelling, or next to its counterpart.
    AMBIGUOUS_PARAMETERS("a parameter came twice, in another spelling, or next to its counterpart"),
    /// A `SAMLEncoding` other than DEFLATE.
    SAML_ENCODING("its SAMLEncoding is not DEFLATE"),
    /// `Signature` without `SigAlg`, or the other way round.
    HALF_A_SIGNATURE("it has a Signature without SigAlg, or SigAlg without Signature"),
    /// The SOAP envelope is not one, or holds not exactly one message.
    SOAP("it is not a SOAP 1.1 envelope with exactly one message"),
    /// A SOAP header that must be understood.
    SOAP_HEADER("it has a SOAP header that must be understood"),
    /// Another root than the binding or the parameter calls for.
    ROOT("its root is not the message that is expected here"),
    /// Missing, misplaced or unknown elements.
    SCHEMA("its elements are not those of the schema, in that order"),
    /// A comment, an instruction or an element inside a value.
    MARKUP_IN_VALUE("a value holds a comment, a processing instruction or an element"),
    /// One ID twice, or more than one message in the document.
    DUPLICATE("an ID or a message occurs twice"),
    /// No or an impossible `Issuer`.
    ISSUER("its Issuer is missing or not an entity"),
    /// Not signed.
    UNSIGNED("it is not signed"),
    /// More than one signature, or one that is not where the schema wants it.
    SIGNATURE_PLACE("its signature is not the one and in the one place that is accepted"),
    /// A signature that is built otherwise than the SAML profile of XML Signature says.
    SIGNATURE_FORM("its signature is not built as SAML says"),
    /// A reference to anything but the message itself.
    SIGNATURE_REFERENCE("its signature is over something else"),
    /// A transform or canonicalization that is not accepted.
    SIGNATURE_TRANSFORM("its signature has a transform that is not accepted"),
    /// An algorithm that is not accepted.
    SIGNATURE_ALGORITHM("its signature has an algorithm that is not accepted"),
    /// None of the sender's keys is of the algorithm's type and strong enough.
    SIGNATURE_KEY("the sender has no key of this algorithm that is strong enough"),
    /// None of the sender's keys made the signature.
    SIGNATURE_WRONG("it is not signed by a key of the sender"),
    /// `Version` is not 2.0.
    VERSION("its Version is not 2.0"),
    /// `ID` is missing or no name.
    ID("its ID is missing or not an XML name"),
    /// A time that is missing or not in UTC.
    TIME("a time is missing or not in UTC"),
    /// `IssueInstant` lies too far back.
    STALE("it was issued too long ago"),
    /// `IssueInstant` lies in the future.
    FUTURE("it was issued in the future"),
    /// `NotOnOrAfter` has passed.
    EXPIRED("its NotOnOrAfter has passed"),
    /// `Destination` is missing where it is required, or is not where it arrived.
    DESTINATION("its Destination is not where it arrived"),
    /// Another sender than the one whose keys it was held to, or who was asked.
    OTHER_ISSUER("it comes from somebody else"),
    /// A request where a response is expected, or the other way round.
    OTHER_KIND("it is a request where a response is expected, or the other way round"),
    /// No `NameID`, or one that is encrypted.
    NAME_ID("it has no NameID that can be read"),
    /// A RelayState of more than [dev.exeunt.core.Limits#RELAY_STATE] bytes.
    RELAY_STATE("its RelayState is longer than 80 bytes"),
    /// `InResponseTo` does not name the request that is pending.
    IN_RESPONSE_TO("it does not answer the request that is pending"),
    /// No status, or one whose first level SAML does not have.
    STATUS("its Status is missing or unknown"),
    /// Metadata of several entities.
    SEVERAL_ENTITIES("it describes more than one entity"),
    /// Metadata of no service provider that speaks SAML 2.0.
    NOT_A_SERVICE_PROVIDER("it does not describe a SAML 2.0 service provider"),
    /// An endpoint without binding or location.
    ENDPOINT("an endpoint has no Binding or no Location"),
    /// A certificate that cannot be read, or whose key is too weak, or too many of them.
    CERTIFICATE("a signing certificate cannot be read, or its key is not accepted");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /// The name of the check as it is logged and answered: `signature_wrong`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What is wrong, for people: the rest of a sentence about the message.
    public String sentence() {
        return sentence;
    }
}
