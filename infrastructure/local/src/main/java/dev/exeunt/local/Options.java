package dev.exeunt.local;

import dev.exeunt.local.lambda.Log;
import dev.exeunt.local.template.StartProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a local cloud is started. What is not set is as in the cloud, on free ports, with nothing beside the template's
/// routes.
public final class Options {

    int port;
    final Map<String, String> parameters = new LinkedHashMap<>();
    final Map<String, String> environment = new LinkedHashMap<>();
    final Map<String, String> secrets = new LinkedHashMap<>();
    final Map<String, String> keys = new LinkedHashMap<>();
    InstantSource time = InstantSource.system();
    boolean schedule = true;
    boolean pollers = true;
    Log log = Logs.warnings(System.err);
    Function<Addresses, Site> site = _ -> Site.NOTHING;
    private @Nullable String template;

    /// The public port; the registry has the next one. 0 (the default) means any two that are free.
    public Options port(int port) {
        this.port = port;
        return this;
    }

    /// Sets a parameter of the template.
    public Options parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /// Sets an environment variable of every function, over what the template says.
    public Options environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Sets a secret before any function starts; {@link LocalCloud#secretArn} tells its ARN.
    public Options secret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /// Makes a KMS key that the template does not have, before any function starts.
    ///
    /// @param id   a key id or `alias/...`, as the parameter `SigningKeyIds` may name it
    /// @param spec such as `ECC_NIST_P256`
    public Options key(String id, String spec) {
        keys.put(id, spec);
        return this;
    }

    /// What the functions take for the time. Time-outs, polls and schedules stay on real time.
    public Options time(InstantSource time) {
        this.time = time;
        return this;
    }

    /// Leaves the schedules to {@link LocalCloud#fire}.
    public Options withoutSchedule() {
        this.schedule = false;
        return this;
    }

    /// Leaves the queues to {@link LocalCloud#poll}.
    public Options withoutPollers() {
        this.pollers = false;
        return this;
    }

    /// Where function logs go; at first WARN and above go to standard error.
    public Options log(Log log) {
        this.log = log;
        return this;
    }

    /// What answers on the public port beside the template's routes.
    ///
    /// @param site makes it once the addresses are known, before anything is served
    public Options site(Function<Addresses, Site> site) {
        this.site = site;
        return this;
    }

    /// Another template than the deployed one, as YAML.
    public Options template(String yaml) {
        this.template = yaml;
        return this;
    }

    String template() {
        if (template != null) {
            return template;
        }
        try (var stream = Options.class.getResourceAsStream("/template.yaml")) {
            if (stream == null) {
                throw new StartProblem("template.yaml is not in the archive of the local cloud");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
