package dev.exeunt.benchmark.bare;

import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/// As [OneRead], with the client that the SDK takes where nobody chooses.
public final class OneReadByApache extends OneRead {

    /// For the runtime.
    public OneReadByApache() {
        super(Apache5HttpClient.create());
    }
}
