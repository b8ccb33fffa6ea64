package dev.exeunt.core.page;

import dev.exeunt.core.page.generated.JteaskGenerated;
import dev.exeunt.core.page.generated.JtefailureGenerated;
import dev.exeunt.core.page.generated.JtehandoverGenerated;
import dev.exeunt.core.page.generated.JtehopGenerated;
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

    private final Brand brand;
    private final String stylesheet;
    private final String script;
    private final String cookies;
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
        this.brand = brand;
        stylesheet = path + assets.stylesheet().name();
        script = path + assets.script().name();
        cookies = path + Assets.COOKIES;
        images = Optional.ofNullable(brand.logoUrl()).flatMap(WebOrigin::of).stream().toList();
    }

    /// This page, written out in a language.
    public Html render(Page page, Messages words) {
        var shell = new Shell(brand, words, stylesheet, script, cookies);
        return switch (page) {
            case Page.Ask ask -> ask(shell, ask);
            case Page.LoggingOut loggingOut -> loggingOut(shell, loggingOut);
            case Page.Hop hop -> hop(shell, hop);
            case Page.Handover handover -> handover(shell, handover);
            case Page.SignedOut signedOut -> signedOut(shell, signedOut);
            case Page.StillSignedIn still -> stillSignedIn(shell, still);
            case Page.Failure failure -> failure(shell, failure);
        };
    }

    private Html ask(Shell shell, Page.Ask given) {
        var page = new Page.Ask(given.action(), given.sealed(), given.clientName(), given.everything(),
                WebLink.safe(given.back()));
        return html(plain(onward(page.back())), out -> JteaskGenerated.render(out, null, shell, page));
    }

    private Html loggingOut(Shell shell, Page.LoggingOut given) {
        var page = FrameCheck.passed(given);
        var origins = page.frames().stream().flatMap(frame -> FrameCheck.origin(frame).stream()).toList();
        var policy = new ContentPolicy(true, images, origins, onward(page.back()));
        var ours = page.frames().stream().anyMatch(frame -> frame.leadsTo() != null);
        return html(ours ? policy.framingUs() : policy, out -> JtelogoutGenerated.render(out, null, shell, page));
    }

    private Html hop(Shell shell, Page.Hop page) {
        var policy = new ContentPolicy(true, images, List.of(),
                new ContentPolicy.Forms.Onward(page.target()));
        return html(policy, out -> JtehopGenerated.render(out, null, shell, page));
    }

    private Html handover(Shell shell, Page.Handover page) {
        var action = WebOrigin.of(page.action()).isPresent() ? page.action() : null;
        var forms = action == null
                ? new ContentPolicy.Forms.None()
                : new ContentPolicy.Forms.Onward(action);
        var policy = new ContentPolicy(action != null, images, List.of(), forms);
        var html = html(page.framed() ? policy.framedByUs() : policy,
                out -> JtehandoverGenerated.render(out, null, shell, page, action));
        return page.framed() ? html.withHeader("x-frame-options", "SAMEORIGIN") : html;
    }

    private Html signedOut(Shell shell, Page.SignedOut given) {
        var page = new Page.SignedOut(given.applications(), given.clientName(), given.othersStillIn(),
                given.everythingUrl(), given.statusUrl(), WebLink.safe(given.back()));
        var policy = new ContentPolicy(page.statusUrl() != null, images, List.of(), new ContentPolicy.Forms.None());
        return html(policy, out -> JtesignedoutGenerated.render(out, null, shell, page));
    }

    private Html stillSignedIn(Shell shell, Page.StillSignedIn given) {
        var page = new Page.StillSignedIn(WebLink.safe(given.back()));
        return html(plain(new ContentPolicy.Forms.None()), out -> JtestillGenerated.render(out, null, shell, page));
    }

    private Html failure(Shell shell, Page.Failure page) {
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
