package dev.exeunt.core.action.visit;

import dev.exeunt.core.web.WebAnswer;

/// What the last page asks of the browser besides, where the deployment wants it. Never on a page that something follows.
///
/// @param clearSiteData whether the browser shall forget cookies and storage of the whole registrable domain
///                      (`Clear-Site-Data`)
/// @param setLogin      whether it shall know that nobody is signed in here any more (`Set-Login`, FedCM)
public record Farewell(boolean clearSiteData, boolean setLogin) {

    /// Nothing.
    public static final Farewell NONE = new Farewell(false, false);

    WebAnswer on(WebAnswer page) {
        var cleared = clearSiteData ? page.withHeader("clear-site-data", "\"cookies\", \"storage\"") : page;
        return setLogin ? cleared.withHeader("set-login", "logged-out") : cleared;
    }
}
