package dev.exeunt.aws.table;

import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Random values of the domain, the same for the same seed.
record Some(Random random) {

    private static final List<String> LETTERS = List.of("a", "Z", "9", "-", "_", "#", "\"", "\\", "/", "<", "é", "文",
            "😀", " ", "\n", "{", "%", ".");

    String text() {
        return IntStream.range(0, 1 + random.nextInt(20))
                .mapToObj(_ -> LETTERS.get(random.nextInt(LETTERS.size())))
                .collect(Collectors.joining());
    }

    String hex() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    CookieHash hash() {
        return CookieHash.of(text() + random.nextLong());
    }

    Instant time() {
        return Instant.ofEpochSecond(1_700_000_000L + random.nextInt(200_000_000),
                random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }

    Instant milli() {
        return Instant.ofEpochMilli(time().toEpochMilli());
    }

    <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    <T> List<T> list(int most, Supplier<T> value) {
        return Stream.generate(value).limit(random.nextInt(most + 1)).toList();
    }

    <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    Session session() {
        var life = random.nextBoolean()
                ? new Session.Life.Living()
                : new Session.Life.Ended(hex(), time(), one(List.of(EndReason.values())));
        var gate = new Session.Gate(random.nextLong(1, Long.MAX_VALUE), random.nextInt(250), random.nextInt(262_144));
        return new Session(text(), text(), time(), time(), list(4, this::hash), gate, life);
    }

    OidcIdentity identity() {
        return new OidcIdentity(text(), text(), maybe(this::text));
    }

    Participant participant() {
        var presence = random.nextBoolean()
                ? new Participant.Presence.Here()
                : new Participant.Presence.Left(hex(), time());
        return new Participant.Oidc(text(), list(8, this::identity), time(), presence);
    }

    OidcClient client() {
        var profile = new Profile(one(List.of("JWT", "logout+jwt")), one(List.of(Subject.values())),
                maybe(() -> Duration.ofMillis(random.nextInt(15_000))), maybe(() -> 1 + random.nextInt(40)));
        return new OidcClient(text(), text(), text(), list(5, this::text), list(5, this::text),
                maybe(() -> new LogoutUri(text(), random.nextBoolean())),
                maybe(() -> new LogoutUri(text(), random.nextBoolean())), text(),
                maybe(() -> new Encryption(text(), text(), maybe(this::text), maybe(this::text))), maybe(this::text),
                profile);
    }

    Stage stage() {
        return switch (random.nextInt(5)) {
            case 0 -> new Stage.Confirm();
            case 1 -> new Stage.UserLogout();
            case 2 -> new Stage.IframeLogout(list(4, () -> new Stage.Frame(random.nextInt(250), text())));
            case 3 -> new Stage.Redirect(text());
            default -> new Stage.SessionEnd();
        };
    }

    Delivery delivery() {
        return new Delivery.LogoutToken(random.nextInt(250), identity());
    }

    Logout logout() {
        var plan = new StagePlan(text(), one(List.of(Initiator.values())), list(6, this::stage),
                list(6, () -> new StagePlan.Application(text(), text())), list(20, this::delivery),
                list(4, () -> new StagePlan.Unreachable(random.nextInt(250), text())));
        return new Logout(hex(), text(), text(), maybe(this::text), one(List.of(EndReason.values())), time(), plan);
    }

    Visit visit() {
        var way = new Visit.Way(maybe(this::text), maybe(this::text), random.nextBoolean(), maybe(this::text));
        Map<Integer, Visit.FrameResult> frames = IntStream.range(0, random.nextInt(12)).boxed()
                .collect(Collectors.toMap(frame -> frame, _ -> one(List.of(Visit.FrameResult.values()))));
        return new Visit(hex(), hash().value(), time(), time(), way, new Visit.Progress(random.nextInt(6), frames));
    }

    /// With times as exact as the table keeps them.
    Receipt receipt() {
        return new Receipt(random.nextInt(2000), 1 + random.nextInt(5), maybe(this::milli),
                one(List.of(Receipt.State.values())),
                maybe(this::milli), maybe(() -> Instant.ofEpochSecond(time().getEpochSecond())), maybe(this::text),
                list(40, this::attempt));
    }

    Attempt attempt() {
        return new Attempt(1 + random.nextInt(5), time(), hex(), maybe(() -> 100 + random.nextInt(500)),
                maybe(this::text), maybe(() -> random.nextLong(100_000)), maybe(() -> random.nextInt(8192)));
    }
}
