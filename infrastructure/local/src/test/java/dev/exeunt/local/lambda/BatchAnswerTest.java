package dev.exeunt.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnswerTest {

    private static final Set<String> BATCH = Set.of("m-1", "m-2");

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
    void anEmptyAnswerMeansThatAllIsDone(String answer) {
        assertThat(read(answer, true)).isEqualTo(new BatchAnswer.Failures(Set.of()));
    }

    @Test
    void namedMessagesFailed() {
        assertThat(read("{\"batchItemFailures\":[{\"itemIdentifier\":\"m-2\"}]}", true)).isEqualTo(
                new BatchAnswer.Failures(Set.of("m-2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "{", "{\"batchItemFailures\":\"m-1\"}", "{\"batchItemFailures\":{\"a\":1}}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}", "{\"batchItemFailures\":[{\"id\":\"m-1\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"m-1\"},{\"itemIdentifier\":\"m-9\"}]}"})
    void anAnswerThatCannotBeUnderstoodBringsEverythingBack(String answer) {
        assertThat(read(answer, true)).isInstanceOf(BatchAnswer.Everything.class);
    }

    @Test
    void withoutReportingTheAnswerIsNotRead() {
        assertThat(read("{", false)).isEqualTo(new BatchAnswer.Failures(Set.of()));
        assertThat(BatchAnswer.of(new Result.TimedOut(Duration.ofSeconds(1)), false, BATCH)).isInstanceOf(
                BatchAnswer.Everything.class);
    }

    private static BatchAnswer read(String answer, boolean reportsFailures) {
        return BatchAnswer.of(new Result.Answered(answer.getBytes(StandardCharsets.UTF_8)), reportsFailures, BATCH);
    }
}
