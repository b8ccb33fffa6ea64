package dev.exeunt.acceptance.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// An archive has nothing that its function cannot come to: from the handler, by the names of classes that a class has in
/// its constants, and by the services that a library declares.
class ReachTest {

    static final List<String> NAMES = Packages.NAMES;

    private static final Pattern DESCRIBED = Pattern.compile("L([\\w/$]+);");
    private static final Pattern NAMED = Pattern.compile("[\\w$]+(?:[./][\\w$]+)+");
    private static final String SERVICES = "META-INF/services/";

    @BeforeEach
    void areBuilt() {
        Packages.assumeBuilt();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyLibraryOfAnArchiveIsReachedFromItsHandler(String name) throws IOException {
        var jars = Jars.of(name);

        assertThat(jars.unreached(Jars.handler(name))).isEmpty();
    }

    /// @param classes  by name with slashes
    /// @param places   the jar that each class lies in
    /// @param services who implements each
    private record Jars(Map<String, byte[]> classes, Map<String, String> places, Map<String, Set<String>> services) {

        static Jars of(String archive) throws IOException {
            var jars = new Jars(new HashMap<>(), new HashMap<>(), new HashMap<>());
            try (var zip = new ZipFile(Packages.archive(archive).file().toFile())) {
                for (var entry : zip.stream().filter(each -> each.getName().endsWith(".jar")).toList()) {
                    jars.add(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
            return jars;
        }

        private void add(String jar, byte[] bytes) throws IOException {
            var zip = new ZipInputStream(new ByteArrayInputStream(bytes));
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var name = entry.getName();
                if (name.startsWith(SERVICES)) {
                    services.computeIfAbsent(name.substring(SERVICES.length()).replace('.', '/'),
                            _ -> new HashSet<>()).addAll(implementations(zip.readAllBytes()));
                } else if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    var type = name.substring(0, name.length() - ".class".length());
                    classes.put(type, zip.readAllBytes());
                    places.put(type, jar);
                }
            }
        }

        private static List<String> implementations(byte[] lines) {
            return new String(lines, StandardCharsets.UTF_8).lines().map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty()).map(line -> line.replace('.', '/')).toList();
        }

        static String handler(String name) {
            return "dev/exeunt/%s/%s%sFunction".formatted(name, name.substring(0, 1).toUpperCase(Locale.ROOT),
                    name.substring(1));
        }

        Set<String> unreached(String from) {
            var left = new TreeSet<>(places.values());
            var seen = new HashSet<>(List.of(from));
            var next = new ArrayDeque<>(seen);
            while (!next.isEmpty()) {
                var type = next.remove();
                left.remove(places.getOrDefault(type, ""));
                Stream.concat(mentioned(classes.get(type)), services.getOrDefault(type, Set.of()).stream())
                        .filter(classes::containsKey).filter(seen::add).forEach(next::add);
            }
            return left;
        }

        private static Stream<String> mentioned(byte[] type) {
            var pool = ClassFile.of().parse(type).constantPool();
            return StreamSupport.stream(pool.spliterator(), false).flatMap(Jars::names);
        }

        private static Stream<String> names(PoolEntry entry) {
            return switch (entry) {
                case ClassEntry named -> names(named.asInternalName());
                case Utf8Entry text -> names(text.stringValue());
                default -> Stream.of();
            };
        }

        private static Stream<String> names(String text) {
            var names = new ArrayList<String>();
            DESCRIBED.matcher(text).results().forEach(found -> names.add(found.group(1)));
            if (NAMED.matcher(text).matches()) {
                names.add(text.replace('.', '/'));
            }
            return names.stream();
        }
    }
}
