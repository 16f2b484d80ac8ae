package orion.supervisor.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import orion.supervisor.agent.AgentFailure.Reason;
import orion.supervisor.agent.ClusterAuthority.Word;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.AgentResource;
import orion.supervisor.configuration.GwhaSettings;

/// Starts and stops the agents of this host, and tells what they do. Any number of commands and services may
/// do so at the same time: each start is decided while nobody else does anything to the agent, with what the
/// cluster says at that moment.
public final class AgentControl {
    /// Who asks for a start.
    public enum Asker {
        /// A person, who thereby ends a hold; or the cluster's own script.
        PERSON,
        /// A program that wants the agent to run.
        PROGRAM
    }

    /// Who has run for so long was not started in vain.
    private static final Duration STABLE = Duration.ofMinutes(5);

    private final RunFolder folder;
    private final Kernel kernel;
    private final ClusterAuthority cluster;

    /// What finds the processes of an agent.
    interface Kernel {
        AgentProcesses processes(AgentDefinition agent) throws AgentFailure;
    }

    /// @param settings name the folders
    public AgentControl(GwhaSettings settings, ClusterAuthority cluster) {
        RunFolder run = new RunFolder(settings.run());
        this(
                run,
                agent -> new GroupedProcesses(
                        agent, ControlGroup.of(run.owner(), agent.location().name()), settings.log()),
                cluster);
    }

    AgentControl(RunFolder folder, Kernel kernel, ClusterAuthority cluster) {
        this.folder = folder;
        this.kernel = kernel;
        this.cluster = cluster;
    }

    /// The folder in which something changes whenever an agent is started or stopped.
    public Path folder() {
        return folder.path();
    }

    /// What an agent does now.
    public AgentStatus status(AgentDefinition agent) throws AgentFailure {
        AgentRecord record = folder.read(agent.location());
        AgentProcesses processes = kernel.processes(agent);
        List<Long> all = processes.all();
        Optional<Long> main = processes.main(record.main());
        if (main.isPresent()) {
            return status(agent, AgentState.RUNNING, main, all, record.sinceMillis(), "");
        }
        if (!record.hold().isEmpty()) {
            return status(agent, AgentState.HELD, main, all, record.sinceMillis(), record.hold());
        }
        if (!record.wanted() && all.isEmpty()) {
            return status(agent, AgentState.STOPPED, main, all, record.sinceMillis(), "");
        }
        String detail = all.isEmpty() ? "" : "its main process is gone, others are left: " + all;
        return status(agent, AgentState.DEAD, main, all, record.sinceMillis(), detail);
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

    /// Whether an agent should run and does not, and nobody is just starting it.
    boolean isDead(AgentDefinition agent) throws AgentFailure, InterruptedException {
        return folder.alone(agent.location(), () -> status(agent).state() == AgentState.DEAD);
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
            AgentProcesses processes = kernel.processes(agent);
            processes.end(processes.main(folder.read(agent.location()).main()));
            startAlone(agent, Asker.PROGRAM);
            return true;
        });
    }

    /// Waits until an agent that runs does not any more.
    public void awaitDeath(AgentDefinition agent) throws AgentFailure, IOException {
        kernel.processes(agent).awaitDeath(folder.read(agent.location()).main());
    }

    private void startAlone(AgentDefinition agent, Asker asker) throws AgentFailure, InterruptedException {
        requirePermission(agent, asker);
        int attempts = asker == Asker.PERSON ? 0 : countAttempt(agent);
        AgentProcesses processes = kernel.processes(agent);
        processes.removeLeftovers();
        processes.check();
        write(agent, new AgentRecord(true, Optional.empty(), System.currentTimeMillis(), "", attempts));
        Optional<ProcessIdentity> main = processes.launch(() -> folder.isToStop(agent.location()));
        write(agent, new AgentRecord(true, main, System.currentTimeMillis(), "", attempts));
    }

    /// Holds as long as nobody else is let in: who unloads a resource stops its agents before it is loaded elsewhere,
    /// and for that waits until this start is over.
    private void requirePermission(AgentDefinition agent, Asker asker) throws AgentFailure {
        String hold = folder.read(agent.location()).hold();
        if (asker == Asker.PROGRAM && !hold.isEmpty()) {
            throw new AgentFailure(
                    Reason.REFUSED,
                    agent.location() + " is held (" + hold + "); end that on its host with: grpwise start "
                            + agent.location());
        }
        if (agent.resource().isEmpty()) {
            return;
        }
        switch (cluster.onStart(agent.resource().get().name(), asker)) {
            case Word.Permitted permitted -> {
                // Its resource is loaded here.
            }
            case Word.Planned planned ->
                throw new AgentFailure(Reason.PLANNED, agent.location() + " is not started now: " + planned.why());
            case Word.Forbidden forbidden ->
                throw new AgentFailure(Reason.REFUSED, agent.location() + " is not started: " + forbidden.why());
        }
    }

    /// Counts the starts in a row by whichever program. Where they were in vain for long enough, the cluster is
    /// asked to try another node instead.
    private int countAttempt(AgentDefinition agent) throws AgentFailure {
        AgentRecord before = folder.read(agent.location());
        boolean inVain = System.currentTimeMillis() - before.sinceMillis() < STABLE.toMillis();
        int attempts = inVain ? before.attempts() : 0;
        Optional<AgentResource> resource =
                agent.resource().filter(one -> one.moveAfter() > 0 && attempts >= one.moveAfter());
        if (resource.isEmpty()) {
            return attempts + 1;
        }
        String name = resource.get().name();
        Optional<String> refusal = cluster.move(name);
        write(agent, new AgentRecord(before.wanted(), before.main(), before.sinceMillis(), before.hold(), 0));
        String sentence = "%s was started %d times in vain, so the cluster was asked to move the resource %s: "
                .formatted(agent.location(), attempts, name);
        throw refusal.isEmpty()
                ? new AgentFailure(Reason.PLANNED, sentence + "it moves")
                : new AgentFailure(Reason.FAILED, sentence + refusal.get() + "; it is tried here again");
    }

    /// Runs an agent in the foreground until it ends.
    ///
    /// @return its exit code
    public int show(AgentDefinition agent) throws AgentFailure, InterruptedException {
        AgentProcesses processes = kernel.processes(agent);
        Process shown = folder.alone(agent.location(), () -> {
            if (status(agent).running()) {
                throw new AgentFailure(
                        Reason.FAILED,
                        agent.location() + " runs as a daemon; stop it first: grpwise stop " + agent.location());
            }
            requirePermission(agent, Asker.PERSON);
            processes.removeLeftovers();
            processes.check();
            write(agent, AgentRecord.NONE);
            return processes.show();
        });
        try {
            return shown.waitFor();
        } finally {
            processes.removeLeftovers();
            processes.forget();
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

    /// Stops an agent: asks it, waits as long as its definition says, then kills all that is left of it. A
    /// start that is under way is broken off.
    ///
    /// @param hold why nobody should start it by himself from now on; empty where that is allowed
    public Stop stop(AgentDefinition agent, String hold) throws AgentFailure, InterruptedException {
        try (RunFolder.Wish wish = folder.wishToStop(agent.location())) {
            return folder.alone(agent.location(), () -> {
                AgentProcesses processes = kernel.processes(agent);
                Optional<Long> main =
                        processes.main(folder.read(agent.location()).main());
                // First of all, so that nobody takes its end for a death.
                write(agent, new AgentRecord(false, Optional.empty(), System.currentTimeMillis(), hold, 0));
                wish.granted();
                Stop result = processes.end(main);
                processes.forget();
                return result;
            });
        }
    }

    private void write(AgentDefinition agent, AgentRecord record) throws AgentFailure {
        folder.write(agent.location(), record);
    }
}
