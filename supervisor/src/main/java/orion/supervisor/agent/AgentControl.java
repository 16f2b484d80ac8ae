package orion.supervisor.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
        /// A person who names this agent, and thereby ends a hold; or the cluster's own script.
        PERSON,
        /// A person, or a boot, who starts all agents and means none in particular.
        ROUND,
        /// A program that wants the agent to run.
        PROGRAM
    }

    /// Who has run for so long was not started in vain.
    private static final Duration STABLE = Duration.ofMinutes(5);

    private final RunFolder folder;
    private final Kernel kernel;
    private final ClusterAuthority cluster;
    private final LongSupplier clock;

    /// What finds the processes of an agent.
    interface Kernel {
        AgentProcesses processes(AgentDefinition agent) throws AgentFailure;
    }

    /// @param settings name the folders
    public AgentControl(GwhaSettings settings, ClusterAuthority cluster) {
        this(settings, cluster, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /// @param clock milliseconds that grow while the host runs, the same for all its processes
    AgentControl(GwhaSettings settings, ClusterAuthority cluster, LongSupplier clock) {
        RunFolder run = new RunFolder(settings.run());
        this(
                run,
                agent -> new GroupedProcesses(
                        agent, ControlGroup.of(run.owner(), agent.location().name()), settings.log()),
                cluster,
                clock);
    }

    /// @param clock milliseconds that grow while the host runs, the same for all its processes
    AgentControl(RunFolder folder, Kernel kernel, ClusterAuthority cluster, LongSupplier clock) {
        this.folder = folder;
        this.kernel = kernel;
        this.cluster = cluster;
        this.clock = clock;
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
            return status(agent, AgentState.RUNNING, main, all, record, "");
        }
        if (!record.hold().isEmpty()) {
            return status(agent, AgentState.HELD, main, all, record, record.hold());
        }
        if (!record.wanted() && all.isEmpty()) {
            String missing = processes
                    .missing()
                    .map(failure -> "it cannot start here: " + failure.getMessage())
                    .orElse("");
            return status(agent, AgentState.STOPPED, main, all, record, missing);
        }
        String detail = all.isEmpty() ? "" : "its main process is gone, others are left: " + all;
        return status(agent, AgentState.DEAD, main, all, record, detail);
    }

    private static AgentStatus status(
            AgentDefinition agent,
            AgentState state,
            Optional<Long> main,
            List<Long> processes,
            AgentRecord record,
            String detail) {
        OptionalLong pid = main.isPresent() ? OptionalLong.of(main.get()) : OptionalLong.empty();
        return new AgentStatus(agent.location(), state, pid, processes, record.sinceMillis(), detail, record.run());
    }

    /// Whether anything is known of an agent on this host: that it runs, has run since the last boot, or is held.
    public boolean isKnown(AgentDefinition agent) throws AgentFailure {
        return !folder.read(agent.location()).equals(AgentRecord.NONE)
                || !kernel.processes(agent).all().isEmpty();
    }

    /// Starts an agent and waits until it is useful.
    ///
    /// @return false where it was running already
    public boolean start(AgentDefinition agent, Asker asker) throws AgentFailure, InterruptedException {
        return isStarted(
                agent,
                folder.alone(
                        agent.location(), () -> status(agent).running() ? Start.NOT_NEEDED : startAlone(agent, asker)));
    }

    /// Whether an agent should run and does not, and nobody is just starting it.
    boolean isDead(AgentDefinition agent) throws AgentFailure, InterruptedException {
        return folder.alone(agent.location(), () -> status(agent).state() == AgentState.DEAD);
    }

    /// Whether it was not a program that started it last.
    boolean isStartedByPerson(AgentDefinition agent) throws AgentFailure {
        AgentRecord record = folder.read(agent.location());
        return record.wanted() && record.attempts() == 0;
    }

    /// Starts an agent that should run and does not; leaves every other one alone.
    ///
    /// @return whether it was started
    public boolean revive(AgentDefinition agent) throws AgentFailure, InterruptedException {
        return isStarted(
                agent,
                folder.alone(
                        agent.location(),
                        () -> status(agent).state() == AgentState.DEAD
                                ? startAlone(agent, Asker.PROGRAM)
                                : Start.NOT_NEEDED));
    }

    /// Stops an agent and starts it again, with nobody in between. One that a person holds is left as it is; so is
    /// one of which another run lives than the one that was looked at: what is old says nothing about it, and two
    /// monitors would disturb each other.
    ///
    /// @param seenRun which run shows no signs of life; empty where nobody can tell: then one is left as it is
    ///                that another program has started while this one waited for its turn, or a person shows
    /// @return false where somebody else was first
    public boolean restart(AgentDefinition agent, String seenRun) throws AgentFailure, InterruptedException {
        long asked = clock.getAsLong();
        Start start = folder.alone(agent.location(), () -> {
            requirePermission(agent, Asker.PROGRAM);
            AgentRecord now = folder.read(agent.location());
            boolean isAnother = seenRun.isEmpty() ? now.triedMillis() > asked : !seenRun.equals(now.run());
            boolean runs = status(agent).running();
            if (isAnother && runs) {
                return Start.NOT_NEEDED;
            }
            if (runs && seenRun.isEmpty() && !now.wanted()) {
                throw new AgentFailure(
                        Reason.REFUSED,
                        "somebody runs " + agent.location() + " in the foreground (--show), and only who names that run"
                                + " ends it; it ends there, or with: grpwise stop " + agent.location());
            }
            AgentProcesses processes = kernel.processes(agent);
            processes.end(processes.main(now.main()));
            return startAlone(agent, Asker.PROGRAM);
        });
        return isStarted(agent, start);
    }

    /// Waits until an agent that runs does not any more, after the end of whatever is being done to it: which
    /// process is its first one is known only when its start is over. Whoever looked before would wait for the
    /// end of all its processes, and those that outlive the first may do so for ever.
    public void awaitDeath(AgentDefinition agent) throws AgentFailure, IOException, InterruptedException {
        AgentRecord settled = folder.alone(agent.location(), () -> folder.read(agent.location()));
        kernel.processes(agent).awaitDeath(settled.main());
    }

    private Start startAlone(AgentDefinition agent, Asker asker) throws AgentFailure, InterruptedException {
        requirePermission(agent, asker);
        AgentRecord before = folder.read(agent.location());
        int attempts = 0;
        if (asker == Asker.PROGRAM) {
            attempts = attemptsInVain(before);
            if (isEnough(agent, attempts)) {
                return Start.IN_VAIN;
            }
            attempts++;
            // First of all: what cannot even begin, as without its program, was tried in vain, too.
            write(agent, before.withAttempts(attempts, clock.getAsLong()));
        }
        AgentProcesses processes = kernel.processes(agent);
        processes.removeLeftovers();
        processes.check(() -> folder.isToStop(agent.location()));
        AgentRecord begun = before.withRun();
        write(agent, wanted(begun, Optional.empty(), attempts));
        Optional<ProcessIdentity> main = processes.launch(() -> folder.isToStop(agent.location()));
        // What was seen of it while it began says nothing about it now.
        write(agent, wanted(begun.withRun(), main, attempts));
        return Start.STARTED;
    }

    private AgentRecord wanted(AgentRecord run, Optional<ProcessIdentity> main, int attempts) {
        return new AgentRecord(true, main, System.currentTimeMillis(), "", attempts, clock.getAsLong(), run.runs());
    }

    /// Holds as long as nobody else is let in: who unloads a resource stops its agents before it is loaded elsewhere,
    /// and for that waits until this start is over.
    private void requirePermission(AgentDefinition agent, Asker asker) throws AgentFailure {
        String hold = folder.read(agent.location()).hold();
        if (asker != Asker.PERSON && !hold.isEmpty()) {
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

    /// The starts in a row by whichever program. The time of day has no say in it: it may be set at any moment.
    private int attemptsInVain(AgentRecord before) {
        return clock.getAsLong() - before.triedMillis() < STABLE.toMillis() ? before.attempts() : 0;
    }

    /// Whether the cluster should try another node instead.
    private static boolean isEnough(AgentDefinition agent, int attempts) {
        return agent.resource()
                .filter(one -> one.moveAfter() > 0 && attempts >= one.moveAfter())
                .isPresent();
    }

    /// What came of the wish to start an agent, in a lock of its own.
    private enum Start {
        NOT_NEEDED,
        STARTED,
        IN_VAIN
    }

    private boolean isStarted(AgentDefinition agent, Start start) throws AgentFailure, InterruptedException {
        return switch (start) {
            case NOT_NEEDED -> false;
            case STARTED -> true;
            case IN_VAIN -> throw moved(agent);
        };
    }

    /// Asks the cluster, and lets others stop the agent meanwhile: the unload script of that very move does.
    private AgentFailure moved(AgentDefinition agent) throws AgentFailure, InterruptedException {
        AgentResource resource = agent.resource().orElseThrow();
        Optional<String> refusal = cluster.move(resource.name());
        folder.alone(agent.location(), () -> {
            write(agent, folder.read(agent.location()).withAttempts(0, clock.getAsLong()));
            return true;
        });
        String sentence = "%s was started %d times in vain, so the cluster was asked to move the resource %s: "
                .formatted(agent.location(), resource.moveAfter(), resource.name());
        return refusal.isEmpty()
                ? new AgentFailure(Reason.PLANNED, sentence + "it moves")
                : new AgentFailure(Reason.FAILED, sentence + refusal.get() + "; it is tried here again");
    }

    /// Runs an agent in the foreground until it ends.
    ///
    /// @return its exit code
    public int show(AgentDefinition agent) throws AgentFailure, InterruptedException {
        AgentProcesses processes = kernel.processes(agent);
        Shown shown = folder.alone(agent.location(), () -> {
            if (status(agent).running()) {
                throw new AgentFailure(
                        Reason.FAILED,
                        agent.location() + " runs as a daemon; stop it first: grpwise stop " + agent.location());
            }
            requirePermission(agent, Asker.PERSON);
            processes.removeLeftovers();
            processes.check(() -> folder.isToStop(agent.location()));
            AgentRecord begun = folder.read(agent.location()).withRun().unwanted(0, "");
            write(agent, begun);
            return new Shown(processes.show(), begun.runs());
        });
        try {
            return shown.process().waitFor();
        } finally {
            folder.alone(agent.location(), () -> {
                // Somebody may have started it since; what runs then is not what is left of this one.
                if (folder.read(agent.location()).runs() == shown.run()) {
                    processes.removeLeftovers();
                    processes.forget();
                }
                return true;
            });
        }
    }

    private record Shown(Process process, long run) {}

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
    /// @param hold why nobody should start it by himself from now on; empty where that stays as it was
    public Stop stop(AgentDefinition agent, String hold) throws AgentFailure, InterruptedException {
        try (RunFolder.Wish wish = folder.wishToStop(agent.location())) {
            return folder.alone(agent.location(), () -> {
                AgentProcesses processes = kernel.processes(agent);
                AgentRecord before = folder.read(agent.location());
                Optional<Long> main = processes.main(before.main());
                // First of all, so that nobody takes its end for a death.
                write(agent, before.unwanted(System.currentTimeMillis(), hold.isEmpty() ? before.hold() : hold));
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
