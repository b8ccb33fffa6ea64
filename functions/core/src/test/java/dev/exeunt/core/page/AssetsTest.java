package dev.exeunt.core.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssetsTest {

    private final Assets assets = new Assets(Examples.BRAND);

    @Test
    void aNameTellsTheContent() throws Exception {
        for (var asset : List.of(assets.stylesheet(), assets.script())) {
            var digest = MessageDigest.getInstance("SHA-256").digest(asset.text().getBytes(StandardCharsets.UTF_8));
            assertThat(asset.name()).matches("exeunt\\." + HexFormat.of().formatHex(digest, 0, 8) + "\\.(css|js)");
        }
    }

    @Test
    void filesAreFoundByNameAndMayBeKeptForEver() {
        assertThat(assets.find(assets.stylesheet().name())).hasValueSatisfying(asset -> assertThat(asset.headers())
                .containsEntry("content-type", "text/css; charset=utf-8")
                .containsEntry("cache-control", "public, max-age=31536000, immutable")
                .containsEntry("x-content-type-options", "nosniff"));
        assertThat(assets.find(assets.script().name())).hasValueSatisfying(asset -> assertThat(asset.headers())
                .containsEntry("content-type", "text/javascript; charset=utf-8"));
    }

    @Test
    void whetherCookiesReachAFrameIsSaidAsTheBrowserSaysAndNeverKept() {
        assertThat(Assets.cookies("active").text()).contains("'allowed'");
        assertThat(Assets.cookies("none").text()).contains("'blocked'");
        assertThat(Assets.cookies("inactive").text()).contains("'blocked'");
        assertThat(Assets.cookies("';alert(1)//").text()).isEqualTo("parent.postMessage('blocked', '*');\n");
        assertThat(Assets.cookies(null).text()).contains("'unknown'");
        assertThat(Assets.cookies(null).headers()).containsEntry("cache-control", "no-store")
                .containsEntry("vary", "sec-fetch-storage-access");
    }

    @Test
    void otherNamesAreUnknown() {
        for (var name : List.of("", "exeunt.css", "exeunt.0000000000000000.css", "../exeunt.css",
                "messages_en.properties")) {
            assertThat(assets.find(name)).isEmpty();
        }
    }

    @Test
    void theBrandsColourIsPartOfTheStylesheetAndSoOfItsName() {
        var red = new Assets(new Brand("Acme", null, "#A00000", null));
        assertThat(red.stylesheet().text()).startsWith(":root{--brand:#a00000;--on-brand:#ffffff;");
        assertThat(red.stylesheet().name()).isNotEqualTo(assets.stylesheet().name());
        assertThat(red.script().name()).isEqualTo(assets.script().name());
    }

    @Test
    void aColourThatIsMoreThanAColourIsRefused() {
        for (var color : List.of("red", "#fff", "#12345g", "#123456;}*{display:none", "")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Brand("Acme", null, color, null));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Brand("Acme", "javascript:x", "#123456", null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Brand("Acme", null, "#123456", "data:,x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Brand(" ", null, "#123456", null));
    }

    /// WCAG 2.2, 1.4.3.
    @Test
    void whateverTheColourItsWordsCanBeRead() {
        for (int color = 0; color <= 0xffffff; color += 0x030507) {
            var palette = Palette.of("#%06x".formatted(color));
            assertThat(Palette.contrast(number(palette.brand()), number(palette.on()))).isGreaterThanOrEqualTo(4.5);
            assertThat(Palette.contrast(0xffffff, number(palette.onLight()))).isGreaterThanOrEqualTo(4.5);
            assertThat(Palette.contrast(0x1a1d23, number(palette.onDark()))).isGreaterThanOrEqualTo(4.5);
        }
    }

    private static int number(String color) {
        return Integer.parseInt(color.substring(1), 16);
    }
}
