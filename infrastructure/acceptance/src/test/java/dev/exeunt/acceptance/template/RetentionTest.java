package dev.exeunt.acceptance.template;

import static dev.exeunt.acceptance.template.TemplateFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.observe.OperatingGuide;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is left when a stack is deleted, updated, or deployed wrongly.
class RetentionTest {

    private final TemplateFile file = TemplateFile.read();

    /// A stack that could not even be created leaves nothing, so that the next try does not stumble over it.
    @ParameterizedTest
    @ValueSource(strings = {"Table", "SigningKey"})
    void theTableAndTheKeyOutliveTheStackAndTheirReplacement(String id) {
        assertThat(map(file.section("Resources").get(id))).containsEntry("DeletionPolicy", "RetainExceptOnCreate")
                .containsEntry("UpdateReplacePolicy", "Retain");
    }

    @Test
    void theTableIsEncryptedProtectedAndCanBePutBackToAnySecond() {
        assertThat(file.resources("AWS::DynamoDB::Table")).hasSize(1).hasEntrySatisfying("Table",
                table -> assertThat(table)
                        .containsEntry("SSESpecification", Map.of("SSEEnabled", "true"))
                        .containsEntry("PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", "true"))
                        .containsEntry("DeletionProtectionEnabled", Map.of("!Ref", "DeletionProtection")));
        assertThat(map(file.section("Parameters").get("DeletionProtection"))).containsEntry("Default", "true")
                .containsEntry("AllowedValues", List.of("true", "false"));
    }

    @Test
    void everyQueueIsEncryptedAndKeepsWhatItHasForTwoWeeks() {
        assertThat(file.resources("AWS::SQS::Queue")).hasSize(2)
                .allSatisfy((_, queue) -> assertThat(queue).containsEntry(
                        "SqsManagedSseEnabled", "true").containsEntry("MessageRetentionPeriod", "1209600"));
    }

    /// KMS does not rotate asymmetric keys, and refuses one that asks for it: operators rotate (`docs/operate.md`).
    @Test
    void theKeySignsAndIsNotRotatedBehindTheBackOfTheApplications() {
        var key = file.resources("AWS::KMS::Key").get("SigningKey");

        assertThat(file.resources("AWS::KMS::Key")).hasSize(1);
        assertThat(key).containsEntry("KeyUsage", "SIGN_VERIFY").containsEntry("KeySpec", Map.of("!If", List.of(
                "SignsWithRsa", "RSA_2048", "ECC_NIST_P256"))).doesNotContainKeys("EnableKeyRotation",
                        "RotationPeriodInDays", "PendingWindowInDays");
        assertThat(OperatingGuide.read().text()).contains("The stack's own KMS key is not rotated by AWS");
    }

    @Test
    void noKeyIsMadeWhereOthersAreNamed() {
        assertThat(map(file.section("Resources").get("SigningKey"))).containsEntry("Condition", "OwnsSigningKey");
        assertThat(file.section("Conditions")).containsEntry("OwnsSigningKey",
                Map.of("!Not", List.of(Map.of("!Or", List.of(
                        Map.of("Condition", "HasSigningKeyIds"), Map.of("Condition", "HasSigningJwksSecret"))))));
    }
}
