package dev.exeunt.acceptance.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// A certificate for one host name, and those who trust it beside whom the JDK trusts.
///
/// @param server shows it
/// @param client trusts it
public record Certified(SSLContext server, SSLContext client) {

    private static final String PASSWORD = "only-of-this-test";

    /// A new one, by the JDK's own `keytool`.
    public static Certified of(String dns) {
        try {
            var folder = Files.createTempDirectory("certified");
            var file = folder.resolve("keys.p12");
            run(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                    "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=server", "-ext",
                    "san=dns:" + dns, "-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore",
                    file.toString()));
            var keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
            Files.delete(file);
            Files.delete(folder);
            return new Certified(server(keys), client(keys));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What is made meanwhile, if it asks the JDK whom to trust, trusts this certificate too.
    public <T> T trustedBy(Supplier<T> made) {
        synchronized (Certified.class) {
            try {
                var before = SSLContext.getDefault();
                SSLContext.setDefault(client);
                try {
                    return made.get();
                } finally {
                    SSLContext.setDefault(before);
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void run(List<String> command) throws IOException {
        try {
            var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static SSLContext server(KeyStore keys) throws GeneralSecurityException {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext client(KeyStore keys) throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("this", keys.getCertificate("server"));
        var known = managers(null).flatMap(manager -> Stream.of(manager.getAcceptedIssuers())).toList();
        for (int n = 0; n < known.size(); n++) {
            trusted.setCertificateEntry("authority-" + n, known.get(n));
        }
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers(trusted).toArray(X509TrustManager[]::new), null);
        return context;
    }

    private static Stream<X509TrustManager> managers(@Nullable KeyStore trusted)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return Stream.of(factory.getTrustManagers()).filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast);
    }
}
