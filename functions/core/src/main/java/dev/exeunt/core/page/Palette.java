package dev.exeunt.core.page;

import java.util.Locale;

/// What the stylesheet needs of one brand colour: the colour itself, what can be read on it, and shades of it that can
/// be read on the light and on the dark page (WCAG 2.2, 1.4.3: a contrast of 4.5).
///
/// @param brand   the colour
/// @param on      black or white, whichever is read better on it
/// @param onLight a shade of it for letters and lines on a light page
/// @param onDark  a shade of it for letters and lines on a dark page
record Palette(String brand, String on, String onLight, String onDark) {

    private static final double READABLE = 4.5;
    private static final int LIGHT = 0xf4f5f7;
    private static final int DARK = 0x1d2026;
    private static final int STEPS = 40;

    static Palette of(String color) {
        var brand = Integer.parseInt(color.substring(1), 16);
        var on = contrast(brand, 0xffffff) >= contrast(brand, 0) ? 0xffffff : 0;
        return new Palette(hex(brand), hex(on), hex(readable(brand, LIGHT, 0)), hex(readable(brand, DARK, 0xffffff)));
    }

    /// The custom properties, for the head of the stylesheet.
    String css() {
        return ":root{--brand:%s;--on-brand:%s;--accent-light:%s;--accent-dark:%s}\n".formatted(brand, on, onLight,
                onDark);
    }

    private static int readable(int color, int background, int towards) {
        for (int step = 0; step < STEPS; step++) {
            var shade = mix(color, towards, (double) step / STEPS);
            if (contrast(shade, background) >= READABLE) {
                return shade;
            }
        }
        return towards;
    }

    private static int mix(int from, int to, double part) {
        var mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            var a = from >> shift & 0xff;
            var b = to >> shift & 0xff;
            mixed |= (int) Math.round(a + (b - a) * part) << shift;
        }
        return mixed;
    }

    /// WCAG's contrast of two colours, 1 to 21.
    static double contrast(int one, int other) {
        var lighter = Math.max(luminance(one), luminance(other));
        var darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(int color) {
        return 0.2126 * linear(color >> 16 & 0xff) + 0.7152 * linear(color >> 8 & 0xff) + 0.0722 * linear(color & 0xff);
    }

    private static double linear(int channel) {
        var part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static String hex(int color) {
        return String.format(Locale.ROOT, "#%06x", color);
    }
}
