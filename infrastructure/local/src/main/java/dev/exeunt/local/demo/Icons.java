package dev.exeunt.local.demo;

/// The applications' pictures: lines on a grid of 24.
final class Icons {

    private Icons() {
    }

    static Html of(Application application) {
        return drawn(lines(application));
    }

    /// The identity provider's: a door, and the way out.
    static Html door() {
        return drawn("M14 3H6v18h8 M10 12h11 M17 8l4 4-4 4");
    }

    private static Html drawn(String lines) {
        return Html.of(
                """
                        <svg class="icon" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none" \
                        stroke="#5b6ee1" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">\
                        <path d="{}"/></svg>""",
                lines);
    }

    private static String lines(Application application) {
        return switch (application) {
            case WIKI -> "M4 4h6a3 3 0 0 1 2 1 3 3 0 0 1 2-1h6v15h-6a3 3 0 0 0-2 1 3 3 0 0 0-2-1H4z M12 5v15";
            case MAIL -> "M3 5h18v14H3z M3 6l9 7 9-7";
            case CHAT -> "M4 4h16v12H11l-5 4v-4H4z M8 9h8 M8 12h5";
            case CALENDAR -> "M4 5h16v15H4z M4 10h16 M8 3v4 M16 3v4 M8 14h3 M14 14h2";
            case INVOICES -> "M6 3h12v18l-3-2-3 2-3-2-3 2z M9 8h6 M9 12h6";
            case REPORTS -> "M4 20V4 M4 20h16 M8 16v-4 M12 16V8 M16 16v-6";
            case ROTA -> "M9 4h6v3H9z M6 5H5v16h14V5h-1 M8 11h8 M8 15h8 M8 19h4";
            case TICKETS -> "M3 7h18v3a2 2 0 0 0 0 4v3H3v-3a2 2 0 0 0 0-4z M14 7v10";
            case PROPS ->
                "M12 4a6 6 0 0 1 6 6c0 3-1 4-2 5v4H8v-4c-1-1-2-2-2-5a6 6 0 0 1 6-6z M9 10v1 M15 10v1 M11 19v-3 M13 19v-3";
            case PAYROLL -> "M3 6h18v12H3z M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z M6 9v6 M18 9v6";
        };
    }
}
