package dev.exeunt.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Flows as data: what may be written, and what may be taken back.
class FlowsTest {

    private static final String BRAND = "/flows/default-invalidation-flow";
    private static final String CLIENTS = "/flows/default-provider-invalidation-flow";

    private final Call call = new Call();

    @AfterEach
    void nothingEverFailsInside() {
        assertThat(call.events).doesNotContain("request_failed");
    }

    @Test
    void aFlowIsWrittenReplacedShownAndForgotten() {
        assertThat(call.get("/flows/asked").json()).containsEntry("code", "unknown_flow");
        assertThat(call.put("/flows/asked", stages("'confirm','user_logout'")).status()).isEqualTo(201);
        assertThat(call.put("/flows/asked", stages("{'type':'confirm'}")).status()).isEqualTo(200);
        var last = call.put("/flows/asked",
                stages("'user_logout',{'type':'redirect','redirect_uri':'https://brand.example/bye?a=b'}"));
        assertThat(last.status()).isEqualTo(200);
        assertThat(last.json()).isEqualTo(Map.of("slug", "asked", "stages", List.of("user_logout",
                Map.of("type", "redirect", "redirect_uri", "https://brand.example/bye?a=b"))));
        assertThat(call.get("/flows/asked").json()).isEqualTo(last.json());
        assertThat(call.put("/flows/asked", last.text()).json()).isEqualTo(last.json());
        assertThat(call.delete("/flows/asked").status()).isEqualTo(204);
        assertThat(call.delete("/flows/asked").status()).isEqualTo(404);
        assertThat(call.get("/flows/asked").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'user_logout','mail_everybody'                              | unknown_stage",
        "'iframe_logout'                                             | unknown_stage",
        "7                                                           | unknown_stage",
        "null                                                        | unknown_stage",
        "['confirm']                                                 | unknown_stage",
        "'user_logout','user_logout'                                 | repeated_stage",
        "'confirm','confirm'                                         | repeated_stage",
        "'user_logout','confirm'                                     | order",
        "'session_end','user_logout'                                 | order",
        "{'type':'redirect','redirect_uri':'https://a/'},'user_logout' | order",
        "{'type':'redirect','redirect_uri':'https://a/'},'session_end' | order",
        "'redirect'                                                  | redirect_uri",
        "{'type':'redirect'}                                         | redirect_uri",
        "{'type':'redirect','redirect_uri':7}                        | redirect_uri",
        "{'type':'redirect','redirect_uri':'/bye'}                   | redirect_uri",
        "{'type':'redirect','redirect_uri':'javascript:alert(1)'}    | redirect_uri",
        "{'type':'redirect','redirect_uri':'https://a/#b'}           | redirect_uri",
        "{'type':'redirect','redirect_uri':'https://a b/'}           | redirect_uri",
        "{'type':'redirect','redirect_uri':'https://u:p@a/'}         | redirect_uri",
        "{'type':'redirect','redirect_uri':'https://a/tsch\u00fcss'}  | redirect_uri",
        "'a','a','a','a','a','a','a','a','a'                         | items",
    })
    void aFlowThatIsNoneIsRefusedAndNothingIsWritten(String stages, String rule) {
        var answer = call.put("/flows/asked", stages(stages));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).containsEntry("field", "stages").containsEntry("rule", rule);
        assertThat(call.get("/flows/asked").status()).isEqualTo(404);
    }

    @Test
    void stagesAreRequiredAndASlugIsOne() {
        assertThat(call.put("/flows/asked", "{}").json()).containsEntry("rule", "required");
        assertThat(call.put("/flows/asked", "{\"stages\":\"confirm\"}").json()).containsEntry("rule", "required");
        for (var slug : List.of("Asked", "-asked", "as.ked", "a".repeat(64), "")) {
            assertThat(call.put("/flows/" + slug, stages("")).json()).containsEntry("field", "slug");
        }
    }

    @Test
    void aBuiltInFlowIsWrittenOverAndTakenBack() {
        var builtIn = call.get(CLIENTS);
        assertThat(builtIn.json()).containsEntry("stages", List.of());
        assertThat(call.delete(CLIENTS).status()).isEqualTo(404);
        assertThat(call.put(CLIENTS, stages("'user_logout'")).status()).isEqualTo(201);
        assertThat(call.get(CLIENTS).json()).containsEntry("stages", List.of("user_logout"));
        assertThat(call.delete(CLIENTS).status()).isEqualTo(204);
        assertThat(call.get(CLIENTS).json()).isEqualTo(builtIn.json());
    }

    @Test
    void theBrandsFlowEndsTheSessionWhateverElseItDoes() {
        for (var stages : List.of("", "'confirm'", "'session_end'")) {
            var answer = call.put(BRAND, stages(stages));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json()).containsEntry("field", "stages").containsEntry("rule", "must_end_session");
        }
        assertThat(call.get(BRAND).json()).containsEntry("stages", List.of("user_logout"));
        assertThat(call.put(BRAND, stages("'confirm','user_logout'")).status()).isEqualTo(201);
        assertThat(call.delete(BRAND).status()).isEqualTo(204);
    }

    @Test
    void aFlowThatAClientNamesStaysUntilNoneDoes() {
        call.put("/flows/asked", stages("'confirm','user_logout'"));
        assertThat(call.put("/clients/wiki", "{\"invalidation_flow\":\"asked\"}").status()).isEqualTo(201);
        var answer = call.delete("/flows/asked");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json()).containsEntry("code", "flow_in_use");
        assertThat(call.get("/flows/asked").status()).isEqualTo(200);
        call.put("/clients/wiki", "{}");
        assertThat(call.delete("/flows/asked").status()).isEqualTo(204);
    }

    @Test
    void theClientThatNamesAFlowIsFoundAmongHundreds() {
        call.put("/flows/asked", stages("'user_logout'"));
        for (int n = 0; n < 250; n++) {
            call.put("/clients/client-%03d".formatted(n), n == 230 ? "{\"invalidation_flow\":\"asked\"}" : "{}");
        }
        assertThat(call.delete("/flows/asked").status()).isEqualTo(409);
    }

    @Test
    void aClientCannotNameAFlowThatIsNotThere() {
        var answer = call.put("/clients/wiki", "{\"invalidation_flow\":\"asked\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).containsEntry("field", "invalidation_flow").containsEntry("rule", "known_flow");
        assertThat(call.get("/clients/wiki").status()).isEqualTo(404);
        assertThat(call.put("/clients/wiki", "{\"invalidation_flow\":\"default-invalidation-flow\"}").status())
                .isEqualTo(201);
    }

    private static String stages(String stages) {
        return "{\"stages\":[" + stages.replace('\'', '"') + "]}";
    }
}
