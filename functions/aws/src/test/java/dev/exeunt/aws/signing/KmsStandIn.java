package dev.exeunt.aws.signing;

import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The JSON protocols of KMS (GetPublicKey, Sign) and Secrets Manager (GetSecretValue) on a real socket, over keys of the
/// JDK. ECDSA is answered as DER, as KMS does.
final class KmsStandIn implements AutoCloseable {

    /// @param spec       KMS's `KeySpec`
    /// @param algorithms what the key signs
    record Key(String arn, KeyPair pair, String spec, List<String> algorithms) {}

    final Map<String, Key> keys = new ConcurrentHashMap<>();
    final Map<String, String> secrets = new ConcurrentHashMap<>();
    final List<Map<String, Object>> signed = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile boolean down;
    /// What every key signs with, whatever it is asked to sign; null to sign.
    volatile byte @Nullable [] signature;
    private final HttpServer server;

    KmsStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /// What a function would have as environment.
    Map<String, String> variables(String name, String value) {
        var endpoint = "http://localhost:" + server.getAddress().getPort();
        return Map.of("AWS_REGION", "eu-central-1", "AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL_KMS", endpoint, "AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoint, name, value);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(target);
            Map<String, ?> answer;
            try {
                answer = down ? Map.of("__type", "AccessDeniedException") : answer(target, JSONObjectUtils.parse(body));
            } catch (Exception e) {
                answer = Map.of("__type", "NotFoundException", "message", String.valueOf(e));
            }
            var bytes = JSONObjectUtils.toJSONString(answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(answer.containsKey("__type") ? 400 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Map<String, ?> answer(String target, Map<String, Object> request) throws Exception {
        if (target.equals("secretsmanager.GetSecretValue")) {
            return Map.of("SecretString", secrets.get((String) request.get("SecretId")));
        }
        var key = key((String) request.get("KeyId"));
        if (target.equals("TrentService.GetPublicKey")) {
            return Map.of("KeyId", key.arn, "KeySpec", key.spec, "KeyUsage", "SIGN_VERIFY", "SigningAlgorithms",
                    key.algorithms, "PublicKey", Base64.encode(key.pair.getPublic().getEncoded()).toString());
        }
        signed.add(request);
        var answered = signature == null ? sign(key, request) : signature;
        return Map.of("KeyId", key.arn, "Signature", Base64.encode(answered).toString());
    }

    private Key key(String id) {
        var key = keys.get(id);
        return key != null ? key : keys.values().stream().filter(one -> one.arn.equals(id)).findFirst().orElseThrow();
    }

    private static byte[] sign(Key key, Map<String, Object> request) throws Exception {
        var message = new Base64((String) request.get("Message")).decode();
        var digested = request.get("MessageType").equals("DIGEST");
        var signature = switch ((String) request.get("SigningAlgorithm")) {
            case "RSASSA_PKCS1_V1_5_SHA_256" -> Signature.getInstance("SHA256withRSA");
            case "RSASSA_PSS_SHA_256" -> pss();
            case "ECDSA_SHA_256" -> Signature.getInstance(digested ? "NONEwithECDSA" : "SHA256withECDSA");
            case "ECDSA_SHA_384" -> Signature.getInstance(digested ? "NONEwithECDSA" : "SHA384withECDSA");
            case "ECDSA_SHA_512" -> Signature.getInstance(digested ? "NONEwithECDSA" : "SHA512withECDSA");
            case "ED25519_SHA_512" -> Signature.getInstance("Ed25519");
            case String other -> throw new IllegalArgumentException(other);
        };
        signature.initSign(key.pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static Signature pss() throws Exception {
        var signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return signature;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
