package dev.exeunt.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameIdTest {

    private static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    private static final NameId STORED = new NameId("u@x", "f", "nq", "spnq", "spid");
    private static final NameId BARE = new NameId("u@x", null, null, null, null);

    @Test
    void e20AnAttributeThatIsLeftOutMatchesAndOneThatIsThereMustBeTheSame() {
        assertThat(STORED.isMeantBy(STORED)).isTrue();
        assertThat(STORED.isMeantBy(BARE)).isTrue();
        for (var other : List.of(new NameId("u@x", "g", null, null, null), new NameId("u@x", null, "g", null, null),
                new NameId("u@x", null, null, "g", null), new NameId("u@x", null, null, null, "g"),
                new NameId("u@x", "", null, null, null))) {
            assertThat(STORED.isMeantBy(other)).isFalse();
            assertThat(BARE.isMeantBy(other)).isFalse();
        }
    }

    @Test
    void e4TheContentIsComparedToTheLetter() {
        for (var value : List.of("U@x", "u@x ", " u@x", "u@x\u0301", "")) {
            assertThat(STORED.isMeantBy(new NameId(value, null, null, null, null))).isFalse();
        }
    }

    @Test
    void theUnspecifiedFormatIsTheSameAsNone() {
        var unspecified = new NameId("u@x", UNSPECIFIED, null, null, null);
        assertThat(BARE.isMeantBy(unspecified)).isTrue();
        assertThat(unspecified.isMeantBy(BARE)).isTrue();
        assertThat(STORED.isMeantBy(unspecified)).isFalse();
    }

    @Test
    void whoIsMeantIsNotPrinted() {
        assertThat(new SamlIdentity(STORED, "index").toString()).doesNotContain("u@x");
    }
}
