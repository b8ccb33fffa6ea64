package dev.exeunt.aws.outbound;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Outbound;
import dev.exeunt.core.client.AddressGuard;
import dev.exeunt.core.client.AddressGuard.Admitted;
import dev.exeunt.core.client.AddressGuard.Off;
import dev.exeunt.core.client.AddressGuard.Target;
import dev.exeunt.core.client.AllowList;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;

/// Calls applications over HTTP/1.1. The name is looked up once, every address is judged by the [AddressGuard], and the
/// connection goes to an address that was judged, so that a name that changes its answer gains nothing. Connection and
/// TLS stand within [Limits#CONNECT] or the call is over; the whole call, look-up included, is over within the notice's
/// time-out. Works on the caller's thread, a virtual one by preference, and may be shared by any number of them.
public final class OutboundClient implements Outbound {

    private final AddressGuard guard;
    private final Lookup lookup;
    private final InstantSource time;
    private final Wire wire;

    /// With the system's clock and the certificate authorities that the JDK trusts.
    public OutboundClient(AllowList allow, Resolver resolver) {
        this(allow, resolver, InstantSource.system(), systemTls());
    }

    /// @param time only dates a `Retry-After` that is a date
    /// @param tls  whom to trust
    public OutboundClient(AllowList allow, Resolver resolver, InstantSource time, SSLContext tls) {
        this.guard = new AddressGuard(allow);
        this.lookup = new Lookup(resolver);
        this.time = time;
        this.wire = new Wire(tls);
    }

    @Override
    public Outcome post(Notice notice) {
        var end = System.nanoTime() + notice.timeout().toNanos();
        if (!Headers.areSound(notice.headers())) {
            return new Refused("header_not_allowed: a header that no request may have");
        }
        return call(notice.uri(), end, new Talk<Outcome>(target -> Headers.request(target, notice),
                response -> Answer.read(response, time.instant()), outcome -> outcome));
    }

    @Override
    public Reply call(Notice notice) {
        var end = System.nanoTime() + notice.timeout().toNanos();
        if (!Headers.areSound(notice.headers())) {
            return new Reply.Failed(new Refused("header_not_allowed: a header that no request may have"));
        }
        return call(notice.uri(), end, new Talk<Reply>(target -> Headers.request(target, notice),
                response -> Answer.whole(response, time.instant()), Reply.Failed::new));
    }

    @Override
    public Fetched get(String uri, Duration timeout) {
        var end = System.nanoTime() + timeout.toNanos();
        return call(uri, end, new Talk<>(Headers::request, response -> Document.read(response, time.instant()),
                Fetched.Failed::new));
    }

    /// What is said, and what is made of what comes back.
    ///
    /// @param failed makes of what came instead of an answer
    private record Talk<T>(Function<Target, ClassicHttpRequest> request, Reader<T> answer,
            Function<Outcome, T> failed) {}

    private interface Reader<T> {

        T read(Response response) throws IOException, HttpException;
    }

    private <T> T call(String uri, long end, Talk<T> talk) {
        return switch (guard.aim(uri)) {
            case Off(var why) -> talk.failed().apply(new Refused(why));
            case Target target -> call(target, end, talk);
        };
    }

    private <T> T call(Target target, long end, Talk<T> talk) {
        List<InetAddress> addresses;
        try {
            addresses = lookup.addresses(target, shorter(Limits.CONNECT, left(end)));
        } catch (UnknownHostException _) {
            return talk.failed().apply(new Unanswered(Fault.DNS));
        }
        return switch (guard.admit(target, addresses)) {
            case Off(var why) -> talk.failed().apply(new Refused(why));
            case Admitted(var admitted) -> exchange(target, admitted, left(end), talk);
        };
    }

    private <T> T exchange(Target target, List<InetAddress> addresses, Duration left, Talk<T> talk) {
        try (var exchange = Exchange.begin(shorter(Limits.CONNECT, left), left)) {
            try {
                var response = wire.send(target, addresses, talk.request().apply(target), exchange);
                return talk.answer().read(response);
            } catch (IOException | HttpException | RuntimeException failure) {
                // A RuntimeException too: whatever a stranger's bytes do to the parser, the batch goes on.
                return talk.failed().apply(new Unanswered(Faults.of(failure, exchange.state(), exchange.reached())));
            }
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static SSLContext systemTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }
}
