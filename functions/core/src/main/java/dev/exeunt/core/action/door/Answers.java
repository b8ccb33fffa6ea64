package dev.exeunt.core.action.door;

import dev.exeunt.core.page.Page;
import dev.exeunt.core.page.Pages;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Writes answers for whoever asks: pages for people, problems for programs.
public final class Answers {

    private final Pages pages;

    /// See [Answers].
    public Answers(Pages pages) {
        this.pages = pages;
    }

    /// A page.
    public WebAnswer page(int status, Page page) {
        var html = pages.render(page);
        return new WebAnswer(status, html.headers(), List.of(), html.body().getBytes(StandardCharsets.UTF_8));
    }

    /// Why nothing was done, in the form that the request asks for.
    public WebAnswer refusal(WebRequest request, Problem problem) {
        return request.wantsJson()
                ? WebAnswer.problem(problem)
                : page(problem.status(), new Page.Failure(problem.status(), problem.detail(),
                        request.baseUrl() + "/logout"));
    }

    /// Another method than those of a route (405).
    public WebAnswer wrongMethod(WebRequest request, Set<String> allowed) {
        var names = String.join(", ", allowed.stream().sorted().toList());
        var problem = Problem.of(405, "method_not_allowed",
                "This address answers " + names.toUpperCase(Locale.ROOT) + " only.");
        return refusal(request, problem).withHeader("Allow", names);
    }
}
