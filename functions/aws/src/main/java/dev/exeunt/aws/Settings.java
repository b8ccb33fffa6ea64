package dev.exeunt.aws;

import dev.exeunt.core.action.door.SessionCookie;
import dev.exeunt.core.delivery.RetryPolicy;
import dev.exeunt.core.page.Brand;
import dev.exeunt.core.page.Page;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What several functions read from their environment, in one spelling.
public final class Settings {

    private static final Pattern ORIGIN = Pattern.compile("https?://[^\\s?#/@]+");
    private static final Pattern ADDRESS = Pattern.compile("https?://[!-~]+");

    private Settings() {
    }

    /// Whose pages these are: `BRAND_NAME`, `BRAND_LOGO_URL`, `BRAND_COLOR`, `HOME_URL`.
    public static Brand brand(Environment environment) {
        return new Brand(environment.required("BRAND_NAME"), environment.optional("BRAND_LOGO_URL").orElse(null),
                environment.required("BRAND_COLOR"), environment.optional("HOME_URL").orElse(null));
    }

    /// The way home on the pages, or null where there is none.
    public static Page.@Nullable Link home(Environment environment) {
        var name = environment.required("BRAND_NAME");
        return environment.optional("HOME_URL").map(url -> new Page.Link(url, name)).orElse(null);
    }

    /// The IdP's session cookie: `SESSION_COOKIE_NAME`, `SESSION_COOKIE_DOMAIN`.
    public static SessionCookie cookie(Environment environment) {
        return new SessionCookie(environment.required("SESSION_COOKIE_NAME"),
                environment.optional("SESSION_COOKIE_DOMAIN").orElse(null));
    }

    /// The base of our own URLs, if it is configured: `PUBLIC_URL`. It is an origin: our paths, what pages load and
    /// `/.well-known` stand at the root of a host.
    ///
    /// @throws IllegalStateException if it is anything else: links would lead where we are not
    public static Optional<String> publicUrl(Environment environment) {
        var url = environment.optional("PUBLIC_URL");
        if (url.isPresent() && !ORIGIN.matcher(url.get()).matches()) {
            throw new IllegalStateException("PUBLIC_URL is '%s', but must be https:// and a host, without a path"
                    .formatted(url.get()));
        }
        return url;
    }

    /// [#publicUrl] where nothing else would do.
    ///
    /// @throws IllegalStateException if it is missing, or no origin
    public static String knownPublicUrl(Environment environment) {
        return publicUrl(environment).orElseGet(() -> environment.required("PUBLIC_URL"));
    }

    /// Where the browser goes last when nobody names another way, if anywhere: `IDP_SIGNED_OUT_URL`.
    ///
    /// @throws IllegalStateException if it is nothing that a browser can be sent to
    public static Optional<String> signedOutUrl(Environment environment) {
        var url = environment.optional("IDP_SIGNED_OUT_URL");
        if (url.isPresent() && !ADDRESS.matcher(url.get()).matches()) {
            throw new IllegalStateException(
                    "IDP_SIGNED_OUT_URL is '%s', but must be an http or https address in visible ASCII"
                            .formatted(url.get()));
        }
        return url;
    }

    /// When deliveries are tried again: `RETRY_SECONDS`, `DELIVERY_LIFE_DAYS`.
    public static RetryPolicy retryPolicy(Environment environment) {
        var waits = environment.list("RETRY_SECONDS").stream().map(Long::parseLong).map(Duration::ofSeconds).toList();
        return new RetryPolicy(waits, deliveryLife(environment));
    }

    /// How long deliveries are tried: `DELIVERY_LIFE_DAYS`.
    public static Duration deliveryLife(Environment environment) {
        return environment.days("DELIVERY_LIFE_DAYS");
    }
}
