package dev.exeunt.acceptance.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Clients.Put;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.SignatureAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ParameterizedClass
@EnumSource(Where.class)
class ClientsTest {

    private static final Put CREATED = new Put.Created();
    private static final Put REPLACED = new Put.Replaced();

    private final Services services;
    private final Clients clients;

    ClientsTest(Where where) {
        services = where.open();
        clients = services.table().clients();
    }

    @Test
    void aClientIsCreatedAndThenReplaced() {
        assertThat(clients.put(client("k", "id"))).isEqualTo(CREATED);
        var renamed = new OidcClient("k", "id", "renamed", List.of(), List.of(), null, null, "ES256", null, null,
                Profile.STANDARD);
        assertThat(clients.put(renamed)).isEqualTo(REPLACED);
        assertThat(clients.read(List.of("k"))).containsOnlyKeys("k").containsValue(renamed);
        assertThat(clients.byClientId("id")).contains(renamed);
    }

    @Test
    void aClientIdBelongsToOneKey() {
        clients.put(client("k", "id"));
        var rows = services.rows();
        assertThat(clients.put(client("other", "id"))).isEqualTo(new Put.Taken("k"));
        assertThat(services.rows()).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void aClientIdThatWasGivenUpIsFree() {
        clients.put(client("k", "old"));
        assertThat(clients.put(client("k", "new"))).isEqualTo(REPLACED);
        assertThat(clients.byClientId("old")).isEmpty();
        assertThat(clients.byClientId("new")).contains(client("k", "new"));
        assertThat(clients.put(client("other", "old"))).isEqualTo(CREATED);
    }

    @Test
    void whoeverTakesAnothersClientIdKeepsItsOwn() {
        clients.put(client("a", "id-a"));
        clients.put(client("b", "id-b"));
        assertThat(clients.put(client("b", "id-a"))).isEqualTo(new Put.Taken("a"));
        assertThat(clients.byClientId("id-b")).contains(client("b", "id-b"));
    }

    @Test
    void aDeletedClientLeavesNothing() {
        clients.put(client("k", "id"));
        assertThat(clients.delete("k")).isTrue();
        assertThat(clients.delete("k")).isFalse();
        assertThat(services.rows()).isEmpty();
        assertThat(clients.read(List.of("k"))).isEmpty();
        assertThat(clients.byClientId("id")).isEmpty();
    }

    @Test
    void anEntityIdBelongsToOneKeyAndIsNoClientId() {
        assertThat(clients.put(sp("sp", "https://x/"))).isEqualTo(CREATED);
        assertThat(clients.put(sp("other", "https://x/"))).isEqualTo(new Put.Taken("sp"));
        assertThat(clients.put(client("rp", "https://x/"))).isEqualTo(CREATED);
        assertThat(clients.byEntityId("https://x/")).contains(sp("sp", "https://x/"));
        assertThat(clients.byClientId("https://x/")).contains(client("rp", "https://x/"));
        assertThat(clients.byEntityId("rp")).isEmpty();
        assertThat(clients.read(List.of("sp", "rp"))).hasSize(2);
    }

    @Test
    void aClientThatBecomesAServiceProviderGivesItsClientIdUp() {
        clients.put(client("k", "https://x/"));
        assertThat(clients.put(sp("k", "https://x/"))).isEqualTo(REPLACED);
        assertThat(clients.byClientId("https://x/")).isEmpty();
        assertThat(clients.byEntityId("https://x/")).contains(sp("k", "https://x/"));
        assertThat(services.rows()).hasSize(2);
        assertThat(clients.put(client("other", "https://x/"))).isEqualTo(CREATED);
        assertThat(clients.delete("k")).isTrue();
        assertThat(clients.byEntityId("https://x/")).isEmpty();
        assertThat(services.rows()).hasSize(2);
    }

    @Test
    void oneKeyRegisteredForBothProtocolsAtOnceIsOneOfThem() throws InterruptedException {
        clients.put(client("k", "https://x/"));
        List<Callable<Put>> puts = List.of(() -> clients.put(sp("k", "https://x/")),
                () -> clients.put(client("k", "https://x/")), () -> clients.put(sp("k", "https://x/")));
        assertThat(AtOnce.<Put>run(puts)).containsOnly(REPLACED);
        assertThat(services.rows()).hasSize(2);
        assertThat(clients.byEntityId("https://x/").isPresent()).isNotEqualTo(
                clients.byClientId("https://x/").isPresent());
    }

    @Test
    void ofManyKeysAtOnceOneGetsTheClientId() throws InterruptedException {
        List<Callable<Put>> puts = IntStream.range(0, 4)
                .<Callable<Put>>mapToObj(number -> () -> clients.put(client("k" + number, "id"))).toList();
        var answers = AtOnce.<Put>run(puts);
        var winner = "k" + answers.indexOf(CREATED);
        assertThat(answers).containsOnlyOnce(CREATED).containsOnly(CREATED, new Put.Taken(winner));
        assertThat(clients.byClientId("id").orElseThrow().key()).isEqualTo(winner);
    }

    @Test
    void oneKeyRegisteredByManyAtOnceHasOneClientId() throws InterruptedException {
        clients.put(client("k", "first"));
        List<Callable<Put>> puts = IntStream.range(0, 3)
                .<Callable<Put>>mapToObj(number -> () -> clients.put(client("k", "id" + number))).toList();
        assertThat(AtOnce.<Put>run(puts)).containsOnly(REPLACED);
        assertThat(services.rows()).hasSize(2);
        var now = (OidcClient) clients.read(List.of("k")).get("k");
        assertThat(now).isNotNull();
        assertThat(clients.byClientId(now.clientId())).contains(now);
    }

    @Test
    void whoeverMeetsAnotherWriterTriesAgain() {
        var busy = services.table(
                Faults.before("TransactWriteItems", 2, () -> Faults.cancelled(2, 1, "TransactionConflict")));
        assertThat(busy.clients().put(client("k", "id"))).isEqualTo(CREATED);
    }

    @Test
    void manyClientsAreReadAHundredAtATime() {
        var keys = new ArrayList<String>();
        for (int number = 0; number < 120; number++) {
            keys.add("k" + number);
            clients.put(client("k" + number, "id" + number));
        }
        keys.add("unknown");
        keys.add("k7");
        var calls = new Faults.Calls();
        assertThat(services.table(calls).clients().read(keys)).hasSize(120).containsEntry("k7", client("k7", "id7"));
        assertThat(calls.made()).containsExactly("BatchGetItem", "BatchGetItem");
        calls.forget();
        assertThat(services.table(calls).clients().read(List.of())).isEmpty();
        assertThat(calls.made()).isEmpty();
    }

    @Test
    void aRegistrationThatCannotBeReadIsToldApartAndMendedByAnother() {
        clients.put(client("k", "id"));
        clients.put(client("good", "id-good"));
        spoil("k");

        assertThat(clients.registered(List.of("k", "good", "none")))
                .isEqualTo(new Clients.Registered(Map.of("good", client("good", "id-good")), Set.of("k")));
        assertThatThrownBy(() -> clients.read(List.of("k"))).isInstanceOf(RuntimeException.class);
        assertThat(clients.put(client("k", "new"))).isEqualTo(REPLACED);
        assertThat(clients.read(List.of("k"))).containsValue(client("k", "new"));
        assertThat(clients.byClientId("id")).isEmpty();
        spoil("k");
        assertThat(clients.delete("k")).isTrue();
        assertThat(clients.registered(List.of("k")).unreadable()).isEmpty();
        assertThat(clients.byClientId("new")).isEmpty();
    }

    /// As a version does that knows more than this one, and was taken back.
    private void spoil(String key) {
        services.dynamoDb().updateItem(request -> request.tableName(services.tableName())
                .key(Map.of("pk", AttributeValue.fromS("C#" + key), "sk", AttributeValue.fromS("C")))
                .updateExpression("SET #json = :json").expressionAttributeNames(Map.of("#json", "json"))
                .expressionAttributeValues(Map.of(":json", AttributeValue.fromS("{\"protocol\":\"ws-fed\"}"))));
    }

    @Test
    void keysAreListedInOrderPageByPage() {
        var keys = new TreeSet<String>();
        for (int number = 0; number < 25; number++) {
            keys.add("k" + number);
            clients.put(client("k" + number, "id" + number));
        }
        var listed = new ArrayList<String>();
        var page = clients.list(null, 10);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            listed.addAll(page);
            page = clients.list(page.getLast(), 10);
        }
        assertThat(listed).containsExactlyElementsOf(keys);
    }

    private static SamlClient sp(String key, String entityId) {
        return new SamlClient(key, entityId, "Name",
                List.of(new SamlClient.LogoutService(Binding.POST, "https://sp.example/slo", null)), List.of(),
                new SamlClient.Channel(SamlClient.Method.NATIVE, Binding.POST), SignatureAlgorithm.RSA_SHA256, null);
    }

    private static OidcClient client(String key, String clientId) {
        return new OidcClient(key, clientId, "Name", List.of("https://rp.example/cb"),
                List.of("https://rp.example/out"),
                new LogoutUri("https://rp.example/bcl", true), null, "RS256", null, null, Profile.STANDARD);
    }
}
