package dev.exeunt.acceptance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.template.TemplateFile;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each function may do what it does, and nothing else: its policy in the template against the calls that all tests before
/// this one have made it make.
@Order(Integer.MAX_VALUE)
class PolicyTest {

    /// A whole run makes tens of thousands of calls; fewer say nothing about what is spare.
    private static final long WHOLE_RUN = 5_000;

    /// What no test can see: Lambda wants it of whoever is fed by a queue, and the queue's local stand-in asks for nothing of
    /// the kind.
    private static final Map<String, Set<String>> UNSEEN = Map.of("BackchannelFunction",
            Set.of("sqs:GetQueueAttributes on queue"));

    private final Map<Deployment, Map<String, Set<Permission>>> allowed = Stream.of(Deployment.values()).collect(
            Collectors.toMap(each -> each, each -> allowed(each.conditions)));
    private final Map<Deployment, Map<String, Set<Permission>>> made = Calls.made();

    @ParameterizedTest
    @EnumSource
    void noFunctionCallsWhatItsPolicyForbids(Deployment deployment) {
        assertThat(differences(made.get(deployment), allowed.get(deployment))).isEmpty();
    }

    /// What a policy allows in every deployment may be called in any; what it allows in one, in that one.
    @Test
    void noPolicyAllowsWhatItsFunctionNeverCalls() {
        var whole = Calls.count() > WHOLE_RUN;
        if (!whole) {
            System.out.println("not all tests ran before this one: policies were not searched for what is spare");
        }
        Assumptions.assumeTrue(whole);

        for (var deployment : Deployment.values()) {
            assertThat(differences(allowed.get(deployment), seen(deployment))).as("spare with " + deployment)
                    .isEqualTo(UNSEEN);
        }
    }

    @Test
    void aPolicyOpensTheKeysOfItsOwnDeploymentAlone() {
        assertThat(allowed.get(Deployment.KMS).values()).allSatisfy(permissions -> assertThat(permissions)
                .extracting(Permission::resource).doesNotContain("secret"));
        assertThat(allowed.get(Deployment.SECRETS).values()).allSatisfy(permissions -> assertThat(permissions)
                .extracting(Permission::resource).doesNotContain("key"));
    }

    @Test
    void aKeyOfTheStacksOwnIsOpenedAsThoseAreThatAreNamed() {
        assertThat(allowed(Set.of("OwnsSigningKey"))).isEqualTo(allowed.get(Deployment.KMS));
    }

    @Test
    void certificatesBesideKeysInKmsAreOpenedToTheFunctionThatPublishesThem() {
        assertThat(differences(allowed(Set.of("HasSigningKeyIds", "HasSamlCertificateSecret")),
                allowed.get(Deployment.KMS)))
                .isEqualTo(Map.of("FrontchannelFunction", Set.of("secretsmanager:GetSecretValue on secret")));
    }

    private static Map<String, Set<Permission>> allowed(Set<String> conditions) {
        return new Policies(TemplateFile.read(), conditions).allowed();
    }

    private Map<String, Set<Permission>> seen(Deployment deployment) {
        var seen = new TreeMap<String, Set<Permission>>();
        allowed.get(deployment).keySet().forEach(function -> {
            var permissions = new TreeSet<>(made.get(deployment).getOrDefault(function, Set.of()));
            EnumSet.allOf(Deployment.class).stream()
                    .flatMap(other -> made.get(other).getOrDefault(function, Set.of()).stream())
                    .filter(permission -> allowed.values().stream()
                            .allMatch(each -> each.get(function).contains(permission)))
                    .forEach(permissions::add);
            seen.put(function, permissions);
        });
        return seen;
    }

    /// What the first has and the second has not.
    private static Map<String, Set<String>> differences(Map<String, Set<Permission>> first,
            Map<String, Set<Permission>> second) {
        var differences = new TreeMap<String, Set<String>>();
        first.forEach((function, permissions) -> {
            var missing = new TreeSet<String>();
            permissions.stream().filter(each -> !second.getOrDefault(function, Set.of()).contains(each))
                    .forEach(each -> missing.add(each.toString()));
            if (!missing.isEmpty()) {
                differences.put(function, missing);
            }
        });
        return differences;
    }
}
