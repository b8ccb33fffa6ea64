package dev.exeunt.core.page;

import dev.exeunt.core.page.generated.JteaskGenerated;
import dev.exeunt.core.page.generated.JtefailureGenerated;
import dev.exeunt.core.page.generated.JtelogoutGenerated;
import dev.exeunt.core.page.generated.JtesignedoutGenerated;
import dev.exeunt.core.page.generated.JtestillGenerated;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes pages out, with the headers they must be answered with. Everything in a page that
/// came from outside is escaped, and a URL that could do harm is left out. The templates are compiled into classes that
/// are called directly, so nothing is looked up at run time.
public final class Pages {

    private final Shell shell;
    private final List<WebOrigin> images;

    /// Pages of this brand, whose assets are served right below our origin.
    public Pages(Brand brand) {
        this(brand, "");
    }

    /// Pages of this brand.
    ///
    /// @param base what comes before [Assets#PATH]: empty, a path without a slash at its end, or our public URL
    public Pages(Brand brand, String base) {
        var assets = new Assets(brand);
        var path = base + Assets.PATH;
        shell = new Shell(brand, Messages.ENGLISH, path + assets.stylesheet().name(), path + assets.script().name());
        images = Optional.ofNullable(brand.logoUrl()).flatMap(WebOrigin::of).stream().toList();
    }

    /// This page, written out.
    public Html render(Page page) {
        return switch (page) {
            case Page.Ask ask -> ask(ask);
            case Page.LoggingOut loggingOut -> loggingOut(loggingOut);
            case Page.SignedOut signedOut -> signedOut(signedOut);
            case Page.StillSignedIn still -> stillSignedIn(still);
            case Page.Failure failure -> failure(failure);
        };
    }

    private Html ask(Page.Ask given) {
        var page = new Page.Ask(given.action(), given.sealed(), given.clientName(), given.everything(),
                WebLink.safe(given.back()));
        return html(plain(onward(page.back())), out -> JteaskGenerated.render(out, null, shell, page));
    }

    private Html loggingOut(Page.LoggingOut given) {
        var page = FrameCheck.passed(given);
        var origins = page.frames().stream().flatMap(frame -> WebOrigin.of(frame.url()).stream()).toList();
        var policy = new ContentPolicy(true, images, origins, onward(page.back()));
        return html(policy, out -> JtelogoutGenerated.render(out, null, shell, page));
    }

    private Html signedOut(Page.SignedOut given) {
        var page = new Page.SignedOut(given.applications(), given.clientName(), given.othersStillIn(),
                given.everythingUrl(), given.statusUrl(), WebLink.safe(given.back()));
        var policy = new ContentPolicy(page.statusUrl() != null, images, List.of(), new ContentPolicy.Forms.None());
        return html(policy, out -> JtesignedoutGenerated.render(out, null, shell, page));
    }

    private Html stillSignedIn(Page.StillSignedIn given) {
        var page = new Page.StillSignedIn(WebLink.safe(given.back()));
        return html(plain(new ContentPolicy.Forms.None()), out -> JtestillGenerated.render(out, null, shell, page));
    }

    private Html failure(Page.Failure page) {
        return html(plain(new ContentPolicy.Forms.None()), out -> JtefailureGenerated.render(out, null, shell, page));
    }

    private ContentPolicy plain(ContentPolicy.Forms forms) {
        return new ContentPolicy(false, images, List.of(), forms);
    }

    private static ContentPolicy.Forms onward(Page.@Nullable Link back) {
        return new ContentPolicy.Forms.Onward(back == null ? null : back.url());
    }

    private static Html html(ContentPolicy policy, Consumer<HtmlTemplateOutput> template) {
        var body = new StringOutput();
        template.accept(new OwaspHtmlTemplateOutput(body));
        return new Html(body.toString(), headers(policy));
    }

    private static Map<String, String> headers(ContentPolicy policy) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "text/html; charset=utf-8");
        headers.put("content-security-policy", policy.text());
        headers.put("cache-control", "no-store");
        headers.put("referrer-policy", "no-referrer");
        headers.put("x-content-type-options", "nosniff");
        headers.put("x-frame-options", "DENY");
        headers.put("strict-transport-security", "max-age=31536000");
        headers.put("cross-origin-opener-policy", "same-origin");
        return headers;
    }
}
