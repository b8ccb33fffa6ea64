package dev.exeunt.aws.outbound;

import dev.exeunt.core.Limits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;

/// A socket that takes no more than [Limits#ANSWER_BYTES] from the other side, whatever they are: what counts as nothing to
/// a parser (chunk extensions, TLS records without content) costs time, too. No proxy, whatever the system's properties
/// say.
final class BoundedSocket extends Socket {

    private @Nullable InputStream bounded;

    BoundedSocket() {
        super(Proxy.NO_PROXY);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        var known = bounded;
        if (known == null) {
            known = new Bounded(super.getInputStream());
            bounded = known;
        }
        return known;
    }

    private static final class Bounded extends FilterInputStream {

        private int left = Limits.ANSWER_BYTES;

        Bounded(InputStream from) {
            super(from);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                throw new MessageConstraintException("more than an answer may have");
            }
            var read = super.read(buffer, offset, Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        /// What is skipped is read.
        @Override
        public long skip(long count) throws IOException {
            return Math.max(0, read(new byte[(int) Math.min(Math.max(0, count), 8192)]));
        }
    }
}
