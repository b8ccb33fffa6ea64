package dev.exeunt.acceptance.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// SAM's own translator (`aws-sam-translator`, which comes with `cfn-lint`), the code that runs when a stack is deployed. It
/// needs no network.
final class Translator {

    private static final int NOT_HERE = 3;

    /// The code's address must be one in S3, as it is after `sam deploy` has uploaded the archive.
    private static final String SCRIPT = """
            import json, sys
            try:
                from samtranslator.translator.transform import transform
                from samtranslator.yaml_helper import yaml_parse
            except ImportError:
                sys.exit(%d)

            class NoManagedPolicies:
                def load(self):
                    return {}

            with open(sys.argv[1]) as file:
                template = yaml_parse(file.read())
            for resource in template["Resources"].values():
                if resource["Type"] == "AWS::Serverless::Function":
                    resource["Properties"]["CodeUri"] = "s3://bucket/" + resource["Properties"]["CodeUri"]
            json.dump(transform(template, {}, NoManagedPolicies()), sys.stdout)
            """.formatted(NOT_HERE);

    private Translator() {
    }

    /// What it makes of a template; empty where it is not installed.
    static Optional<Expanded> expand(TemplateFile file) {
        try {
            var builder = new ProcessBuilder("python3", "-c", SCRIPT, file.path().toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("AWS_DEFAULT_REGION", "eu-central-1");
            var process = builder.start();
            var written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var status = process.waitFor();
            if (status != 0 && status != NOT_HERE) {
                throw new AssertionError("SAM's translator refuses " + file.path());
            }
            return status == 0
                    ? Optional.of(new Expanded(TemplateFile.map(plain(Json.parse(written)))))
                    : Optional.empty();
        } catch (IOException e) {
            // There is no Python.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> entries = new LinkedHashMap<>();
            node.properties().forEach(entry -> entries.put(entry.getKey(), plain(entry.getValue())));
            return entries;
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(plain(item)));
            return items;
        }
        return node.asText();
    }
}
