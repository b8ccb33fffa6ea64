package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Every order in which the calls of several actors can come. An actor stops before each call to AWS until it is its
/// turn, so one call is under way at a time, and the orders are tried one after the other. Which of two reads comes first
/// makes no difference to anybody, so of the orders that differ in nothing else one is tried (sleep sets: Godefroid,
/// Partial-Order Methods for the Verification of Concurrent Systems, chapter 5).
final class Orders {

    /// More than any scene here has; reaching it means that one never ends.
    private static final int MOST = 5000;

    private static final Set<Class<?>> READS = Set.of(GetItemRequest.class, BatchGetItemRequest.class,
            QueryRequest.class);

    private final List<Gate> gates;

    Orders(int actors) {
        gates = IntStream.range(0, actors).mapToObj(Gate::new).toList();
    }

    /// What the actors do, from the beginning.
    interface Scene {

        /// Does one actor's part.
        void act(int actor);

        /// Holds the end to what must be true of it.
        void check();
    }

    /// Makes a fresh scene.
    interface Stage {

        Scene set();
    }

    /// Stands before the calls of one actor; hand it to the actor's clients.
    ExecutionInterceptor gate(int actor) {
        return gates.get(actor);
    }

    /// Plays the scene in every order that may make a difference.
    ///
    /// @return how many there were
    int play(Stage stage) throws InterruptedException {
        var played = 0;
        Optional<List<Integer>> script = Optional.of(List.of());
        while (script.isPresent()) {
            var scene = stage.set();
            var turns = new Turns(gates.size(), script.get());
            turns.run(scene, gates);
            try {
                scene.check();
            } catch (AssertionError e) {
                throw new AssertionError("in the order " + turns.taken, e);
            }
            script = turns.next();
            played += turns.isNew() ? 1 : 0;
            assertThat(played).isLessThan(MOST);
        }
        return played;
    }

    /// One actor's gate, in whatever play is on.
    private static final class Gate implements ExecutionInterceptor {

        private final int actor;
        private volatile @Nullable Turns turns;

        Gate(int actor) {
            this.actor = actor;
        }

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            var on = turns;
            if (on != null) {
                on.await(actor, READS.contains(context.request().getClass()));
            }
        }
    }

    /// One play: whose turn it is, by a script and then by number.
    private static final class Turns {

        private final List<Integer> script;
        private final List<Integer> taken = new ArrayList<>();
        /// Who stood before which call at each turn, the one whose turn it was among them.
        private final List<Map<Integer, Boolean>> standing = new ArrayList<>();
        /// Actors that wait, and whether before a read.
        private final Map<Integer, Boolean> waiting = new TreeMap<>();
        /// Actors whose call would come to the same as an order that has been tried.
        private Set<Integer> asleep = Set.of();
        private final List<Set<Integer>> sleeping = new ArrayList<>();
        /// From this turn on everything has been tried; the play is ended for its actors' sake.
        private int known = Integer.MAX_VALUE;
        private int running;
        private int turn = -1;

        Turns(int actors, List<Integer> script) {
            this.script = script;
            this.running = actors;
        }

        void run(Scene scene, List<Gate> gates) throws InterruptedException {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var parts = gates.stream().map(gate -> {
                    gate.turns = this;
                    return threads.submit(() -> act(scene, gate));
                }).toList();
                while (choose()) {
                    // The chosen one makes its call.
                }
                for (Future<?> part : parts) {
                    part.get();
                }
            } catch (ExecutionException e) {
                throw new AssertionError("in the order " + taken, e.getCause());
            } finally {
                gates.forEach(gate -> gate.turns = null);
            }
        }

        private void act(Scene scene, Gate gate) {
            try {
                scene.act(gate.actor);
            } finally {
                synchronized (this) {
                    running--;
                    notifyAll();
                }
            }
        }

        /// Lets one go on, once all have stopped.
        private synchronized boolean choose() throws InterruptedException {
            while (running > 0) {
                wait();
            }
            if (waiting.isEmpty()) {
                return false;
            }
            var step = taken.size();
            turn = step < script.size() ? script.get(step) : awake(step);
            standing.add(new TreeMap<>(waiting));
            sleeping.add(asleep);
            taken.add(turn);
            asleep = asleepAfter(turn);
            waiting.remove(turn);
            running++;
            notifyAll();
            return true;
        }

        private int awake(int step) {
            return waiting.keySet().stream().filter(actor -> !asleep.contains(actor)).findFirst().orElseGet(() -> {
                known = Math.min(known, step);
                return waiting.keySet().iterator().next();
            });
        }

        /// Whoever could have had this turn has had it in an order that has been tried, and sleeps until somebody makes a
        /// call that does not commute with its own.
        private Set<Integer> asleepAfter(int taker) {
            return waiting.keySet().stream().filter(actor -> actor < taker || asleep.contains(actor))
                    .filter(actor -> actor != taker && waiting.get(actor) && waiting.get(taker))
                    .collect(Collectors.toUnmodifiableSet());
        }

        boolean isNew() {
            return known == Integer.MAX_VALUE;
        }

        private synchronized void await(int actor, boolean reads) {
            waiting.put(actor, reads);
            running--;
            notifyAll();
            try {
                while (turn != actor || waiting.containsKey(actor)) {
                    wait();
                }
                turn = -1;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /// The next order: the last turn that somebody else could have had goes to the next of those.
        private Optional<List<Integer>> next() {
            for (int step = Math.min(taken.size(), known) - 1; step >= 0; step--) {
                var now = taken.get(step);
                var still = sleeping.get(step);
                var later = standing.get(step).keySet().stream()
                        .filter(actor -> actor > now && !still.contains(actor)).findFirst();
                if (later.isPresent()) {
                    var script = new ArrayList<>(taken.subList(0, step));
                    script.add(later.get());
                    return Optional.of(script);
                }
            }
            return Optional.empty();
        }
    }
}
