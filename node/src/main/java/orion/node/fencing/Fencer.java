package orion.node.fencing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.node.guard.Cgroup;
import orion.node.guard.RunDirectory;

/// Has the power of other hosts cut, one level of devices after the other, and looks every few minutes whether the
/// devices can be reached. Nobody waits for it: each order has a thread of its own.
public final class Fencer implements AutoCloseable {
    private static final int FOUND_OFF = 2;
    private static final long CHECK_EVERY_SECONDS = 240;

    private final String self;
    private final FencePlan plan;
    private final FenceAgent agent;
    private final Consumer<String> journal;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<Member, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
    private final Map<FenceDevice, String> checks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService checker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("fence-check").daemon().factory());

    /// @param self    the name of this node, which never fences itself
    /// @param journal gets one line for each thing that happens
    public Fencer(String self, FencePlan plan, RunDirectory run, Consumer<String> journal) {
        this(
                self,
                plan,
                new FenceAgent(Cgroup::create, run.uniqueName() + "/" + run.incarnation() + "-fencing"),
                journal);
    }

    Fencer(String self, FencePlan plan, FenceAgent agent, Consumer<String> journal) {
        this.self = self;
        this.plan = plan;
        this.agent = agent;
        this.journal = journal;
    }

    /// Says what cannot work with this configuration, and looks at the devices now and then every few minutes.
    public void begin(ClusterConfiguration configuration) {
        plan.victims().keySet().stream()
                .filter(name -> configuration.nodeNamed(name).isEmpty())
                .forEach(name -> journal.accept("fencing.yaml names node " + name
                        + ", which is not in this cluster: correct the name, or add the node"));
        long least = 3 * configuration.timing().heartbeatMillis();
        others().forEach(entry ->
                entry.getValue().afterMillis().ifPresent(after -> warnOfHaste(entry.getKey(), after, least)));
        devices()
                .filter(device -> FenceAgent.program(device.agent()).isEmpty())
                .forEach(device -> journal.accept("fencing device " + device.name() + " cannot work: its agent "
                        + device.agent() + " is not on this host; install fence-agents, or correct the name"));
        if (others().findAny().isPresent()) {
            var _ = checker.scheduleWithFixedDelay(this::check, 0, CHECK_EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// The protocol waits for three heartbeats whatever is configured (rule F2).
    private void warnOfHaste(String name, long afterMillis, long leastMillis) {
        if (afterMillis < leastMillis) {
            journal.accept("fencing.yaml has " + name + " fenced after " + afterMillis + " ms, and it is after "
                    + leastMillis + " ms: less than three heartbeats proves nothing; write that, or leave 'after' out");
        }
    }

    private Stream<Map.Entry<String, FencePlan.Victim>> others() {
        return plan.victims().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(self));
    }

    private Stream<FenceDevice> devices() {
        return others().flatMap(entry -> entry.getValue().levels().stream())
                .flatMap(List::stream)
                .distinct();
    }

    /// For each node that this host can fence, after how many milliseconds without a sign of life it may do so early.
    public SortedMap<NodeId, Long> silence(ClusterConfiguration configuration) {
        SortedMap<NodeId, Long> silence = new TreeMap<>();
        others().forEach(entry -> configuration
                .nodeNamed(entry.getKey())
                .ifPresent(node ->
                        silence.put(node.id(), entry.getValue().afterMillis().orElse(Long.MAX_VALUE))));
        return silence;
    }

    /// Whether this host can fence that node.
    public boolean canFence(String node) {
        return others().anyMatch(entry -> entry.getKey().equals(node));
    }

    /// Has the power of a node cut; one order for one life of it is under way at a time.
    ///
    /// @param due whether that is still to be done, asked before each device: one before may have taken minutes
    /// @return whether that is certain now
    public CompletableFuture<Boolean> fence(Member victim, String name, BooleanSupplier due) {
        CompletableFuture<Boolean> certain = new CompletableFuture<>();
        Optional<FencePlan.Victim> how = Optional.ofNullable(plan.victims().get(name));
        if (how.isEmpty() || name.equals(self)) {
            certain.complete(false);
            return certain;
        }
        CompletableFuture<Boolean> already = underWay.putIfAbsent(victim, certain);
        if (already != null) {
            return already;
        }
        Thread.ofVirtual().name("fence " + name).start(() -> {
            ReentrantLock lock = locks.computeIfAbsent(name, _ -> new ReentrantLock());
            lock.lock();
            try {
                certain.complete(inLevels(name, how.get(), due));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
                underWay.remove(victim);
                certain.complete(false);
            }
        });
        return certain;
    }

    private boolean inLevels(String name, FencePlan.Victim how, BooleanSupplier due) throws InterruptedException {
        for (int level = 1; level <= how.levels().size(); level++) {
            if (levelSucceeds(name, level, how.levels().get(level - 1), due)) {
                return true;
            }
            if (!due.getAsBoolean()) {
                journal.accept(name + " is not fenced any more: it has shown that it is gone or lives, or this node"
                        + " is no member any more");
                return false;
            }
        }
        journal.accept(name + " could not be fenced: no level of its devices succeeded; what it held waits for proof"
                + " that it is gone, as without fencing");
        return false;
    }

    private boolean levelSucceeds(String name, int level, List<FenceDevice> devices, BooleanSupplier due)
            throws InterruptedException {
        for (FenceDevice device : devices) {
            if (!due.getAsBoolean()) {
                return false;
            }
            AgentRun run = agent.run(device, "off", name);
            String what = "fencing " + name + " with " + device.name() + " (level " + level + ")";
            journal.accept(
                    run.succeeded()
                            ? what + ": off confirmed after " + run.seconds()
                            : what + " failed after " + run.seconds() + ": " + run.failure());
            if (!run.succeeded()) {
                return false;
            }
        }
        return true;
    }

    /// Looks at every device once. A device that finds its host switched off (exit code 2) works.
    void check() {
        Set<FenceDevice> looked = new LinkedHashSet<>();
        try {
            for (Map.Entry<String, FencePlan.Victim> victim : others().toList()) {
                for (FenceDevice device : victim.getValue().levels().stream()
                        .flatMap(List::stream)
                        .toList()) {
                    if (looked.add(device)) {
                        noteCheck(device, agent.run(device, "monitor", victim.getKey()));
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void noteCheck(FenceDevice device, AgentRun run) {
        boolean works = run.succeeded() || run.exit() == FOUND_OFF;
        String before = checks.put(device, works ? "" : run.failure());
        if (!works && (before == null || before.isEmpty())) {
            journal.accept("fencing device " + device.name() + " does not work: " + run.failure());
        } else if (works && before != null && !before.isEmpty()) {
            journal.accept("fencing device " + device.name() + " works again");
        }
    }

    /// What people are shown of a node's devices; empty where it has none here.
    public String state(String node) {
        if (!canFence(node)) {
            return "";
        }
        List<String> states = new ArrayList<>();
        Optional.ofNullable(plan.victims().get(node)).stream()
                .flatMap(victim -> victim.levels().stream())
                .flatMap(List::stream)
                .forEach(device -> {
                    String check = checks.get(device);
                    String state = check == null ? "not checked yet" : check.isEmpty() ? "ok" : "NOT OK: " + check;
                    states.add(device.name() + " " + state);
                });
        return String.join("; ", states);
    }

    @Override
    public void close() {
        checker.shutdownNow();
    }
}
