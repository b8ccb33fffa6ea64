package dev.exeunt.local.demo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the demo remembers: maps that forget their oldest entries, so that nobody can fill the process.
final class Memory {

    private static final int MOST = 2_000;

    private Memory() {
    }

    static <K, V> Map<K, V> bounded() {
        return Collections.synchronizedMap(new LinkedHashMap<K, V>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        });
    }
}
