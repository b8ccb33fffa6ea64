package dev.exeunt.acceptance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.template.TemplateFile;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Each function may do what it does, and nothing else: its policy in the template against the calls that all tests before
/// this one have made it make.
@Order(Integer.MAX_VALUE)
class PolicyTest {

    /// A whole run makes tens of thousands of calls; fewer say nothing about what is spare.
    private static final long WHOLE_RUN = 5_000;

    /// What the tests here do not make a function call, and why the function may.
    private static final Map<String, Set<String>> UNSEEN = Map.of(
            // Lambda takes messages from the queue in the name of the function. Which of the two kinds of keys there are is
            // the deployment's choice, and the journeys have KMS.
            "BackchannelFunction", Set.of("sqs:ReceiveMessage on queue", "sqs:DeleteMessage on queue",
                    "sqs:GetQueueAttributes on queue", "secretsmanager:GetSecretValue on secret"),
            "FrontchannelFunction", Set.of("secretsmanager:GetSecretValue on secret"),
            // Failures are listed by the tests of the port (ReceiptsTest), which no function makes.
            "RegistryFunction", Set.of("secretsmanager:GetSecretValue on secret", "dynamodb:Query on index/failed"),
            // The rehearsal before a snapshot looks at a row in a transaction; that is in processes of their own
            // (SnapshotTest).
            "LogoutFunction", Set.of("dynamodb:ConditionCheckItem on table", "secretsmanager:GetSecretValue on secret"),
            "SweeperFunction", Set.of("dynamodb:ConditionCheckItem on table", "dynamodb:Query on index/failed"));

    private final Map<String, Set<Permission>> allowed = Policies
            .of(TemplateFile.read().resources("AWS::Serverless::Function"));

    @Test
    void noFunctionCallsWhatItsPolicyForbids() {
        assertThat(differences(Calls.made(), allowed)).isEmpty();
    }

    @Test
    void noPolicyAllowsWhatItsFunctionNeverCalls() {
        var whole = Calls.count() > WHOLE_RUN;
        if (!whole) {
            System.out.println("not all tests ran before this one: policies were not searched for what is spare");
        }
        Assumptions.assumeTrue(whole);

        var spare = differences(allowed, Calls.made());
        UNSEEN.forEach((function, permissions) -> {
            assertThat(allowed.get(function)).as("what is listed as unseen is allowed").extracting(Permission::toString)
                    .containsAll(permissions);
            spare.getOrDefault(function, new TreeSet<>()).removeAll(permissions);
        });
        spare.values().removeIf(Set::isEmpty);
        assertThat(spare).isEmpty();
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
