package dev.exeunt.aws.outbound;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.message.MessageSupport;
import org.jspecify.annotations.Nullable;

/// An answer whose head is here and whose body is still to be read.
///
/// @param method with which it was asked for
/// @param head   status and headers
record Response(String method, ClassicHttpResponse head, HttpClientConnection connection) {

    int status() {
        return head.getCode();
    }

    /// The first header of this name.
    @Nullable
    String header(String name) {
        var header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /// Its body, to be read once; empty where there is none.
    ///
    /// @throws HttpException if its framing is none, or more than one (RFC 9112, 6)
    InputStream body() throws IOException, HttpException {
        if (!MessageSupport.canResponseHaveBody(method, head)) {
            return InputStream.nullInputStream();
        }
        connection.receiveResponseEntity(head);
        return head.getEntity() == null ? InputStream.nullInputStream() : head.getEntity().getContent();
    }
}
