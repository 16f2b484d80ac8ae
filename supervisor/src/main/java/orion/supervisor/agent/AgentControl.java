package orion.supervisor.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import orion.supervisor.agent.AgentFailure.Reason;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.GwhaSettings;
import orion.supervisor.configuration.Location;

/// Starts and stops the agents of this host, and tells what they do. Any number of commands and services may
/// do so at the same time.
public final class AgentControl {
    /// Who asks for a start.
    public enum Asker {
        /// A person, who thereby ends a hold.
        PERSON,
        /// A program that wants the agent to run.
        PROGRAM
    }

    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final RunFolder folder;
    private final Path logs;
    private final ClusterAuthority cluster;

    /// @param settings name the folders
    public AgentControl(GwhaSettings settings, ClusterAuthority cluster) {
        this.folder = new RunFolder(settings.run());
        this.logs = settings.log();
        this.cluster = cluster;
    }

    /// The folder in which something changes whenever an agent is started or stopped.
    public Path folder() {
        return folder.path();
    }

    private ControlGroup group(Location location) throws AgentFailure {
        return ControlGroup.of(folder.owner(), location.name());
    }

    /// What an agent does now.
    public AgentStatus status(AgentDefinition agent) throws AgentFailure {
        AgentRecord record = folder.read(agent.location());
        ControlGroup group = group(agent.location());
        List<Long> processes = group.isPopulated() ? group.processes() : List.of();
        Optional<Long> main = main(record, group, processes);
        if (main.isPresent()) {
            return status(agent, AgentState.RUNNING, main, processes, record.sinceMillis(), "");
        }
        if (!record.hold().isEmpty()) {
            return status(agent, AgentState.HELD, main, processes, record.sinceMillis(), record.hold());
        }
        if (!record.wanted() && processes.isEmpty()) {
            return status(agent, AgentState.STOPPED, main, processes, record.sinceMillis(), "");
        }
        String detail = processes.isEmpty() ? "" : "its main process is gone, others are left: " + processes;
        return status(agent, AgentState.DEAD, main, processes, record.sinceMillis(), detail);
    }

    private static AgentStatus status(
            AgentDefinition agent,
            AgentState state,
            Optional<Long> main,
            List<Long> processes,
            long since,
            String detail) {
        OptionalLong pid = main.isPresent() ? OptionalLong.of(main.get()) : OptionalLong.empty();
        return new AgentStatus(agent.location(), state, pid, processes, since, detail);
    }

    /// The main process: the one that was started, as long as it lives; where none is on record, the oldest
    /// of the group.
    private static Optional<Long> main(AgentRecord record, ControlGroup group, List<Long> processes) {
        if (record.main().isPresent()) {
            return record.main()
                    .filter(process -> processes.contains(process.pid()) && process.isAlive())
                    .map(ProcessIdentity::pid);
        }
        return processes.isEmpty() ? Optional.empty() : group.roots().stream().findFirst();
    }

    /// Starts an agent and waits until it is useful.
    ///
    /// @return false where it was running already
    public boolean start(AgentDefinition agent, Asker asker) throws AgentFailure, InterruptedException {
        return folder.alone(agent.location(), () -> {
            if (status(agent).running()) {
                return false;
            }
            startAlone(agent, asker);
            return true;
        });
    }

    /// Starts an agent that should run and does not; leaves every other one alone.
    ///
    /// @return whether it was started
    public boolean revive(AgentDefinition agent) throws AgentFailure, InterruptedException {
        return folder.alone(agent.location(), () -> {
            if (status(agent).state() != AgentState.DEAD) {
                return false;
            }
            startAlone(agent, Asker.PROGRAM);
            return true;
        });
    }

    /// Stops an agent and starts it again, with nobody in between. One that a person holds is left as it is.
    public void restart(AgentDefinition agent) throws AgentFailure, InterruptedException {
        folder.alone(agent.location(), () -> {
            requirePermission(agent, Asker.PROGRAM);
            end(agent, status(agent), group(agent.location()));
            startAlone(agent, Asker.PROGRAM);
            return true;
        });
    }

    /// Waits until an agent that runs does not any more.
    public void awaitDeath(AgentDefinition agent) throws AgentFailure, IOException {
        DeathWatch.await(folder.read(agent.location()).main(), group(agent.location()));
    }

    private void startAlone(AgentDefinition agent, Asker asker) throws AgentFailure, InterruptedException {
        requirePermission(agent, asker);
        ControlGroup group = group(agent.location());
        AgentStart start = new AgentStart(agent, group);
        removeLeftovers(agent, group);
        start.check();
        group.create();
        AgentLog log = AgentLog.open(logs, agent.location());
        write(agent, new AgentRecord(true, Optional.empty(), System.currentTimeMillis(), ""));
        boolean useful = false;
        try {
            Optional<ProcessIdentity> main = start.daemon(log);
            write(agent, new AgentRecord(true, main, System.currentTimeMillis(), ""));
            useful = true;
        } finally {
            if (!useful) {
                group.killAll(KILL_LIMIT);
            }
        }
    }

    private void requirePermission(AgentDefinition agent, Asker asker) throws AgentFailure {
        String hold = folder.read(agent.location()).hold();
        if (asker == Asker.PROGRAM && !hold.isEmpty()) {
            throw new AgentFailure(
                    Reason.REFUSED,
                    agent.location() + " is held (" + hold + "); end that on its host with: grpwise start "
                            + agent.location());
        }
        Optional<String> objection = cluster.objection(agent.location());
        if (objection.isPresent()) {
            throw new AgentFailure(Reason.REFUSED, objection.get());
        }
    }

    private void removeLeftovers(AgentDefinition agent, ControlGroup group) throws AgentFailure, InterruptedException {
        if (group.isPopulated() && !group.killAll(KILL_LIMIT)) {
            throw cannotBeKilled(agent, group);
        }
    }

    private static AgentFailure cannotBeKilled(AgentDefinition agent, ControlGroup group) {
        return new AgentFailure(
                Reason.FAILED,
                "processes %s of %s do not die, not even when killed: they wait in the kernel, mostly for a disk or a"
                                .formatted(group.processes(), agent.location())
                        + " file server; look for it with dmesg");
    }

    /// Runs an agent in the foreground until it ends.
    ///
    /// @return its exit code
    public int show(AgentDefinition agent) throws AgentFailure, InterruptedException {
        ControlGroup group = group(agent.location());
        folder.alone(agent.location(), () -> {
            if (status(agent).running()) {
                throw new AgentFailure(
                        Reason.FAILED,
                        agent.location() + " runs as a daemon; stop it first: grpwise stop " + agent.location());
            }
            requirePermission(agent, Asker.PERSON);
            removeLeftovers(agent, group);
            new AgentStart(agent, group).check();
            group.create();
            write(agent, AgentRecord.NONE);
            return true;
        });
        try {
            return new AgentStart(agent, group).show();
        } finally {
            group.killAll(KILL_LIMIT);
            group.remove();
        }
    }

    /// How an agent came to its end.
    public enum Stop {
        /// It ended when it was asked to.
        ENDED,
        /// It did not, and was killed.
        KILLED,
        /// It was not running.
        WAS_STOPPED
    }

    /// Stops an agent: asks it, waits as long as its definition says, then kills all that is left of it.
    ///
    /// @param hold why nobody should start it by himself from now on; empty where that is allowed
    public Stop stop(AgentDefinition agent, String hold) throws AgentFailure, InterruptedException {
        return folder.alone(agent.location(), () -> {
            AgentStatus before = status(agent);
            ControlGroup group = group(agent.location());
            // First of all, so that nobody takes its end for a death.
            write(agent, new AgentRecord(false, Optional.empty(), System.currentTimeMillis(), hold));
            Stop result = end(agent, before, group);
            group.remove();
            return result;
        });
    }

    private static Stop end(AgentDefinition agent, AgentStatus before, ControlGroup group)
            throws AgentFailure, InterruptedException {
        if (!group.isPopulated()) {
            return Stop.WAS_STOPPED;
        }
        long end = System.nanoTime() + agent.stopLimit().toNanos();
        List<Long> asked = before.pid().isPresent() ? List.of(before.pid().getAsLong()) : group.roots();
        ask(asked);
        // Its own children are its own business; those it leaves behind are asked themselves.
        if (group.awaitEnd(asked, agent.stopLimit())) {
            ask(group.processes());
        }
        if (group.awaitEmpty(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
            return before.running() ? Stop.ENDED : Stop.WAS_STOPPED;
        }
        if (!group.killAll(KILL_LIMIT)) {
            throw cannotBeKilled(agent, group);
        }
        return Stop.KILLED;
    }

    private static void ask(List<Long> processes) {
        processes.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    }

    private void write(AgentDefinition agent, AgentRecord record) throws AgentFailure {
        folder.write(agent.location(), record);
    }
}
