package orion.node.daemon;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import orion.core.Input;
import orion.core.Output;
import orion.node.guard.HeldRecords;
import orion.node.guard.RunDirectory;
import orion.node.part.ResourceOutcome;
import orion.node.part.ResourceRunner;

/// Carries out the protocol's orders about resources: one lane per resource, so that a slow load never delays
/// another. Nothing is begun without a valid lease, and nothing after everything was ordered to stop.
final class ResourceLanes {
    private static final long LONG_RUN_MILLIS = 600_000;

    private final RunDirectory run;
    private final HeldRecords records;
    private final LeaseClock lease;
    private final Consumer<Input> report;
    private final Map<String, Lane> lanes = new TreeMap<>();
    private boolean forbidden;
    private volatile boolean provenStopped;

    ResourceLanes(RunDirectory run, LeaseClock lease, Consumer<Input> report) {
        this.run = run;
        this.records = new HeldRecords(run);
        this.lease = lease;
        this.report = report;
    }

    /// Takes an order; returns at once.
    synchronized void take(Output.RunAction order) {
        if (!forbidden) {
            lanes.computeIfAbsent(order.resource().name(), Lane::new).add(order);
        }
    }

    /// Whether nothing of any resource can be active on this node.
    synchronized boolean holdNothing() {
        return provenStopped || lanes.values().stream().allMatch(Lane::idleAndEmpty);
    }

    /// Tells the network again where the addresses are, because the cluster has changed.
    synchronized void announceAll() {
        lanes.values().forEach(lane -> lane.current().ifPresent(ResourceRunner::announce));
    }

    /// Stops everything by force, all resources at once, and says whether that is proven.
    void stopEverything() {
        List<ResourceRunner> runners = new ArrayList<>();
        synchronized (this) {
            forbidden = true;
            lanes.values().forEach(lane -> lane.everStarted(runners));
        }
        AtomicBoolean proven = new AtomicBoolean(true);
        CountDownLatch done = new CountDownLatch(runners.size());
        for (ResourceRunner runner : runners) {
            Thread.ofVirtual().start(() -> {
                try {
                    if (!runner.kill()) {
                        proven.set(false);
                    }
                } catch (InterruptedException | RuntimeException e) {
                    proven.set(false);
                } finally {
                    done.countDown();
                }
            });
        }
        Thread.ofVirtual().start(() -> {
            try {
                done.await();
            } catch (InterruptedException e) {
                proven.set(false);
            }
            provenStopped = proven.get();
            report.accept(new Input.EverythingStopped(
                    proven.get(), proven.get() ? "" : "something of a resource could not be killed or unmounted"));
        });
    }

    /// Whether everything was ordered to stop and has provably done so.
    boolean provenStopped() {
        return provenStopped;
    }

    /// The work of one resource, one order after the other.
    private final class Lane {
        private final String resource;
        private final Deque<Output.RunAction> orders = new ArrayDeque<>();
        private Optional<ResourceRunner> runner = Optional.empty();
        private long loadedAt;
        private boolean working;

        Lane(String resource) {
            this.resource = resource;
        }

        void add(Output.RunAction order) {
            orders.add(order);
            if (!working) {
                working = true;
                Thread.ofVirtual().name("lane-" + resource).start(this::work);
            }
        }

        private void work() {
            for (Optional<Output.RunAction> order = next(); order.isPresent(); order = next()) {
                try {
                    carryOut(order.get());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RuntimeException e) {
                    tell(order.get(), false, true, "internal error: " + e);
                }
            }
        }

        private Optional<Output.RunAction> next() {
            synchronized (ResourceLanes.this) {
                Optional<Output.RunAction> order = forbidden ? Optional.empty() : Optional.ofNullable(orders.poll());
                working = order.isPresent();
                return order;
            }
        }

        private void carryOut(Output.RunAction order) throws InterruptedException {
            switch (order.order()) {
                case LOAD -> load(order);
                case UNLOAD -> unload(order);
            }
        }

        private void load(Output.RunAction order) throws InterruptedException {
            ResourceRunner fresh = new ResourceRunner(order.resource(), run, records, why -> failed(order, why));
            synchronized (ResourceLanes.this) {
                // Rule L3: the lease is looked at right before acting, whatever was true when the order was given.
                if (forbidden || !lease.valid()) {
                    return;
                }
                runner = Optional.of(fresh);
            }
            ResourceOutcome outcome = fresh.load();
            synchronized (ResourceLanes.this) {
                loadedAt = lease.now();
                if (!outcome.ok() && outcome.stopped()) {
                    runner = Optional.empty();
                }
            }
            tell(order, outcome.ok(), !outcome.stopped(), sentence(outcome));
        }

        private void unload(Output.RunAction order) throws InterruptedException {
            Optional<ResourceRunner> loaded = current();
            if (loaded.isEmpty()) {
                tell(order, true, false, "nothing was active");
                return;
            }
            ResourceOutcome outcome = loaded.get().unload();
            synchronized (ResourceLanes.this) {
                if (outcome.ok() || outcome.stopped()) {
                    runner = Optional.empty();
                }
            }
            tell(order, outcome.ok(), !outcome.stopped(), sentence(outcome));
        }

        private void tell(Output.RunAction order, boolean succeeded, boolean dirty, String reason) {
            report.accept(new Input.ActionEnded(resource, order.action(), succeeded, dirty, reason));
        }

        private void failed(Output.RunAction order, String why) {
            boolean ranLong;
            synchronized (ResourceLanes.this) {
                ranLong = loadedAt != 0 && lease.now() - loadedAt > LONG_RUN_MILLIS;
            }
            report.accept(new Input.ResourceFailed(resource, order.action(), ranLong, why));
        }

        Optional<ResourceRunner> current() {
            synchronized (ResourceLanes.this) {
                return runner;
            }
        }

        void everStarted(List<ResourceRunner> into) {
            runner.ifPresent(into::add);
            orders.clear();
        }

        boolean idleAndEmpty() {
            return runner.isEmpty() && !working;
        }
    }

    private static String sentence(ResourceOutcome outcome) {
        String tail = outcome.outputTail().strip();
        String last = tail.substring(tail.lastIndexOf('\n') + 1);
        return last.isEmpty() || outcome.ok()
                ? outcome.reason()
                : outcome.reason() + " (its last output: " + last + ")";
    }
}
