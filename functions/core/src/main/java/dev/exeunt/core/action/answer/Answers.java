package dev.exeunt.core.action.answer;

import dev.exeunt.core.page.Languages;
import dev.exeunt.core.page.Messages;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.page.Pages;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.QueryString;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes answers for whoever asks: pages for people, problems for programs.
public final class Answers {

    private final Pages pages;

    /// See [Answers].
    public Answers(Pages pages) {
        this.pages = pages;
    }

    /// A page, in the language that the request itself wishes for.
    public WebAnswer page(WebRequest request, int status, Page page) {
        return page(request, wished(request), status, page);
    }

    /// A page, in a language that was wished for before.
    ///
    /// @param locales `ui_locales` as it came; null leaves it to the browser
    public WebAnswer page(WebRequest request, @Nullable String locales, int status, Page page) {
        var html = pages.render(page, words(request, locales));
        return new WebAnswer(status, html.headers(), List.of(), html.body().getBytes(StandardCharsets.UTF_8));
    }

    /// Why nothing was done, in the form that the request asks for.
    public WebAnswer refusal(WebRequest request, Problem problem) {
        return refusal(request, wished(request), problem);
    }

    /// Why nothing was done, in a language that was wished for before.
    ///
    /// @param locales `ui_locales` as it came; null leaves it to the browser
    public WebAnswer refusal(WebRequest request, @Nullable String locales, Problem problem) {
        return request.wantsJson()
                ? WebAnswer.problem(problem)
                : page(request, locales, problem.status(), new Page.Failure(problem.status(), problem.detail(),
                        logOut(request, locales)));
    }

    /// Our address where signing out begins anew, in the same language.
    public static String logOut(WebRequest request, @Nullable String locales) {
        var url = request.baseUrl() + "/logout";
        return locales == null ? url : QueryString.append(url, "ui_locales", words(request, locales).language());
    }

    private static Messages words(WebRequest request, @Nullable String locales) {
        return Languages.choose(locales, request.header("accept-language"));
    }

    private static @Nullable String wished(WebRequest request) {
        return request.parameters().remark("ui_locales");
    }

    /// Another method than those of a route (405).
    public WebAnswer wrongMethod(WebRequest request, Set<String> allowed) {
        var names = String.join(", ", allowed.stream().sorted().toList());
        var problem = Problem.of(405, "method_not_allowed",
                "This address answers " + names.toUpperCase(Locale.ROOT) + " only.");
        return refusal(request, problem).withHeader("Allow", names);
    }
}
