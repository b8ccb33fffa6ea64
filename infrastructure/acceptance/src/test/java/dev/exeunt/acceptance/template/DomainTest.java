package dev.exeunt.acceptance.template;

import static dev.exeunt.acceptance.template.TemplateFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.local.aws.Naming;
import dev.exeunt.local.template.Stack;
import dev.exeunt.local.template.Template;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A domain name of one's own, and what follows from it.
class DomainTest {

    private static final String URL = "PUBLIC_URL";
    private static final Map<String, Object> HAS_DOMAIN = Map.of("!Not",
            List.of(Map.of("!Equals", List.of(Map.of("!Ref",
                    "DomainName"), ""))));

    /// Each of them changes a condition.
    private static final List<Map.Entry<String, String>> CHOICES = List.of(
            Map.entry("SigningKeyIds", "alias/a"),
            Map.entry("SigningJwksSecret", "arn:aws:secretsmanager:x:1:secret:k"),
            Map.entry("SamlCertificateSecret", "arn:aws:secretsmanager:x:1:secret:c"),
            Map.entry("PublicUrl", "https://other.example"), Map.entry("DomainName", "slo.example.com"),
            Map.entry("HostedZoneId", "Z1"), Map.entry("ReserveConcurrency", "true"),
            Map.entry("AlarmTopicArn", "arn:aws:sns:x:1:topic"), Map.entry("SigningAlgorithm", "ES256"));

    private final TemplateFile file = TemplateFile.read();
    private final Template template = Template.parse(file.text());

    @Test
    void theNameIsMadeOnlyIfThereIsOneAndBringsItsCertificate() {
        assertThat(resource("PublicDomain")).containsEntry("Type", "AWS::ApiGatewayV2::DomainName").containsEntry(
                "Condition",
                "HasDomainName");
        assertThat(file.section("Conditions")).containsEntry("HasDomainName", HAS_DOMAIN);
        assertThat(properties("PublicDomain")).containsEntry("DomainName", Map.of("!Ref", "DomainName")).containsEntry(
                "DomainNameConfigurations", List.of(Map.of("CertificateArn", Map.of("!Ref", "CertificateArn"),
                        "EndpointType", "REGIONAL", "SecurityPolicy", "TLS_1_2")));
    }

    /// The mapping has no path, so that our routes stand at the root of the name; and it is made after the stage.
    @Test
    void theNameLeadsToTheStageThatSamMakesForThePublicDoor() {
        assertThat(resource("PublicMapping")).containsEntry("Type", "AWS::ApiGatewayV2::ApiMapping").containsEntry(
                "Condition", "HasDomainName").containsEntry("DependsOn", "PublicApiApiGatewayDefaultStage");
        var stage = Sam.expand(file).properties("PublicApiApiGatewayDefaultStage");
        assertThat(properties("PublicMapping"))
                .isEqualTo(Map.of("ApiId", Map.of("!Ref", "PublicApi"), "DomainName", Map.of(
                        "!Ref", "PublicDomain"), "Stage", stage.get("StageName")));
    }

    @Test
    void theRecordIsMadeOnlyWithAZoneAndPointsToTheName() {
        assertThat(resource("PublicRecord")).containsEntry("Type", "AWS::Route53::RecordSet").containsEntry("Condition",
                "MakesRecord");
        assertThat(file.section("Conditions")).containsEntry("MakesRecord", Map.of("!And", List.of(Map.of("Condition",
                "HasDomainName"),
                Map.of("!Not", List.of(Map.of("!Equals", List.of(Map.of("!Ref", "HostedZoneId"),
                        "")))))));
        assertThat(properties("PublicRecord")).isEqualTo(Map.of("HostedZoneId", Map.of("!Ref", "HostedZoneId"), "Name",
                Map
                        .of("!Ref", "DomainName"),
                "Type", "A", "AliasTarget", Map.of("DNSName", Map.of("!GetAtt",
                        "PublicDomain.RegionalDomainName"), "HostedZoneId",
                        Map.of("!GetAtt",
                                "PublicDomain.RegionalHostedZoneId"))));
    }

    /// Who stayed reachable there would be a way round the name, its cookies and whatever guards it.
    @Test
    void theApisOwnAddressIsClosedIfThereIsAName() {
        var closed = Map.of("Fn::If", List.of("HasDomainName", "true", "false"));
        var servers = (List<?>) map(Sam.expand(file).properties("PublicApi").get("Body")).get("servers");
        assertThat(servers).singleElement().satisfies(server -> assertThat(map(map(server).get(
                "x-amazon-apigateway-endpoint-configuration"))).containsEntry("disableExecuteApiEndpoint", closed));
        assertThat(properties("RegistryApi")).doesNotContainKey("DisableExecuteApiEndpoint");
    }

    @Test
    void everyFunctionThatKnowsThePublicUrlHasTheNameForIt() {
        assertThat(urls(Map.of("DomainName", "slo.example.com"))).isEqualTo(Map.of("LogoutFunction",
                "https://slo.example.com", "BackchannelFunction", "https://slo.example.com", "FrontchannelFunction",
                "https://slo.example.com", "RegistryFunction", "https://slo.example.com"));
    }

    @Test
    void aPublicUrlThatIsNamedGoesBeforeTheName() {
        assertThat(urls(Map.of("DomainName", "slo.example.com", "PublicUrl", "https://other.example"))).hasSize(4)
                .allSatisfy((_, url) -> assertThat(url).isEqualTo("https://other.example"));
    }

    /// Where the functions behind the public API read it from their requests: they cannot know their API (`SamTest`).
    @Test
    void withoutANameItIsTheApisOwnForThoseThatAreNotBehindIt() {
        var urls = urls(Map.of());

        assertThat(urls).containsEntry("LogoutFunction", "").containsEntry("FrontchannelFunction", "");
        assertThat(List.of(urls.get("BackchannelFunction"), urls.get("RegistryFunction"))).allMatch(url -> url.matches(
                "https://[a-z]+\\.execute-api\\.[a-z0-9-]+\\.[a-z.]+"));
    }

    /// Whatever is chosen, what is not made is not asked for.
    @Test
    void noChoiceOfParametersRefersToWhatIsNotMade() {
        for (var choice = 0; choice < 1 << CHOICES.size(); choice++) {
            var given = new HashMap<String, String>();
            for (var each = 0; each < CHOICES.size(); each++) {
                if ((choice >> each & 1) == 1) {
                    given.put(CHOICES.get(each).getKey(), CHOICES.get(each).getValue());
                }
            }
            assertThat(stack(given).functions()).as(given.toString()).hasSize(5);
        }
    }

    private Map<String, String> urls(Map<String, String> given) {
        return stack(given).functions().stream().filter(function -> function.environment().containsKey(URL)).collect(
                Collectors.toMap(Stack.Function::id, function -> function.environment().get(URL)));
    }

    private Stack stack(Map<String, String> given) {
        var parameters = new HashMap<>(Map.of("Issuer", "https://id.example", "IdpJwksUri", "https://id.example/jwks"));
        parameters.putAll(given);
        return template.stack(parameters, new Naming(URI.create("https://sqs.example")));
    }

    private Map<String, Object> resource(String id) {
        return map(file.section("Resources").get(id));
    }

    private Map<String, Object> properties(String id) {
        return map(resource(id).get("Properties"));
    }
}
