package dev.exeunt.aws.outbound;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Both ends of TLS with a certificate made for the test.
///
/// @param server has the certificate
/// @param client trusts it and no other
record Certificates(SSLContext server, SSLContext client) {

    /// @param names the DNS names in the certificate
    static Certificates forNames(String... names) throws Exception {
        return until(Instant.now().plusSeconds(86_400), names);
    }

    static Certificates until(Instant end, String... names) throws Exception {
        var issuerPair = pair();
        var issuer = new X500Name("CN=Authority of the test");
        var authority = certificate(issuerPair.getPrivate(), builder(issuer, issuer, issuerPair,
                Instant.now().plusSeconds(86_400))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)));
        var pair = pair();
        var alternatives = Stream.of(names).map(dns -> new GeneralName(GeneralName.dNSName, dns));
        var leaf = certificate(issuerPair.getPrivate(), builder(issuer, new X500Name("CN=server"), pair, end)
                .addExtension(Extension.subjectAlternativeName, false,
                        new GeneralNames(alternatives.toArray(GeneralName[]::new))));
        var keys = empty();
        keys.setKeyEntry("server", pair.getPrivate(), new char[0], new X509Certificate[]{leaf, authority});
        var trusted = empty();
        trusted.setCertificateEntry("authority", authority);
        return new Certificates(server(keys), client(trusted));
    }

    private static KeyPair pair() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair pair, Instant end) {
        return new JcaX509v3CertificateBuilder(issuer, BigInteger.valueOf(System.nanoTime()),
                Date.from(end.minusSeconds(200_000)), Date.from(end), subject, pair.getPublic());
    }

    private static X509Certificate certificate(PrivateKey key, X509v3CertificateBuilder builder)
            throws Exception {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static SSLContext server(KeyStore keys) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext client(KeyStore trusted) throws Exception {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
