package dev.exeunt.core.saml;

import dev.exeunt.core.Limits;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.w3c.dom.Element;

/// Reads a service provider's metadata. Elements that single logout has no use for are passed over, wherever the schema
/// has them.
final class MetadataXml {

    private MetadataXml() {
    }

    static Parsed<EntityDescriptor> read(Element root) {
        if (Children.is(root, Names.METADATA, "EntityDescriptor")) {
            return entity(root);
        }
        if (!Children.is(root, Names.METADATA, "EntitiesDescriptor")) {
            return new Parsed.Refused<>(Refusal.ROOT);
        }
        if (!named(root, "EntitiesDescriptor").isEmpty()) {
            return new Parsed.Refused<>(Refusal.SEVERAL_ENTITIES);
        }
        var entities = named(root, "EntityDescriptor");
        return switch (entities.size()) {
            case 0 -> new Parsed.Refused<>(Refusal.NOT_A_SERVICE_PROVIDER);
            case 1 -> entity(entities.getFirst());
            default -> new Parsed.Refused<>(Refusal.SEVERAL_ENTITIES);
        };
    }

    private static Parsed<EntityDescriptor> entity(Element entity) {
        var entityId = Children.attribute(entity, "entityID");
        if (entityId == null || entityId.isBlank() || entityId.length() > Limits.ENTITY_ID) {
            return new Parsed.Refused<>(Refusal.ISSUER);
        }
        var roles = named(entity, "SPSSODescriptor").stream().filter(MetadataXml::speaksSaml2).toList();
        if (roles.size() != 1) {
            return new Parsed.Refused<>(Refusal.NOT_A_SERVICE_PROVIDER);
        }
        var role = roles.getFirst();
        return all(named(role, "SingleLogoutService"), MetadataXml::endpoint)
                .then(endpoints -> certificates(role)
                        .then(certificates -> formats(role).then(formats -> earliest(entity,
                                role)
                                .then(until -> cacheDuration(entity, role).map(kept -> new EntityDescriptor(entityId,
                                        endpoints, certificates, formats, until.orElse(null), kept.orElse(null)))))));
    }

    /// `protocolSupportEnumeration` is a list of URIs.
    private static boolean speaksSaml2(Element role) {
        return List.of(role.getAttributeNS(null, "protocolSupportEnumeration").split("\\s+")).contains(Names.PROTOCOL);
    }

    private static Parsed<Endpoint> endpoint(Element element) {
        var binding = Children.attribute(element, "Binding");
        var location = Children.attribute(element, "Location");
        return binding == null || location == null || location.isBlank()
                ? new Parsed.Refused<>(Refusal.ENDPOINT)
                : new Parsed.Good<>(new Endpoint(binding, location, Children.attribute(element, "ResponseLocation")));
    }

    private static Parsed<List<X509Certificate>> certificates(Element role) {
        var elements = new ArrayList<Element>();
        for (Element descriptor : named(role, "KeyDescriptor")) {
            var use = Children.attribute(descriptor, "use");
            if (use == null || use.equals("signing")) {
                elements.addAll(certificatesOf(descriptor));
            }
        }
        return elements.size() > Limits.SIGNING_CERTIFICATES
                ? new Parsed.Refused<>(Refusal.CERTIFICATE)
                : all(elements, element -> SecureXml.text(element).then(Certificates::read));
    }

    private static List<Element> certificatesOf(Element descriptor) {
        return Children.of(descriptor).all().stream()
                .filter(each -> Children.is(each, Names.SIGNATURE, "KeyInfo"))
                .flatMap(keyInfo -> Children.of(keyInfo).all().stream())
                .filter(each -> Children.is(each, Names.SIGNATURE, "X509Data"))
                .flatMap(data -> Children.of(data).all().stream())
                .filter(each -> Children.is(each, Names.SIGNATURE, "X509Certificate"))
                .toList();
    }

    private static Parsed<List<String>> formats(Element role) {
        return all(named(role, "NameIDFormat"), element -> SecureXml.text(element).map(String::strip));
    }

    /// Of the entity and of its role, whichever ends first.
    private static Parsed<Optional<Instant>> earliest(Element entity, Element role) {
        return MessageXml.time(entity, "validUntil").then(ofEntity -> MessageXml.time(role, "validUntil")
                .map(ofRole -> earlier(ofEntity, ofRole)));
    }

    private static Parsed<Optional<Duration>> cacheDuration(Element entity, Element role) {
        return duration(entity).then(ofEntity -> duration(role).map(ofRole -> earlier(ofEntity, ofRole)));
    }

    private static Parsed<Optional<Duration>> duration(Element element) {
        var text = Children.attribute(element, "cacheDuration");
        if (text == null) {
            return new Parsed.Good<>(Optional.empty());
        }
        var duration = Times.readDuration(text);
        return duration.isEmpty() ? new Parsed.Refused<>(Refusal.TIME) : new Parsed.Good<>(duration);
    }

    private static <T extends Comparable<T>> Optional<T> earlier(Optional<T> one, Optional<T> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().compareTo(other.get()) <= 0 ? one : other;
    }

    private static List<Element> named(Element parent, String name) {
        return Children.of(parent).all().stream().filter(each -> Children.is(each, Names.METADATA, name)).toList();
    }

    /// All of them, or the first refusal.
    private static <T> Parsed<List<T>> all(List<Element> elements, Function<Element, Parsed<T>> read) {
        var all = new ArrayList<T>();
        for (Element element : elements) {
            switch (read.apply(element)) {
                case Parsed.Good<T>(T value) -> all.add(value);
                case Parsed.Refused<T>(Refusal why) -> {
                    return new Parsed.Refused<>(why);
                }
            }
        }
        return new Parsed.Good<>(all);
    }
}
