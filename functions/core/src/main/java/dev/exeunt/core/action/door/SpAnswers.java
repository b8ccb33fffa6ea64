package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.SamlMessages.Made;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.action.answer.SamlHandover;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.plan.PlanJson;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.Visit.End;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The LogoutResponse that a service provider is owed, and how a browser takes it there (SAML Core 2.0, 3.7.2).
final class SpAnswers {

    private final SamlMessages messages;
    private final Answers answers;
    private final SamlHandover handover;

    SpAnswers(SamlMessages messages, Answers answers) {
        this.messages = messages;
        this.answers = answers;
        this.handover = new SamlHandover(answers);
    }

    /// What is owed, and where it goes: from the service provider's registration alone, by the binding that its request
    /// came by, or by another that a browser can take.
    ///
    /// @param inResponseTo the ID of the request, or null if that could not be read
    /// @param relayState   what came with the request; one that is too long cannot be sent back
    /// @return empty if it has registered no place for answers
    static Optional<End.SamlAnswer> owed(SamlClient client, Binding cameBy, @Nullable String inResponseTo,
            @Nullable String relayState) {
        var back = relayState == null || relayState.getBytes(StandardCharsets.UTF_8).length > Limits.RELAY_STATE
                ? null
                : relayState;
        return Stream.of(cameBy, Binding.REDIRECT, Binding.POST)
                .flatMap(binding -> client.service(binding).stream())
                .filter(service -> service.binding() != Binding.SOAP)
                .findFirst()
                .map(service -> new End.SamlAnswer(service.binding(), service.forResponses(), inResponseTo, back));
    }

    /// Sends the browser there with it; a program learns what is owed, and how to take it there.
    WebAnswer send(WebRequest request, SamlClient client, End.SamlAnswer owed, Status status) {
        return switch (messages.answer(messages.issuer(request.baseUrl()), client, owed, status)) {
            case Made.Ready(var message) when request.wantsJson() ->
                handover.json(PlanJson.nobody(way(client, owed)), message);
            case Made.Ready(var message) ->
                handover.answer(new SamlHandover.Carrier(request, null, client.name(), false), message);
            case Made.NoKey _ -> answers.refusal(request, Problem.of(503, "no_signing_key",
                    "There is no key for the signature that this application wants."));
        };
    }

    /// The way of whoever takes an answer there.
    static Visit.Way way(SamlClient client, End owed) {
        return new Visit.Way(owed, client.key(), true, null);
    }
}
