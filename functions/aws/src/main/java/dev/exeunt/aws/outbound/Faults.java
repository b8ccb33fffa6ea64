package dev.exeunt.aws.outbound;

import dev.exeunt.core.delivery.Outcome.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/// Names what an exception says of the other side.
final class Faults {

    private Faults() {
    }

    /// @param reached whether anybody took the connection, with or without TLS
    static Fault of(Exception failure, Exchange.State state, boolean reached) {
        return switch (state) {
            case Exchange.Stopped(var fault) -> fault;
            case Exchange.Connecting _ -> connecting(failure, reached);
            case Exchange.Talking _ -> talking(failure);
        };
    }

    private static Fault connecting(Exception failure, boolean reached) {
        return switch (failure) {
            case SocketTimeoutException _ -> Fault.CONNECT_TIMEOUT;
            case SSLException broken when isTooMuch(broken) -> Fault.PROTOCOL;
            case SSLException _ -> Fault.TLS;
            case EOFException _ -> Fault.TLS;
            case ConnectException _ -> Fault.CONNECT;
            case NoRouteToHostException _ -> Fault.CONNECT;
            // Where there is no way to an address, such as one of IPv6, the JDK names nothing more.
            case SocketException _ -> reached ? Fault.RESET : Fault.CONNECT;
            default -> Fault.CONNECT;
        };
    }

    /// TLS wraps what the socket below it says ([BoundedSocket]).
    private static boolean isTooMuch(SSLException broken) {
        return broken.getCause() instanceof MessageConstraintException;
    }

    private static Fault talking(Exception failure) {
        return switch (failure) {
            case SocketTimeoutException _ -> Fault.TIMEOUT;
            case SSLException broken when broken.getCause() instanceof SocketException -> Fault.RESET;
            case SSLException broken when isTooMuch(broken) -> Fault.PROTOCOL;
            case SSLException _ -> Fault.TLS;
            case ClientProtocolException _ -> Fault.PROTOCOL;
            case MessageConstraintException _ -> Fault.PROTOCOL;
            case HttpException _ -> Fault.PROTOCOL;
            case IOException _ -> Fault.RESET;
            default -> Fault.PROTOCOL;
        };
    }
}
