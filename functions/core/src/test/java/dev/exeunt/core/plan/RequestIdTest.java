package dev.exeunt.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.RequestId.Direct;
import dev.exeunt.core.plan.RequestId.InBrowser;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    private static final String REF = "0123456789abcdef0123456789abcdef";
    private static final String VISIT = VisitToken.create(REF, new SecureRandom()).hash();

    @Test
    void theIdOfARequestSaysWhoseItIs() {
        for (var id : ids()) {
            assertThat(RequestId.parse(id.text())).contains(id);
        }
    }

    @Test
    void e1AnIdIsAnXmlIdWithTheRandomBitsOfItsLogout() {
        for (var id : ids()) {
            assertThat(id.text()).matches("[A-Za-z_][A-Za-z0-9._-]*").contains(REF).hasSizeLessThanOrEqualTo(100);
        }
    }

    @Test
    void noTwoRequestsHaveOneIdAndEachAttemptHasItsOwn() {
        assertThat(ids().stream().map(RequestId::text)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "_0123456789abcdef0123456789abcdef", "_0123456789abcdef0123456789abcdef.d0.",
        "_0123456789ABCDEF0123456789abcdef.d0.0123456789abcdef0123456789abcdef",
        "_0123456789abcdef0123456789abcdef.d00.0123456789abcdef0123456789abcdef",
        "_0123456789abcdef0123456789abcdef.d+1.0123456789abcdef0123456789abcdef",
        "_0123456789abcdef0123456789abcdef.d99999.0123456789abcdef0123456789abcdef",
        "_0123456789abcdef0123456789abcdef.x0.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "_0123456789abcdef0123456789abcdef.h0.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "_0123456789abcdef0123456789abcdef.h0.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "id-of-somebody-else"})
    void whatIsNoIdOfOursNamesNothing(String text) {
        assertThat(RequestId.parse(text)).isEmpty();
    }

    private static List<RequestId> ids() {
        var ids = new ArrayList<RequestId>();
        for (int n : List.of(0, 1, 9, 10, 1999, 9999)) {
            for (var place : Place.values()) {
                ids.add(new InBrowser(REF, VISIT, new Entry(place, n), 1));
                ids.add(new InBrowser(REF, VISIT, new Entry(place, n), 12));
            }
            ids.add(new Direct(REF, n, "f".repeat(32)));
            ids.add(new Direct(REF, n, "e".repeat(32)));
        }
        return ids;
    }
}
