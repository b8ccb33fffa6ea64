package dev.exeunt.core.page;

import org.jspecify.annotations.Nullable;

/// What every template is given besides the facts of its page: the frame around them and the words.
///
/// @param brand      whose page it is
/// @param words      the words, in one language
/// @param stylesheet the stylesheet's URL
/// @param script     the script's URL
public record Shell(Brand brand, Messages words, String stylesheet, String script) {

    /// An application's name, or what stands for one that may not be named.
    public String name(Page.Application application) {
        @Nullable
        String name = application.name();
        return name == null || name.isBlank() ? words.text("application.unnamed") : name;
    }

    /// The name of the application that this iframe tells.
    public String frameName(Page.LoggingOut page, Page.Frame frame) {
        return page.applications().stream().filter(each -> each.n() == frame.application()).findFirst().map(this::name)
                .orElseGet(() -> words.text("application.unnamed"));
    }

    /// What people read for this state.
    public String state(Page.State state) {
        return words.text("state." + state.text());
    }
}
