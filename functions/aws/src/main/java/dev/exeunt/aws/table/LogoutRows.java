package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Logouts.Ending;
import dev.exeunt.core.plan.Logout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A logout as rows: the plan, compressed, which never changes, and the small state beside it, which does.
final class LogoutRows {

    private LogoutRows() {
    }

    static Row plan(Logout logout) {
        return Row.at(Key.plan(logout.ref()))
                .bytes("logout", zip(LogoutJson.json(logout).print()))
                .ttl(logout.at().plus(Limits.MEMORY));
    }

    static Row state(Ending ending) {
        return Row.at(Key.state(ending.logout().ref()))
                .text("session", ending.logout().session())
                .flag("sent", false)
                .due(ending.dueAt())
                .ttl(ending.logout().at().plus(Limits.MEMORY));
    }

    static Logout logout(Row plan) {
        return LogoutJson.logout(Json.parse(unzip(plan.bytes("logout"))));
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
