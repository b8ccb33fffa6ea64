package dev.exeunt.acceptance.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What is in the archives that are deployed.
class ArchiveTest {

    static final List<String> NAMES = Packages.NAMES;

    /// Megabytes that an archive may have.
    private static final Map<String, Double> MOST = Map.of("logout", 12.0, "frontchannel", 11.0, "registry", 12.0,
            "sweeper", 9.5, "backchannel", 18.0);

    /// As the build says it is, whenever it is.
    private static final LocalDateTime BUILT = LocalDateTime.parse("2026-11-01T00:00:00");

    /// Licences that go with ours and with anybody's.
    private static final Set<String> LICENCES = Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause",
            "BSD-3-Clause", "CC0-1.0");

    @BeforeEach
    void areBuilt() {
        Packages.assumeBuilt();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void anArchiveIsSmall(String name) throws IOException {
        assertThat(Files.size(Packages.archive(name).file()) / 1e6).isLessThan(MOST.get(name));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void theBillOfMaterialsListsEveryLibraryAndNothingElse(String name) throws IOException {
        var jars = Packages.archive(name).entries().stream().filter(entry -> entry.endsWith(".jar"))
                .map(entry -> entry.replaceFirst("lib/", "")).collect(Collectors.toCollection(TreeSet::new));
        jars.removeIf(jar -> jar.startsWith("exeunt-" + name));
        var listed = new TreeSet<String>();
        bill(name).path("components").forEach(component -> listed.add(file(component)));

        assertThat(listed).isEqualTo(jars);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyLibraryHasALicenceThatGoesWithOurs(String name) throws IOException {
        var unknown = new TreeMap<String, String>();
        for (var component : bill(name).path("components")) {
            var licences = component.path("licenses").findValuesAsText("id");
            if (licences.stream().noneMatch(LICENCES::contains)) {
                unknown.put(component.path("name").asText(), component.path("licenses").toString());
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(Packages.archive(name).entries()).contains("LICENSE");
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void nothingInAnArchiveTellsWhenItWasBuilt(String name) throws IOException {
        try (var zip = new ZipFile(Packages.archive(name).file().toFile())) {
            assertThat(zip.stream().map(ZipEntry::getTimeLocal).collect(Collectors.toSet())).containsExactly(BUILT);
        }
        assertThat(bill(name).has("serialNumber")).isFalse();
        assertThat(bill(name).path("metadata").path("timestamp").asText("2026-11-01")).startsWith("2026-11-01");
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void whatIsOurOwnInAnArchiveTellsNeitherWhenNorWhereItWasBuilt(String name) throws IOException {
        var ours = 0;
        try (var zip = new ZipFile(Packages.archive(name).file().toFile())) {
            for (var jar : zip.stream().filter(entry -> entry.getName().startsWith("lib/exeunt-")).toList()) {
                ours++;
                assertOfNoTimeAndPlace(new ZipInputStream(zip.getInputStream(jar)));
            }
        }
        assertThat(ours).as("core, aws and the function's own").isEqualTo(3);
    }

    private static void assertOfNoTimeAndPlace(ZipInputStream jar) throws IOException {
        var here = Path.of("").toAbsolutePath().toString();
        var names = new ArrayList<String>();
        for (var entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            names.add(entry.getName());
            assertThat(entry.getTimeLocal()).as(entry.getName()).isEqualTo(BUILT);
            assertThat(new String(jar.readAllBytes(), StandardCharsets.ISO_8859_1)).as(entry.getName())
                    .doesNotContain(here, "Built-By", "Bnd-LastModified");
        }
        assertThat(names.stream().filter(entry -> entry.endsWith(".class"))).as("not as the file system has it")
                .isSorted();
    }

    private static String file(JsonNode component) {
        var classifier = component.path("purl").asText().replaceFirst(".*[?&]classifier=([^&]+).*", "-$1");
        return component.path("name").asText() + "-" + component.path("version").asText()
                + (classifier.startsWith("-") ? classifier : "") + ".jar";
    }

    private static JsonNode bill(String name) throws IOException {
        try (var zip = new ZipFile(Packages.archive(name).file().toFile())) {
            var bytes = zip.getInputStream(zip.getEntry("bom.json")).readAllBytes();
            return Json.parse(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
