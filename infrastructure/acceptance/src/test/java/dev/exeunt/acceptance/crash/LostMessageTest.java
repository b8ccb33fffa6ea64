package dev.exeunt.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.client.OidcClient.Subject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Messages that are gone before anybody has tried what they point at: no receipt tells of them.
class LostMessageTest {

    private final Cloud cloud = new Cloud();
    private final People people = new People(cloud);
    private final Time time = new Time(cloud);

    @Test
    void whatTheQueueLostBeforeItsFirstAttemptIsToldAfterAQuarterOfAnHour() {
        people.client("wiki", Subject.BOTH);
        people.client("mail", Subject.BOTH);
        people.signIn("session", "ann", Duration.ofHours(8));
        people.join("session", "wiki");
        people.join("session", "mail");
        assertThat(people.end("session")).isTrue();
        lose();

        time.pass(Duration.ofMinutes(14));
        assertThat(cloud.applications().told()).isEmpty();
        time.pass(Duration.ofMinutes(3));

        assertThat(cloud.applications().told()).extracting(Applications.Told::client)
                .containsExactlyInAnyOrder("wiki", "mail", Applications.IDP);
    }

    @Test
    void whatIsLostOnceMoreIsToldAnHourAfterTheLogout() {
        people.client("wiki", Subject.BOTH);
        people.signIn("session", "ann", Duration.ofHours(8));
        people.join("session", "wiki");
        assertThat(people.end("session")).isTrue();
        lose();
        cloud.watch().forward(Duration.ofMinutes(16));
        time.sweep();
        lose();

        time.pass(Duration.ofMinutes(40));
        assertThat(cloud.applications().told()).isEmpty();
        time.pass(Duration.ofMinutes(10));

        assertThat(cloud.applications().told()).extracting(Applications.Told::client)
                .containsExactlyInAnyOrder("wiki", Applications.IDP);
        assertThat(cloud.queue().visible()).isEmpty();
    }

    private void lose() {
        var lost = cloud.queue().visible();
        assertThat(lost).isNotEmpty();
        lost.forEach(id -> cloud.queue().receive(id).ifPresent(message -> cloud.queue().deleteMessage(
                request -> request.queueUrl(Plan.queue().url()).receiptHandle(message.receiptHandle()))));
    }
}
