package dev.exeunt.aws.table;

import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Progress;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.SamlIdentity;
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
        return switch (random.nextInt(3)) {
            case 0 -> new Participant.Oidc(text(), list(8, this::identity), time(), presence);
            case 1 -> new Participant.Saml(text(), list(8, this::samlIdentity), time(), presence);
            default -> new Participant.Caep(text(), list(8, this::caepIdentity), time(), presence);
        };
    }

    CaepIdentity caepIdentity() {
        return new CaepIdentity(text(), text(), maybe(this::text), maybe(this::text));
    }

    Client client() {
        return switch (random.nextInt(3)) {
            case 0 -> rp();
            case 1 -> sp();
            default -> new CaepReceiver(text(), text(), text(), text(), maybe(this::text), one(List.of(
                    CaepReceiver.Subject.values())));
        };
    }

    private SamlClient sp() {
        return new SamlClient(text(), text(), text(),
                list(4, () -> new SamlClient.LogoutService(binding(), text(), maybe(this::text))), list(3, this::text),
                maybe(() -> new SamlClient.Channel(one(List.of(SamlClient.Method.values())), binding())),
                maybe(() -> one(List.of(SignatureAlgorithm.values()))), maybe(this::text));
    }

    private Binding binding() {
        return one(List.of(Binding.values()));
    }

    private OidcClient rp() {
        var profile = new Profile(one(List.of("JWT", "logout+jwt")), one(List.of(Subject.values())),
                maybe(() -> Duration.ofMillis(random.nextInt(15_000))), maybe(() -> 1 + random.nextInt(40)));
        return new OidcClient(text(), text(), text(), list(5, this::text), list(5, this::text),
                maybe(() -> new LogoutUri(text(), random.nextBoolean())),
                maybe(() -> new LogoutUri(text(), random.nextBoolean())), text(),
                maybe(() -> new Encryption(text(), text(), maybe(this::text), maybe(this::text))), maybe(this::text),
                profile);
    }

    Stage stage() {
        return switch (random.nextInt(6)) {
            case 0 -> new Stage.Confirm();
            case 1 -> new Stage.UserLogout();
            case 2 -> new Stage.IframeLogout(list(4, this::frame));
            case 3 -> new Stage.Redirect(text());
            case 4 -> new Stage.NativeLogout(list(4,
                    () -> new Stage.Hop(random.nextInt(250), samlIdentity(), one(List.of(Binding.values())))));
            default -> new Stage.SessionEnd();
        };
    }

    Stage.Frame frame() {
        return random.nextBoolean()
                ? new Stage.Frame.Oidc(random.nextInt(250), text())
                : new Stage.Frame.Saml(random.nextInt(250), samlIdentity(), one(List.of(Binding.values())));
    }

    SamlIdentity samlIdentity() {
        var name = new NameId(text(), maybe(this::text), maybe(this::text), maybe(this::text), maybe(this::text));
        return new SamlIdentity(name, maybe(this::text));
    }

    Delivery delivery() {
        return switch (random.nextInt(4)) {
            case 0 -> new Delivery.LogoutToken(random.nextInt(250), identity());
            case 2 -> new Delivery.SamlLogoutRequest(random.nextInt(250), samlIdentity());
            case 1 -> new Delivery.SecurityEvent(random.nextInt(250), caepIdentity());
            default -> new Delivery.SessionRevoked();
        };
    }

    Logout logout() {
        var plan = new StagePlan(text(), one(List.of(Initiator.values())), list(6, this::stage),
                list(6, () -> new StagePlan.Application(text(), text())), list(20, this::delivery),
                list(4, () -> new StagePlan.Unreachable(random.nextInt(250), text())),
                maybe(() -> random.nextInt(250)));
        return new Logout(hex(), text(), text(), maybe(this::text), one(List.of(EndReason.values())), time(), plan);
    }

    Visit visit() {
        var way = new Visit.Way(end(), maybe(this::text), random.nextBoolean(), maybe(this::text));
        Map<Integer, Progress.FrameResult> frames = IntStream.range(0, random.nextInt(12)).boxed()
                .collect(Collectors.toMap(frame -> frame, _ -> one(List.of(Progress.FrameResult.values()))));
        var progress = new Progress(random.nextInt(6), frames, hops(), answers());
        return new Visit(hex(), hash().value(), time(), time(), way, progress);
    }

    private Visit.End end() {
        return switch (random.nextInt(3)) {
            case 0 -> new Visit.End.OurPage();
            case 1 -> new Visit.End.Address(text());
            default -> new Visit.End.SamlAnswer(one(List.of(Binding.values())), text(), text(), maybe(this::text));
        };
    }

    private Map<Integer, Progress.HopResult> hops() {
        return IntStream.range(0, random.nextInt(12)).boxed().collect(Collectors.toMap(hop -> hop,
                hop -> random.nextBoolean()
                        ? new Progress.HopResult.Started(1 + random.nextInt(9))
                        : new Progress.HopResult.Skipped(random.nextInt(9))));
    }

    private Map<Progress.Entry, Progress.SamlStatus> answers() {
        return list(12, () -> new Progress.Entry(one(List.of(Progress.Place.values())), random.nextInt(2000))).stream()
                .distinct()
                .collect(Collectors.toMap(entry -> entry, _ -> one(List.of(Progress.SamlStatus.values()))));
    }

    /// With times as exact as the table keeps them.
    Receipt receipt() {
        return new Receipt(random.nextInt(2000), 1 + random.nextInt(5), maybe(this::milli),
                one(List.of(Receipt.State.values())),
                maybe(this::milli), maybe(this::milli), maybe(() -> Instant.ofEpochSecond(time().getEpochSecond())),
                maybe(this::text), list(40, this::attempt));
    }

    Attempt attempt() {
        return new Attempt(1 + random.nextInt(5), time(), hex(), maybe(() -> 100 + random.nextInt(500)),
                maybe(this::text), maybe(() -> random.nextLong(100_000)), maybe(() -> random.nextInt(8192)));
    }
}
