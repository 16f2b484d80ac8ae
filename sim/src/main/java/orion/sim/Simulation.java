package orion.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;

/// One run: hosts are switched on, faults happen, faults stop, and the cluster must become whole again in time.
final class Simulation {
    /// How a run ended.
    ///
    /// @param failure        what went wrong, in a sentence; empty where nothing did
    /// @param hash            over every step, the same for the same seed on every JVM
    /// @param simulatedMillis how much time passed in the run
    /// @param recoveryMillis  how long it took to be whole again after the faults
    /// @param faults          those that happened, in their order
    record Outcome(
            long seed,
            Optional<String> failure,
            long hash,
            long steps,
            long simulatedMillis,
            long recoveryMillis,
            List<FaultInjector.Begun> faults) {}

    private final Plan plan;
    private final SimCluster cluster;
    private final FaultInjector faults;
    private final Operator operator;
    private Optional<List<FaultInjector.Begun>> chosen = Optional.empty();

    Simulation(
            Plan plan,
            Conduct conduct,
            Supplier<BoardMedium> medium,
            boolean detailed,
            Optional<Consumer<String>> reader) {
        this.plan = plan;
        this.cluster = new SimCluster(plan, conduct, medium, detailed, reader);
        this.faults = new FaultInjector(cluster);
        this.operator = new Operator(cluster, plan.seed());
    }

    /// An honest run without a reader.
    static Outcome run(Plan plan) {
        return new Simulation(plan, new Conduct(), BoardMedium::new, false, Optional.empty()).run();
    }

    /// Lets only these faults happen, which an earlier run of the plan has told of.
    Simulation with(List<FaultInjector.Begun> only) {
        chosen = Optional.of(only);
        return this;
    }

    SimCluster cluster() {
        return cluster;
    }

    Outcome run() {
        Optional<String> failure;
        long recovered = 0;
        try {
            cluster.fencing().drawn();
            if (plan.seed() % 5 == 0) {
                cluster.upgrade();
            }
            SplitMix random = new SplitMix(plan.seed() + 1);
            for (SimHost host : cluster.hosts()) {
                cluster.timeline().afterMillis(random.between(0L, 3_000L), host::boot);
            }
            cluster.bootWitness();
            operator.attend(plan.minutes() * 60_000_000L);
            chosen.ifPresentOrElse(faults::replay, this::drawFaults);
            cluster.runUntil(plan.minutes() * 60_000_000L);
            recovered = recover();
            failure = Optional.empty();
        } catch (InvariantBroken broken) {
            failure = Optional.of(broken.invariant() + ": " + broken.getMessage());
        } catch (IllegalStateException | IllegalArgumentException | java.util.NoSuchElementException broken) {
            failure = Optional.of("the core broke: " + broken + " at "
                    + List.of(broken.getStackTrace()).subList(0, 4));
        }
        failure.ifPresent(text -> cluster.log().line(new NodeId(1), "FAILURE " + text));
        return new Outcome(
                plan.seed(),
                failure,
                cluster.log().hash(),
                cluster.log().steps(),
                cluster.timeline().now() / 1_000,
                recovered,
                faults.begun());
    }

    private void drawFaults() {
        faults.schedule(FaultSchedule.drawn(plan));
        if (plan.severity() == Severity.WILD) {
            cluster.watch(new Ambush(cluster, faults));
        }
    }

    /// Ends all faults and waits until the cluster is whole.
    ///
    /// @return how long it took
    private long recover() {
        cluster.log().line(new NodeId(1), "ALL FAULTS END");
        faults.heal();
        long begun = cluster.timeline().now();
        long end = begun + plan.recoveryMillis() * 1_000;
        Optional<String> incomplete = Optional.of("not looked at");
        while (cluster.timeline().now() < end) {
            cluster.runUntil(Math.min(end, cluster.timeline().now() + 500_000));
            incomplete = cluster.incomplete();
            if (incomplete.isEmpty()) {
                return (cluster.timeline().now() - begun) / 1_000;
            }
            tidyUp();
        }
        throw new InvariantBroken(
                Convergence.class,
                plan.recoveryMillis() + " ms after the last fault the cluster is not whole: " + incomplete.orElse(""));
    }

    /// What an operator does after a day of faults: maintenance ends, whoever left is started, questions are answered
    /// with yes, what is comatose or offline is brought online, and a node whose adding was lost is added again.
    private void tidyUp() {
        cluster.hosts().forEach(SimHost::join);
        Optional<NodeId> member = cluster.anyMember();
        Optional<ClusterState> state = cluster.state();
        if (member.isEmpty() || state.isEmpty()) {
            return;
        }
        for (SimHost host : cluster.hosts()) {
            // Agreed on by members without a board, all of which died before they could copy it there: it is lost.
            if (!state.get().configuration().nodes().containsKey(host.id())) {
                cluster.ask(member.get(), Edits.add(plan.node(host.id())));
            }
        }
        operator.answerAll(1_000);
        for (Maintenance.Scope scope : state.get().maintenance().leftMillis().keySet()) {
            cluster.ask(member.get(), new Request.EndMaintenance(scope));
        }
        for (ResourceState resource : state.get().resources().values()) {
            if (resource.phase() == Phase.COMATOSE) {
                cluster.ask(member.get(), new Request.Offline(resource.name()));
            } else if (!resource.wantedOnline() && resource.phase() == Phase.OFFLINE) {
                cluster.ask(member.get(), new Request.Online(resource.name(), Optional.empty()));
            }
        }
    }
}
