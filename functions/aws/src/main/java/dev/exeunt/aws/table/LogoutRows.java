package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Logouts.Ending;
import dev.exeunt.core.plan.Logout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A logout as rows: the plan, compressed, which never changes, and the small state beside it, which does.
final class LogoutRows {

    /// Bytes of one row, well below the 400 KB that an item holds.
    private static final int PART = 350_000;

    private LogoutRows() {
    }

    /// The plan as one row, or as several where it takes more than an item can hold: a session of the largest size, with
    /// the longest addresses. The first row says how many there are, and what they all come to.
    static List<Row> plan(Logout logout) {
        var bytes = zip(LogoutJson.json(logout).print());
        var rows = new ArrayList<Row>();
        for (int from = 0; from < bytes.length; from += PART) {
            rows.add(Row.at(Key.plan(logout.ref(), rows.size()))
                    .bytes("logout", Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART)))
                    .ttl(logout.at().plus(Limits.MEMORY)));
        }
        rows.getFirst().number("parts", rows.size())
                .text("digest", Key.digest(new String(bytes, StandardCharsets.ISO_8859_1)));
        return rows;
    }

    static Row state(Ending ending) {
        return Row.at(Key.state(ending.logout().ref()))
                .text("session", ending.logout().session())
                .flag("sent", false)
                .due(ending.dueAt())
                .ttl(ending.logout().at().plus(Limits.MEMORY));
    }

    /// The plan from all its rows, in their order.
    static Logout logout(List<Row> plan) {
        var bytes = new ByteArrayOutputStream();
        plan.forEach(row -> bytes.writeBytes(row.bytes("logout")));
        return LogoutJson.logout(Json.parse(unzip(bytes.toByteArray())));
    }

    private static byte[] zip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static String unzip(byte[] bytes) {
        try (var zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a plan that cannot be unpacked", e);
        }
    }
}
