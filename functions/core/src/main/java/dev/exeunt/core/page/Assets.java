package dev.exeunt.core.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The stylesheet and the script, under names made of their content. The brand's colour is part of the stylesheet, so
/// that no page needs a style of its own.
public final class Assets {

    /// The path under which they are served, before the name.
    public static final String PATH = "/assets/";

    /// The name of the file that tells whether the browser keeps cookies from frames of other sites.
    public static final String COOKIES = "cookies.js";

    private static final int HASH_BYTES = 8;

    private final Asset stylesheet;
    private final Asset script;

    /// The files for this brand.
    public Assets(Brand brand) {
        stylesheet = named("css", Palette.of(brand.color()).css() + resource("exeunt.css"), "text/css; charset=utf-8");
        script = named("js", resource("exeunt.js"), "text/javascript; charset=utf-8");
    }

    /// The file of this name; empty if there is none, for example because its content has changed since.
    public Optional<Asset> find(String name) {
        return List.of(stylesheet, script).stream().filter(asset -> asset.name().equals(name)).findFirst();
    }

    /// A script for a frame without an origin, which to the browser is another site's. It tells the page around it
    /// `blocked`, `allowed` or `unknown`, as the request for it says (Storage Access Headers, `Sec-Fetch-Storage-Access`).
    ///
    /// @param storageAccess that header; null for none, as browsers that do not know it send
    public static Asset cookies(@Nullable String storageAccess) {
        var word = storageAccess == null ? "unknown" : storageAccess.equals("active") ? "allowed" : "blocked";
        return new Asset(COOKIES, "parent.postMessage('" + word + "', '*');\n",
                Map.of("content-type", "text/javascript; charset=utf-8", "cache-control", "no-store", "vary",
                        "sec-fetch-storage-access", "x-content-type-options", "nosniff"));
    }

    /// The stylesheet.
    public Asset stylesheet() {
        return stylesheet;
    }

    /// The script.
    public Asset script() {
        return script;
    }

    private static Asset named(String kind, String text, String type) {
        return Asset.of("exeunt." + hash(text) + "." + kind, text, type);
    }

    static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (var in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing in the archive: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
