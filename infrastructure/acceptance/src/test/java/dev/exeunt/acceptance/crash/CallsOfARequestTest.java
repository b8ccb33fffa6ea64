package dev.exeunt.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.crash.Cloud.Called;
import dev.exeunt.acceptance.crash.Cloud.Function;
import dev.exeunt.core.client.OidcClient.Subject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How often whole requests call AWS, from the event to the answer: applications cost one batch of messages for each ten
/// notices and one batch of clients for each hundred, and nothing else grows with them. The IdP's notice is one more.
class CallsOfARequestTest {

    private static final Duration HOURS = Duration.ofHours(8);

    private final Cloud cloud = new Cloud();
    private final People people = new People(cloud);

    /// `/logout` twice, for the question and the yes; then the page, its states and one step of the visit.
    @ParameterizedTest
    @ValueSource(ints = {9, 10, 200})
    void aBrowserSignsOut(int applications) {
        // The first request of all makes the day's key.
        signIn("warm", 1);
        people.logOut("warm");
        signIn("session", applications);
        var before = cloud.calls();

        assertThat(people.logOut("session")).isTrue();

        assertThat(counted(before, Function.LOGOUT)).isEqualTo(expected(applications, Map.of("GetItem", 6L,
                "Query", 2L, "TransactWriteItems", 1L, "UpdateItem", 1L)));
        assertThat(counted(before, Function.FRONTCHANNEL))
                .isEqualTo(Map.of("GetItem", 8L, "Query", 4L, "UpdateItem", 1L));
        assertThat(told()).isEqualTo(applications);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 101})
    void anOperatorEndsASession(int applications) {
        signIn("session", applications);
        var before = cloud.calls();

        assertThat(people.end("session")).isTrue();

        assertThat(counted(before, Function.REGISTRY)).isEqualTo(expected(applications, Map.of("GetItem", 2L,
                "Query", 1L, "TransactWriteItems", 1L, "UpdateItem", 1L)));
        assertThat(told()).isEqualTo(applications);
    }

    /// One sweep: it looks twice what is due, and once how long the oldest notice has been waiting. (That of the first shard,
    /// which this is not, counts outages too.)
    @ParameterizedTest
    @ValueSource(ints = {10, 101})
    void aSessionExpires(int applications) {
        signIn("session", applications);
        cloud.watch().forward(HOURS.plusMinutes(1));
        var before = cloud.calls();

        new Time(cloud).sweep();

        assertThat(counted(before, Function.SWEEPER)).isEqualTo(expected(applications, Map.of("GetItem", 2L,
                "Query", 4L, "TransactWriteItems", 1L, "UpdateItem", 2L)));
        assertThat(told()).isEqualTo(applications);
    }

    /// What does not grow, and what does.
    private static Map<String, Long> expected(int applications, Map<String, Long> always) {
        var notices = applications + 1;
        var expected = new TreeMap<>(always);
        expected.put("BatchGetItem", (applications + 99L) / 100);
        expected.put("SendMessageBatch", (notices + 9L) / 10);
        return expected;
    }

    /// How many notices of the session there are, besides the IdP's.
    private int told() {
        new Time(cloud).pass(Duration.ofMinutes(1));
        return (int) cloud.applications().told().stream()
                .filter(told -> told.sid() != null && told.sid().startsWith("session.")).count();
    }

    private void signIn(String session, int applications) {
        people.signIn(session, "ann", HOURS);
        for (int n = 0; n < applications; n++) {
            people.client("c" + n, Subject.BOTH);
            people.join(session, "c" + n);
        }
    }

    private Map<String, Long> counted(int from, Function by) {
        return cloud.called().stream().skip(from).filter(call -> call.by() == by)
                .collect(Collectors.groupingBy(Called::operation, TreeMap::new, Collectors.counting()));
    }
}
