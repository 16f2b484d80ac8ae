package orion.supervisor.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import orion.supervisor.agent.AgentControl.Stop;
import orion.supervisor.agent.AgentFailure.Reason;
import orion.supervisor.configuration.AgentDefinition;

/// The processes of an agent, kept together by its control group.
record GroupedProcesses(AgentDefinition agent, ControlGroup group, Path logs) implements AgentProcesses {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    @Override
    public List<Long> all() throws AgentFailure {
        return group.isPopulated() ? group.processes() : List.of();
    }

    @Override
    public Optional<Long> main(Optional<ProcessIdentity> recorded) throws AgentFailure {
        List<Long> all = all();
        if (recorded.isPresent()) {
            ProcessIdentity process = recorded.get();
            try {
                return all.contains(process.pid()) && process.isAlive() ? Optional.of(process.pid()) : Optional.empty();
            } catch (IOException unreadable) {
                throw group.untold(unreadable);
            }
        }
        return all.isEmpty() ? Optional.empty() : group.roots().stream().findFirst();
    }

    @Override
    public void removeLeftovers() throws AgentFailure, InterruptedException {
        if (group.isPopulated()) {
            killAll();
        }
    }

    private void killAll() throws AgentFailure, InterruptedException {
        if (!group.killAll(KILL_LIMIT)) {
            throw new AgentFailure(
                    Reason.FAILED,
                    ("processes %s of %s do not die, not even when killed: they wait in the kernel, mostly for a disk"
                                    + " or a file server; look for it with dmesg")
                            .formatted(group.processes(), agent.location()));
        }
    }

    @Override
    public Optional<AgentFailure> missing() {
        return AgentStart.missing(agent);
    }

    @Override
    public void check(BooleanSupplier unwanted) throws AgentFailure, InterruptedException {
        new AgentStart(agent, group, unwanted).check();
    }

    @Override
    public Optional<ProcessIdentity> launch(BooleanSupplier unwanted) throws AgentFailure, InterruptedException {
        group.create();
        AgentLog log = AgentLog.open(logs, agent.location());
        boolean useful = false;
        try {
            Optional<ProcessIdentity> main = new AgentStart(agent, group, unwanted).daemon(log);
            useful = true;
            return main;
        } finally {
            if (!useful && group.killAll(KILL_LIMIT)) {
                group.remove();
            }
        }
    }

    @Override
    public Process show() throws AgentFailure, InterruptedException {
        group.create();
        return new AgentStart(agent, group, () -> false).show();
    }

    @Override
    public Stop end(Optional<Long> main) throws AgentFailure, InterruptedException {
        if (!group.isPopulated()) {
            return Stop.WAS_STOPPED;
        }
        long end = System.nanoTime() + agent.stopLimit().toNanos();
        List<Long> asked = main.isPresent() ? List.of(main.get()) : group.roots();
        ask(asked);
        // Its own children are its own business; those it leaves behind are asked themselves.
        if (group.awaitEnd(asked, agent.stopLimit())) {
            ask(group.processes());
        }
        if (group.awaitEmpty(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
            return main.isPresent() ? Stop.ENDED : Stop.WAS_STOPPED;
        }
        killAll();
        return Stop.KILLED;
    }

    private static void ask(List<Long> processes) {
        processes.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    }

    @Override
    public void awaitDeath(Optional<ProcessIdentity> recorded) throws IOException {
        DeathWatch.await(recorded, group);
    }

    @Override
    public void forget() {
        group.remove();
    }
}
