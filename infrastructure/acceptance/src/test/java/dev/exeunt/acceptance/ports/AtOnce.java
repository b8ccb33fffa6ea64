package dev.exeunt.acceptance.ports;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does several things at the same instant.
final class AtOnce {

    private AtOnce() {
    }

    static <T> List<T> run(List<? extends Callable<? extends T>> tasks) throws InterruptedException {
        var start = new CyclicBarrier(tasks.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = tasks.stream().<Future<? extends T>>map(task -> threads.submit(() -> {
                start.await();
                return task.call();
            })).toList();
            return running.stream().<T>map(AtOnce::result).toList();
        }
    }

    private static <T> T result(Future<? extends T> future) {
        try {
            return future.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
