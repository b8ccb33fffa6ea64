package dev.exeunt.local;

import dev.exeunt.local.lambda.Log;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// A stream that hands whole lines to a log: what a function prints is its log, in the cloud as here.
final class LogStream extends OutputStream {

    private final Log log;
    private final String source;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private LogStream(Log log, String source) {
        this.log = log;
        this.source = source;
    }

    static PrintStream to(Log log, String source) {
        return new PrintStream(new LogStream(log, source), true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            log.write(source, line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else if (b != '\r') {
            line.write(b);
        }
    }
}
