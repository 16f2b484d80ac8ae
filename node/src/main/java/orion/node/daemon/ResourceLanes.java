package orion.node.daemon;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import orion.core.Input;
import orion.core.Output;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.resource.Symptom;
import orion.node.guard.HeldRecords;
import orion.node.guard.RunDirectory;
import orion.node.part.ResourceOutcome;
import orion.node.part.ResourceRunner;
import orion.node.security.ProgramWords;

/// Carries out the protocol's orders about resources: one lane per resource, so that a slow load never delays
/// another. Nothing is begun without a valid lease, and nothing after everything was ordered to stop.
final class ResourceLanes implements AutoCloseable {
    /// How often it is seen which loaded resources are to be looked at.
    static final Duration TICK = Duration.ofSeconds(1);

    private final RunDirectory run;
    private final HeldRecords records;
    private final LeaseClock lease;
    private final long watchdogMillis;
    private final Duration tick;
    private final ToLongFunction<ResourceDefinition> checkMillis;
    private final LongSupplier wallMillis;
    private final Consumer<Input> report;
    private final Map<String, Lane> lanes = new TreeMap<>();
    private boolean forbidden;
    private volatile boolean provenStopped;

    /// Begins with nothing.
    ///
    /// @param watchdogMillis time-out of the watchdog, 0 without one: less of a lease is not enough to begin a
    ///                       load
    /// @param tick           how often it is seen who is to be looked at
    /// @param checkMillis    pause between two looks at a loaded resource
    /// @param wallMillis     what the clock on the wall shows, for people
    ResourceLanes(
            RunDirectory run,
            LeaseClock lease,
            long watchdogMillis,
            Duration tick,
            ToLongFunction<ResourceDefinition> checkMillis,
            LongSupplier wallMillis,
            Consumer<Input> report) {
        this.run = run;
        this.records = new HeldRecords(run);
        this.lease = lease;
        this.watchdogMillis = watchdogMillis;
        this.tick = tick;
        this.checkMillis = checkMillis;
        this.wallMillis = wallMillis;
        this.report = report;
        Thread.ofVirtual().name("checks").start(this::checkAll);
    }

    /// Has every loaded resource looked at from time to time, each in its own lane.
    private void checkAll() {
        try {
            while (!closed()) {
                TimeUnit.MILLISECONDS.sleep(tick.toMillis());
                synchronized (this) {
                    lanes.values().forEach(Lane::requestCheck);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean closed() {
        return forbidden;
    }

    /// Takes no more orders; what is held stays as it is.
    @Override
    public synchronized void close() {
        forbidden = true;
    }

    /// Takes an order; returns at once.
    synchronized void take(Output.RunAction order) {
        if (!forbidden) {
            lanes.computeIfAbsent(order.resource().name(), Lane::new).add(order);
        }
    }

    /// What is loaded is treated from now on as it is defined now; of what it consists does not change by that.
    synchronized void treat(SortedMap<String, ResourceDefinition> definitions) {
        lanes.forEach((name, lane) -> {
            ResourceDefinition definition = definitions.get(name);
            if (definition != null) {
                lane.current().ifPresent(runner -> runner.treatAs(definition));
            }
        });
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
                boolean stopped = false;
                try {
                    stopped = runner.kill();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    // Whatever was thrown: what is not known to be stopped is not proven stopped.
                    if (!stopped) {
                        proven.set(false);
                    }
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
        private boolean checkDue;
        private boolean foundFailed;
        private long loadedBy;
        private volatile long checkedAt;
        private int timeouts;

        Lane(String resource) {
            this.resource = resource;
        }

        void add(Output.RunAction order) {
            orders.add(order);
            startWorking();
        }

        /// Asks for a look at the resource where it is loaded, its pause is over and nothing else is to be done.
        void requestCheck() {
            checkDue = runner.isPresent()
                    && loadedAt != 0
                    && !foundFailed
                    && !working
                    && !forbidden
                    && lease.now() - checkedAt
                            >= checkMillis.applyAsLong(runner.get().definition());
            if (checkDue) {
                startWorking();
            }
        }

        private void startWorking() {
            if (!working) {
                working = true;
                Thread.ofVirtual().name("lane-" + resource).start(this::work);
            }
        }

        private void work() {
            Optional<Input> outcome = Optional.empty();
            while (true) {
                Optional<Output.RunAction> order;
                synchronized (ResourceLanes.this) {
                    order = forbidden ? Optional.empty() : Optional.ofNullable(orders.poll());
                    boolean check = order.isEmpty() && checkDue && !forbidden;
                    checkDue = false;
                    working = order.isPresent() || check;
                    if (!working) {
                        break;
                    }
                }
                outcome.ifPresent(report);
                outcome = Optional.empty();
                try {
                    if (order.isPresent()) {
                        outcome = carryOut(order.get());
                    } else {
                        check();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RuntimeException | Error e) {
                    outcome = order.map(failed -> ended(failed, false, true, "internal error: " + e));
                }
            }
            // Told by an idle lane: whoever hears that all is unloaded, and ends the daemon, finds that nothing is
            // held.
            outcome.ifPresent(report);
        }

        private void check() throws InterruptedException {
            Optional<ResourceRunner> loaded = current();
            if (loaded.isPresent()) {
                MonitoringPolicy policy = loaded.get().definition().policy().monitoring();
                ResourceOutcome outcome = loaded.get().check(Duration.ofSeconds(policy.timeoutSeconds()));
                checkedAt = lease.now();
                timeouts = outcome.timedOut() ? timeouts + 1 : 0;
                if (!outcome.ok() && (!outcome.timedOut() || timeouts >= policy.timeouts())) {
                    // Told once, however long the cluster takes to act on it; the next load begins anew.
                    foundFailed = true;
                    failed(loadedBy, outcome.timedOut() ? Symptom.TIMED_OUT : Symptom.BROKEN, sentence(outcome));
                }
            }
        }

        private Optional<Input> carryOut(Output.RunAction order) throws InterruptedException {
            return switch (order.order()) {
                case LOAD -> load(order);
                case UNLOAD -> Optional.of(unload(order));
            };
        }

        private Optional<Input> load(Output.RunAction order) throws InterruptedException {
            awaitEnoughLease();
            ResourceRunner fresh = new ResourceRunner(
                    order.resource(), run, records, why -> failed(order.action(), Symptom.ENDED, why), lease::valid);
            boolean begun;
            synchronized (ResourceLanes.this) {
                if (forbidden) {
                    return Optional.empty();
                }
                if (runner.isPresent()) {
                    return Optional.of(ended(
                            order,
                            false,
                            true,
                            "it was not begun: what an earlier load left is not proved to be gone"));
                }
                // Rule L3: the lease is looked at right before acting, whatever was true when the order was given.
                begun = lease.valid();
                if (begun) {
                    runner = Optional.of(fresh);
                }
            }
            if (!begun) {
                return Optional.of(ended(order, false, false, "it was not begun: the lease of this node ran out"));
            }
            ResourceOutcome outcome = fresh.load();
            synchronized (ResourceLanes.this) {
                loadedAt = outcome.ok() ? lease.now() : 0;
                loadedBy = order.action();
                checkedAt = lease.now();
                timeouts = 0;
                foundFailed = false;
                if (!outcome.ok() && outcome.stopped()) {
                    runner = Optional.empty();
                }
            }
            return Optional.of(ended(order, outcome.ok(), !outcome.stopped(), sentence(outcome)));
        }

        /// Rule W1 in advance: from the load on, the watchdog is fed only while its whole time-out is left of
        /// the lease.
        private void awaitEnoughLease() throws InterruptedException {
            while (lease.valid() && lease.leftMillis() < watchdogMillis) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }

        private Input unload(Output.RunAction order) throws InterruptedException {
            Optional<ResourceRunner> loaded = current();
            if (loaded.isEmpty()) {
                return ended(order, true, false, "nothing was active");
            }
            ResourceOutcome outcome = loaded.get().unload();
            synchronized (ResourceLanes.this) {
                if (outcome.ok() || outcome.stopped()) {
                    runner = Optional.empty();
                }
            }
            return ended(order, outcome.ok(), !outcome.stopped(), sentence(outcome));
        }

        private Input ended(Output.RunAction order, boolean succeeded, boolean dirty, String reason) {
            return new Input.ActionEnded(
                    resource, order.action(), succeeded, dirty, wallMillis.getAsLong() / 1_000, reason);
        }

        private void failed(long action, Symptom symptom, String why) {
            report.accept(new Input.ResourceFailed(resource, action, symptom, why));
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
        return last.isEmpty() || outcome.ok() ? outcome.reason() : outcome.reason() + ProgramWords.lastOutput(last);
    }
}
