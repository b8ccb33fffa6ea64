package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void aMessageOfNobodyGoesAllTheWayToItsSignatureByEveryBinding() {
        assertThat(Rehearsal.run()).hasSize(Binding.values().length)
                .allMatch(new Parsed.Refused<Verified>(Refusal.SIGNATURE_WRONG)::equals);
    }
}
