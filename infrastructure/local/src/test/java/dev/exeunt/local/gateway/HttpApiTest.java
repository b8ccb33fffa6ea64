package dev.exeunt.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Raw;
import dev.exeunt.local.Site;
import dev.exeunt.local.Small;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

    private static LocalCloud cloud;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Small.options().time(InstantSource.fixed(NOW)).site(_ -> HttpApiTest::site));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void aRequestArrivesInPayloadFormatTwo() throws IOException {
        var event = event("""
                GET /echo/a%C3%A9%20b?x=1&y=%e2%9c%93&x=a%2Cb&flag&plus=a+b HTTP/1.1
                Host: localhost:PORT
                User-Agent: test/1
                X-Many: one
                x-many: two
                Cookie: a=1; b=2
                cookie: c=3""".replace("PORT", String.valueOf(cloud.url().getPort())));

        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("ANY /echo/{name}");
        assertThat(event.path("rawPath").asText()).isEqualTo("/echo/aé b");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("x=1&y=%e2%9c%93&x=a%2Cb&flag&plus=a+b");
        assertThat(event.path("queryStringParameters").toString()).isEqualTo(
                "{\"x\":\"1,a,b\",\"y\":\"✓\",\"flag\":\"\",\"plus\":\"a b\"}");
        assertThat(event.path("pathParameters").toString()).isEqualTo("{\"name\":\"aé b\"}");
        assertThat(event.path("cookies").toString()).isEqualTo("[\"a=1\",\"b=2\",\"c=3\"]");
        assertThat(event.path("headers").has("cookie")).isFalse();
        assertThat(event.path("headers").path("x-many").asText()).isEqualTo("one,two");
        assertThat(event.path("headers").path("host").asText()).isEqualTo("localhost:" + cloud.url().getPort());
        assertThat(event.path("headers").path("x-forwarded-for").asText()).isEqualTo("127.0.0.1");
        assertThat(event.has("body")).isFalse();
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
    }

    @Test
    void theRequestContextTellsWhoAndWhenAndWhere() throws IOException {
        var context = event("GET /echo HTTP/1.1\nHost: localhost\nUser-Agent: test/1").path("requestContext");

        assertThat(context.path("http").toString()).isEqualTo("{\"method\":\"GET\",\"path\":\"/echo\",\"protocol\":"
                + "\"HTTP/1.1\",\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"test/1\"}");
        assertThat(context.path("time").asText()).isEqualTo("22/Nov/2026:20:00:00 +0000");
        assertThat(context.path("timeEpoch").asLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(context.path("stage").asText()).isEqualTo("$default");
        assertThat(context.path("routeKey").asText()).isEqualTo("ANY /echo");
        assertThat(context.path("domainName").asText()).isEqualTo("localhost:" + cloud.url().getPort());
        assertThat(context.path("accountId").asText()).isEqualTo("000000000000");
        assertThat(context.path("apiId").asText()).isEqualTo("door");
        assertThat(context.path("requestId").asText()).isNotEmpty();
        assertThat(context.has("authorizer")).isFalse();
    }

    @Test
    void aFormArrivesInBase64AndTextAsItIs() throws IOException {
        var form = event("POST /echo HTTP/1.1\nHost: localhost\nContent-Type: application/x-www-form-urlencoded\n"
                + "Content-Length: 7\n\na=b%20c");
        assertThat(form.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(new String(Base64.getDecoder().decode(form.path("body").asText()))).isEqualTo("a=b%20c");

        for (var type : List.of("application/json; charset=utf-8", "text/plain", "Application/JSON")) {
            var text = event("POST /echo HTTP/1.1\nHost: localhost\nContent-Type: " + type
                    + "\nContent-Length: 2\n\né");
            assertThat(text.path("isBase64Encoded").asBoolean()).isFalse();
            assertThat(text.path("body").asText()).isEqualTo("é");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%e2%9c%93", "a=%E2%9C%93", "a={b}|c", "a=\"<>^`\\", "a=%zz", "&&=", "a=[1]", "x=%2F%2e",
        "a?b=c", ";jsessionid=1", "a=%00"})
    void theQueryArrivesAsItWasSent(String query) throws IOException {
        assertThat(event("GET /echo?" + query + " HTTP/1.1\nHost: localhost").path("rawQueryString").asText())
                .isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void anyMethodReachesARouteForAny(String method) throws IOException {
        var answer = Raw.send(cloud.url(), method + " /echo HTTP/1.1\nHost: localhost\nContent-Length: 0");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().isEmpty()).isEqualTo(method.equals("HEAD"));
    }

    @Test
    void theMostSpecificRouteWinsAndOtherPathsAndMethodsFindNone() throws IOException {
        assertThat(event("GET /files/a/b%20c HTTP/1.1\nHost: localhost").path("pathParameters").toString()).isEqualTo(
                "{\"proxy\":\"a/b c\"}");
        assertThat(get("/files").body()).startsWith("site");
        assertThat(get("/files/").body()).startsWith("site");
        assertThat(get("/echo/").body()).startsWith("site");
        assertThat(get("/echo/a/b").body()).startsWith("site");
        assertThat(Raw.send(cloud.url(), "POST /files/a HTTP/1.1\nHost: localhost\nContent-Length: 0").body())
                .startsWith("site");
    }

    @Test
    void whatTheTemplateDoesNotServeGoesToTheSite() throws IOException {
        assertThat(get("/in?a=%20b").body()).isEqualTo("site GET localhost /in?a=%20b");
        assertThat(Raw.send(cloud.url(), "GET /echo HTTP/1.1\nHost: Wiki.localhost:8080").body()).isEqualTo(
                "site GET wiki.localhost:8080 /echo");
        assertThat(Raw.send(cloud.url(), "GET /broken HTTP/1.1\nHost: localhost").status()).isEqualTo(500);
    }

    @Test
    void theRegistryKnowsItsCallerAndHasNoSite() throws IOException {
        var answer = Raw.send(cloud.registryUrl(), "PUT /clients/a HTTP/1.1\nHost: localhost\nContent-Length: 0");

        assertThat(JSON.readTree(answer.body()).path("requestContext").path("authorizer").path("iam").path("userArn")
                .asText()).isEqualTo("arn:aws:iam::000000000000:user/local");
        var none = Raw.send(cloud.registryUrl(), "GET / HTTP/1.1\nHost: localhost");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.body()).isEqualTo("{\"message\":\"Not Found\"}");
    }

    @Test
    void headersCookiesAndBase64OfAnAnswerAreSent() throws IOException {
        var answer = get("/echo?do=cookies");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("location")).containsExactly("/there");
        assertThat(answer.header("x-number")).containsExactly("7");
        assertThat(answer.header("set-cookie")).containsExactly("a=1; Path=/", "b=2");
        assertThat(answer.header("content-type")).containsExactly("text/plain;charset=UTF-8");
        assertThat(answer.body()).isEqualTo("hé");
    }

    @Test
    void anAnswerWithoutStatusIsTakenForTheBody() throws IOException {
        assertThat(get("/echo?do=infer").body()).isEqualTo("{\"a\":1}");
        assertThat(get("/echo?do=infer").header("content-type")).containsExactly("application/json");
        assertThat(get("/echo?do=text").body()).isEqualTo("hello");
        assertThat(get("/echo?do=garbage").status()).isEqualTo(500);
    }

    @Test
    void aFunctionThatThrowsIs500AndOneThatHangsIs503() throws IOException {
        var thrown = get("/echo?do=throw");
        assertThat(thrown.status()).isEqualTo(500);
        assertThat(thrown.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");

        var late = get("/echo?do=hang");
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    }

    @Test
    void tenKilobytesOfRequestLineAndHeadersPassAndOneByteMoreDoesNot() throws IOException {
        // The line "Connection: close" is added by the sender.
        var line = "GET /echo HTTP/1.1\nHost: localhost\nX: \n\n";
        var added = "Connection: close\r\n".length();
        var sent = line.length() - 2 + 4 + added;

        assertThat(Raw.send(cloud.url(), line.replace("X: ", "X: " + "a".repeat(10_240 - sent))).status()).isEqualTo(
                200);
        assertThat(Raw.send(cloud.url(), line.replace("X: ", "X: " + "a".repeat(10_241 - sent))).status()).isEqualTo(
                431);
        assertThat(get("/echo?" + "a".repeat(20_000)).status()).isEqualTo(431);
        assertThat(get("/echo?" + "a".repeat(100_000)).status()).isIn(414, 431);
    }

    @Test
    void aBodyThatIsTooLargeIs413() throws IOException {
        assertThat(post(5 * 1024 * 1024).status()).isEqualTo(200);
        assertThat(post(7 * 1024 * 1024).status()).isEqualTo(413);
        assertThat(post(10 * 1024 * 1024 + 1).status()).isEqualTo(413);
    }

    @Test
    void anAnswerOfMoreThanSixMegabytesIs500() throws IOException {
        assertThat(get("/echo?do=large&size=" + (6 * 1024 * 1024 - 2)).status()).isEqualTo(200);
        assertThat(get("/echo?do=large&size=" + (6 * 1024 * 1024)).status()).isEqualTo(500);
    }

    @Test
    void aPercentSignWithoutDigitsInThePathIsABadRequest() throws IOException {
        assertThat(get("/echo/%zz").status()).isEqualTo(400);
        assertThat(Raw.send(cloud.url(), "GET /ec ho HTTP/1.1\nHost: localhost").status()).isEqualTo(400);
    }

    @Test
    void ipv6IsServedWhereThereIsOne() throws IOException {
        Assumptions.assumeTrue(Collections.list(NetworkInterface.getNetworkInterfaces()).stream().flatMap(
                NetworkInterface::inetAddresses).anyMatch(
                        address -> address instanceof Inet6Address && address
                                .isLoopbackAddress()));

        assertThat(Raw.send(cloud.url(), "::1", "GET /echo HTTP/1.1\nHost: [::1]:80").status()).isEqualTo(200);
    }

    private static Site.Answer site(Site.Request request) {
        if (request.path().equals("/broken")) {
            throw new IllegalStateException("as asked");
        }
        return Site.Answer.text(200, "text/plain", "site %s %s %s".formatted(request.method(), request.host(), request
                .target()));
    }

    private static Raw post(int size) throws IOException {
        return Raw.send(cloud.url(), "POST /echo?do=infer HTTP/1.1\nHost: localhost\nContent-Type: text/plain\n"
                + "Content-Length: " + size + "\n\n" + "x".repeat(size));
    }

    private static Raw get(String target) throws IOException {
        return Raw.send(cloud.url(), "GET " + target + " HTTP/1.1\nHost: localhost");
    }

    private static JsonNode event(String request) throws IOException {
        var answer = Raw.send(cloud.url(), request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
