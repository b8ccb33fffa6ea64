package dev.exeunt.local.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipFile;

/// A function's archive as it is uploaded.
///
/// @param file `functions/logout/target/logout.zip`
public record Archive(Path file) {

    /// The archive of a function.
    ///
    /// @param repository the folder with `template.yaml`
    /// @param name       as its module is called: `logout`
    public static Archive of(Path repository, String name) {
        return new Archive(repository.resolve("functions").resolve(name).resolve("target").resolve(name + ".zip"));
    }

    /// The names of what is in it, in its order.
    public List<String> entries() {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.stream().map(entry -> entry.getName()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Unpacks it, as Lambda does to `/var/task`.
    public void unpack(Path folder) {
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                var target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException(file + " holds a name that leads out of it");
                }
                Files.createDirectories(target.getParent());
                Files.copy(zip.getInputStream(entry), target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes a folder with everything in it.
    public static void remove(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
