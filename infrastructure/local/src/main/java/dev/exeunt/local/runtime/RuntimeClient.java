package dev.exeunt.local.runtime;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lambda's runtime interface client, as it lies on the class path of whoever uses this package.
final class RuntimeClient {

    static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /// One class of each archive that the client needs.
    private static final List<String> PARTS = List.of(MAIN,
            "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
            "com.amazonaws.services.lambda.runtime.RequestStreamHandler",
            "software.amazon.awssdk.utilslite.SdkInternalThreadLocal");

    private RuntimeClient() {
    }

    /// The command that starts a JVM with the client and nothing else on its class path: the client itself loads the
    /// function from the working directory.
    ///
    /// @param options of the JVM
    /// @param before  what stands on the class path before the client
    static List<String> command(String handler, List<String> options, List<Path> before) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(Stream.concat(before.stream().map(Path::toString), PARTS.stream().map(RuntimeClient::archive))
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN);
        command.add(handler);
        return command;
    }

    private static String archive(String name) {
        try {
            var source = Class.forName(name, false, RuntimeClient.class.getClassLoader()).getProtectionDomain()
                    .getCodeSource().getLocation();
            return Path.of(source.toURI()).toString();
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("aws-lambda-java-runtime-interface-client is not on the class path", e);
        }
    }
}
