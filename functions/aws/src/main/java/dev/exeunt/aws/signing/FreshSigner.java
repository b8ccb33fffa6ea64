package dev.exeunt.aws.signing;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.core.action.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Reads the keys when they are first needed, and again every few minutes, so that a rotation reaches instances that live
/// for hours. While they are being read again, and if that fails, the keys there are go on.
final class FreshSigner implements Signer {

    /// The longest that a key which was added is not yet published, or one that was put first does not yet sign.
    static final Duration FRESH = Duration.ofMinutes(5);

    private final Supplier<Signer> source;
    private final InstantSource time;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Read current;

    FreshSigner(Supplier<Signer> source, InstantSource time) {
        this.source = source;
        this.time = time;
    }

    @Override
    public List<JWK> publicKeys() {
        return now().signer.publicKeys();
    }

    @Override
    public Optional<JWK> key(JWSAlgorithm algorithm) {
        return now().signer.key(algorithm);
    }

    @Override
    public boolean signs(JWK key) {
        return now().signer.signs(key);
    }

    /// A key that was answered just before the keys were read again still signs.
    @Override
    public byte[] sign(JWK key, JWSAlgorithm algorithm, byte[] signingInput) {
        var read = now();
        var before = read.before;
        var signer = before == null || read.signer.publicKeys().contains(key) ? read.signer : before;
        return signer.sign(key, algorithm, signingInput);
    }

    private Read now() {
        var read = current;
        if (read == null) {
            return first();
        }
        if (time.instant().isBefore(read.until) || !reading.tryLock()) {
            return read;
        }
        try {
            return again(read);
        } finally {
            reading.unlock();
        }
    }

    private Read first() {
        reading.lock();
        try {
            var read = current;
            if (read == null) {
                read = new Read(source.get(), null, time.instant().plus(FRESH));
                current = read;
            }
            return read;
        } finally {
            reading.unlock();
        }
    }

    private Read again(Read was) {
        var until = time.instant().plus(FRESH);
        Read read;
        try {
            read = new Read(source.get(), was.signer, until);
        } catch (SdkException | IllegalArgumentException _) {
            read = new Read(was.signer, was.before, until);
        }
        current = read;
        return read;
    }

    private record Read(Signer signer, @Nullable Signer before, Instant until) {}
}
