package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// That LocalStack, where it is there, sees the journeys that the embedded services see.
class JourneysEverywhereTest {

    @Test
    void everyJourneyRunsOnLocalStackToo() {
        assertThat(journeys(LocalStackJourneysTest.class)).hasSizeGreaterThan(10)
                .isEqualTo(journeys(EmbeddedJourneysTest.class));
    }

    private static Set<Class<?>> journeys(Class<?> suite) {
        return Arrays.stream(suite.getDeclaredClasses()).map(Class::getSuperclass).collect(Collectors.toSet());
    }
}
