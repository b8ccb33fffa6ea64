package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.saml.Binding;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a question keeps while the person thinks about it.
class QuestionTest {

    @Test
    void aQuestionKeepsTheAnswerThatIsOwed() {
        for (var end : List.of(new Visit.End.OurPage(), new Visit.End.Address("https://rp/out"),
                new Visit.End.SamlAnswer(Binding.REDIRECT, "https://sp/done", "_1", "a&b=c d"),
                new Visit.End.SamlAnswer(Binding.POST, "https://sp/done", "_1", null))) {
            var question = new Question("/saml/slo", "s", "f", Initiator.SP, new Visit.Way(end, "sp", true, null),
                    null);
            assertThat(Question.of(question.toValues("b"))).isEqualTo(question);
        }
    }
}
