package dev.exeunt.frontchannel;

import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.page.Asset;
import dev.exeunt.core.page.Assets;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The stylesheet and the script of the pages.
final class Files {

    private static final Set<String> READ = Set.of("GET", "HEAD");

    private final Assets assets;
    private final Answers answers;

    Files(Assets assets, Answers answers) {
        this.assets = assets;
        this.answers = answers;
    }

    private Optional<Asset> find(WebRequest request, String name) {
        return name.equals(Assets.COOKIES)
                ? Optional.of(Assets.cookies(request.header("sec-fetch-storage-access")))
                : assets.find(name);
    }

    WebAnswer answer(WebRequest request) {
        if (!READ.contains(request.method())) {
            return answers.wrongMethod(request, READ);
        }
        var name = request.captured().getOrDefault("name", "");
        return find(request, name)
                .map(asset -> new WebAnswer(200, asset.headers(), List.of(),
                        asset.text().getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> answers.refusal(request,
                        Problem.of(404, "unknown_asset", "There is no such file.")));
    }
}
