package dev.exeunt.core.saml;

import dev.exeunt.core.Limits;
import dev.exeunt.core.session.NameId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/// The parts of messages as elements: written in the order of the schema, and read from there and nowhere else.
final class MessageXml {

    /// An XML name without a colon, of the characters that IDs are made of.
    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]{0,255}");

    private MessageXml() {
    }

    static Tag begin(String name, Message.Head head) {
        return Tag.protocol(name)
                .with("ID", head.id())
                .with("Version", Names.VERSION)
                .with("IssueInstant", Times.write(head.issueInstant()))
                .with("Destination", head.destination())
                .with(Tag.assertion("Issuer").text(head.issuer()));
    }

    static Tag asynchronous() {
        return new Tag("aslo", Names.ASYNC_SLO, "Asynchronous", new TreeMap<>(), List.of());
    }

    static Tag nameId(NameId id) {
        return Tag.assertion("NameID")
                .with("Format", id.format())
                .with("NameQualifier", id.nameQualifier())
                .with("SPNameQualifier", id.spNameQualifier())
                .with("SPProvidedID", id.spProvidedId())
                .text(id.value());
    }

    /// The ID, if it is one.
    static Optional<String> id(Element message) {
        return Optional.ofNullable(Children.attribute(message, "ID")).filter(MessageXml::isId);
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// The issuer, which stands first: an entity id of the entity format, without qualifiers.
    static Parsed<String> issuer(Children children) {
        var element = children.take(Names.ASSERTION, "Issuer");
        return element.map(MessageXml::issuer).orElse(new Parsed.Refused<>(Refusal.ISSUER));
    }

    private static Parsed<String> issuer(Element element) {
        var format = Children.attribute(element, "Format");
        if (format != null && !format.equals(Names.ENTITY) || element.hasAttributeNS(null, "NameQualifier")
                || element.hasAttributeNS(null, "SPNameQualifier") || element.hasAttributeNS(null, "SPProvidedID")) {
            return new Parsed.Refused<>(Refusal.ISSUER);
        }
        return SecureXml.text(element).then(text -> text.isEmpty() || text.length() > Limits.ENTITY_ID
                ? new Parsed.Refused<>(Refusal.ISSUER)
                : new Parsed.Good<>(text));
    }

    /// A time in an attribute; empty if it is absent.
    static Parsed<Optional<Instant>> time(Element element, String attribute) {
        var text = Children.attribute(element, attribute);
        if (text == null) {
            return new Parsed.Good<>(Optional.empty());
        }
        var time = Times.read(text);
        return time.isEmpty() ? new Parsed.Refused<>(Refusal.TIME) : new Parsed.Good<>(time);
    }

    static Parsed<Message.Head> head(Element message, String issuer) {
        var id = id(message);
        if (id.isEmpty()) {
            return new Parsed.Refused<>(Refusal.ID);
        }
        return time(message, "IssueInstant").then(time -> time.<Parsed<Message.Head>>map(at -> new Parsed.Good<>(
                new Message.Head(id.get(), at, Children.attribute(message, "Destination"), issuer)))
                .orElse(new Parsed.Refused<>(Refusal.TIME)));
    }

    static Parsed<LogoutRequest> request(Element message, Message.Head head, Children children) {
        var asynchronous = isAsynchronous(children);
        var nameId = children.take(Names.ASSERTION, "NameID");
        if (nameId.isEmpty()) {
            return new Parsed.Refused<>(Refusal.NAME_ID);
        }
        var indexes = children.takeAll(Names.PROTOCOL, "SessionIndex");
        if (!children.areDone() || indexes.size() > Limits.SESSION_INDEXES) {
            return new Parsed.Refused<>(Refusal.SCHEMA);
        }
        return nameId(nameId.get()).then(name -> texts(indexes).then(texts -> time(message, "NotOnOrAfter")
                .map(until -> new LogoutRequest(head, until.orElse(null), Children.attribute(message, "Reason"), name,
                        texts, asynchronous))));
    }

    static Parsed<LogoutResponse> response(Element message, Message.Head head, Children children) {
        children.take(Names.PROTOCOL, "Extensions");
        var status = children.take(Names.PROTOCOL, "Status");
        if (status.isEmpty()) {
            return new Parsed.Refused<>(Refusal.STATUS);
        }
        if (!children.areDone()) {
            return new Parsed.Refused<>(Refusal.SCHEMA);
        }
        var inResponseTo = Children.attribute(message, "InResponseTo");
        return status(status.get()).map(read -> new LogoutResponse(head, inResponseTo, read));
    }

    private static boolean isAsynchronous(Children children) {
        return children.take(Names.PROTOCOL, "Extensions")
                .map(extensions -> Children.of(extensions).all().stream()
                        .anyMatch(each -> Children.is(each, Names.ASYNC_SLO, "Asynchronous")))
                .orElse(false);
    }

    private static Parsed<NameId> nameId(Element element) {
        return SecureXml.text(element).then(value -> value.isEmpty()
                ? new Parsed.Refused<>(Refusal.NAME_ID)
                : new Parsed.Good<>(new NameId(value, Children.attribute(element, "Format"),
                        Children.attribute(element, "NameQualifier"), Children.attribute(element, "SPNameQualifier"),
                        Children.attribute(element, "SPProvidedID"))));
    }

    private static Parsed<List<String>> texts(List<Element> elements) {
        var texts = new ArrayList<String>();
        for (Element element : elements) {
            switch (SecureXml.text(element)) {
                case Parsed.Good<String>(String text) -> texts.add(text);
                case Parsed.Refused<String>(Refusal why) -> {
                    return new Parsed.Refused<>(why);
                }
            }
        }
        return new Parsed.Good<>(texts);
    }

    private static Parsed<Status> status(Element element) {
        var children = Children.of(element);
        var code = children.take(Names.PROTOCOL, "StatusCode");
        var message = children.take(Names.PROTOCOL, "StatusMessage");
        children.take(Names.PROTOCOL, "StatusDetail");
        if (code.isEmpty() || !children.areDone()) {
            return new Parsed.Refused<>(Refusal.STATUS);
        }
        var top = Optional.ofNullable(Children.attribute(code.get(), "Value")).flatMap(Status.Top::of);
        if (top.isEmpty()) {
            return new Parsed.Refused<>(Refusal.STATUS);
        }
        return second(code.get()).then(second -> message.map(SecureXml::text).orElse(new Parsed.Good<>(""))
                .map(text -> new Status(top.get(), second.orElse(null), nullIfEmpty(text))));
    }

    private static Parsed<Optional<String>> second(Element code) {
        var inner = Children.of(code);
        var second = inner.take(Names.PROTOCOL, "StatusCode");
        var value = second.map(each -> Children.attribute(each, "Value"));
        return !inner.areDone() || second.isPresent() && value.isEmpty()
                ? new Parsed.Refused<>(Refusal.STATUS)
                : new Parsed.Good<>(value);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
