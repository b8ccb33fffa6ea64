package dev.exeunt.core.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every template is given besides the facts of its page: the frame around them and the words.
///
/// @param brand      whose page it is
/// @param words      the words, in one language
/// @param stylesheet the stylesheet's URL
/// @param script     the script's URL
/// @param cookies    the URL that tells a frame of another site whether the browser keeps cookies from it
public record Shell(Brand brand, Messages words, String stylesheet, String script, String cookies) {

    /// An application's name, or what stands for one that may not be named.
    public String name(Page.Application application) {
        return name(application.name());
    }

    /// This name, or what stands for one that may not be named.
    public String name(@Nullable String name) {
        return name == null || name.isBlank() ? words.text("application.unnamed") : name;
    }

    /// The names of those that are told by iframes and nothing else, and are waiting for it.
    public List<String> framesOnly(Page.LoggingOut page) {
        return page.applications().stream()
                .filter(each -> each.framesOnly() && each.state() == Page.State.WAITING)
                .map(this::name).distinct().toList();
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
