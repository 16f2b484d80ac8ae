package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import orion.supervisor.agent.AgentControl.Stop;
import orion.supervisor.agent.AgentFailure.Reason;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.Location;

/// One host with one agent, whose processes and files are made up; what is done with them is the real code's
/// decision. It says at once when an agent begins that must not.
final class ModelHost {
    private final TurnTaking turns;
    private final ModelCluster cluster;
    private final int number;
    private final Location agent = new Location("post.dom");
    private final Map<Location, AgentRecord> records = new HashMap<>();
    private boolean locked;
    private int wishes;
    /// Who waits to stop the agent, and has not had his turn.
    private final Set<Thread> waiting = new HashSet<>();
    private long nextPid = 100;
    private Optional<ProcessIdentity> alive = Optional.empty();
    private boolean hangs;
    private boolean isShown;
    /// Who restarts it because of what he has seen of it.
    private final Set<Thread> restarting = new HashSet<>();
    /// When each of them began who restarts it without knowing which run there was.
    private final Map<Thread, Long> blind = new HashMap<>();
    private long launchedMillis;
    int launches;
    int brokenOff;
    int restarts;
    int blindRestarts;
    int shows;

    ModelHost(int number, ModelCluster cluster, TurnTaking turns) {
        this.number = number;
        this.cluster = cluster;
        this.turns = turns;
    }

    AgentControl control() {
        return new AgentControl(new Folder(), agent -> new Processes(), cluster.of(number), turns::clock);
    }

    boolean lives() {
        return alive.isPresent();
    }

    void kill() {
        alive = Optional.empty();
    }

    /// It lives and does nothing more, until it is started again.
    void hang() {
        hangs = true;
    }

    private boolean answers() {
        return lives() && !hangs;
    }

    /// As a monitor does: what misses two polls, of which gwha names the run in between, is restarted.
    void pollTwice(AgentDefinition agent) throws InterruptedException, AgentFailure {
        if (answers()) {
            return;
        }
        turns.pass();
        String run = control().status(agent).run();
        turns.pass();
        if (answers()) {
            return;
        }
        restarting.add(Thread.currentThread());
        ask(control -> control.restart(agent, run));
        restarting.remove(Thread.currentThread());
    }

    /// As a monitor does to which nobody named a run.
    void restartBlindly(AgentDefinition agent) throws InterruptedException {
        blind.put(Thread.currentThread(), turns.clock());
        ask(control -> control.restart(agent, ""));
        blind.remove(Thread.currentThread());
    }

    /// Files that everybody on the host sees, and a lock for which each waits as long as the seed says.
    private final class Folder extends RunFolder {
        Folder() {
            super(Path.of("/nonexistent"));
        }

        @Override
        <T> T alone(Location location, Work<T> work) throws AgentFailure, InterruptedException {
            do {
                turns.pass();
            } while (locked);
            locked = true;
            waiting.remove(Thread.currentThread());
            try {
                return work.run();
            } finally {
                locked = false;
                turns.pass();
            }
        }

        @Override
        AgentRecord read(Location location) {
            return records.getOrDefault(location, AgentRecord.NONE);
        }

        @Override
        void write(Location location, AgentRecord record) {
            turns.pass();
            records.put(location, record);
        }

        @Override
        Wish wishToStop(Location location) {
            wishes++;
            waiting.add(Thread.currentThread());
            boolean[] over = {false};
            return () -> {
                wishes -= over[0] ? 0 : 1;
                over[0] = true;
            };
        }

        @Override
        boolean isToStop(Location location) {
            return wishes > 0;
        }
    }

    /// At most one process, without the kernel.
    private final class Processes implements AgentProcesses {
        @Override
        public List<Long> all() {
            return alive.map(process -> List.of(process.pid())).orElse(List.of());
        }

        @Override
        public Optional<Long> main(Optional<ProcessIdentity> recorded) {
            return alive.filter(process -> recorded.isEmpty() || recorded.get().equals(process))
                    .map(ProcessIdentity::pid);
        }

        @Override
        public void removeLeftovers() {
            assertThat(main(records.getOrDefault(agent, AgentRecord.NONE).main()))
                    .as("an agent that runs and is taken for what is left of one")
                    .isEmpty();
            turns.pass();
            alive = Optional.empty();
        }

        @Override
        public Optional<AgentFailure> missing() {
            return Optional.empty();
        }

        @Override
        public void check(BooleanSupplier unwanted) throws AgentFailure {
            turns.pass();
            refuse(unwanted);
        }

        private void refuse(BooleanSupplier unwanted) throws AgentFailure {
            if (unwanted.getAsBoolean()) {
                assertThat(waiting)
                        .as("who waits for the start to be broken off")
                        .isNotEmpty();
                brokenOff++;
                alive = Optional.empty();
                throw new AgentFailure(Reason.REFUSED, "broken off");
            }
        }

        @Override
        public Optional<ProcessIdentity> launch(BooleanSupplier unwanted) throws AgentFailure {
            assertThat(cluster.holder)
                    .as("who may run the agent that begins on this host")
                    .isEqualTo(number);
            assertThat(alive)
                    .as("what runs on this host when another one begins")
                    .isEmpty();
            launches++;
            launchedMillis = turns.clock();
            isShown = false;
            hangs = false;
            alive = Optional.of(new ProcessIdentity(nextPid++, number));
            Optional<ProcessIdentity> begun = alive;
            for (int look = turns.below(6); look >= 0; look--) {
                turns.pass();
                refuse(unwanted);
            }
            if (turns.chance(20)) {
                alive = Optional.empty();
                throw new AgentFailure(Reason.FAILED, "it ended at once");
            }
            return begun;
        }

        @Override
        public Process show() {
            assertThat(cluster.holder).as("who may run the agent that is shown").isEqualTo(number);
            assertThat(alive).as("what runs when another one is shown").isEmpty();
            shows++;
            isShown = true;
            hangs = false;
            ProcessIdentity shown = new ProcessIdentity(nextPid++, number);
            alive = Optional.of(shown);
            return new Foreground(shown);
        }

        @Override
        public Stop end(Optional<Long> main) {
            Stop stop = main.isPresent() ? Stop.ENDED : Stop.WAS_STOPPED;
            if (lives() && restarting.contains(Thread.currentThread())) {
                assertThat(hangs).as("that what a monitor ends hangs").isTrue();
                restarts++;
            }
            Long asked = blind.get(Thread.currentThread());
            if (lives() && asked != null) {
                assertThat(isShown)
                        .as("that a person shows what is ended blindly")
                        .isFalse();
                assertThat(launchedMillis)
                        .as("when what is restarted blindly began")
                        .isLessThanOrEqualTo(asked);
                blindRestarts++;
            }
            turns.pass();
            alive = Optional.empty();
            return stop;
        }

        @Override
        public void awaitDeath(Optional<ProcessIdentity> recorded) throws IOException {
            throw new IOException("nobody waits");
        }

        @Override
        public void forget() {
            turns.pass();
        }
    }

    /// Ends by itself after a while, or when somebody ends it.
    private final class Foreground extends Process {
        private final ProcessIdentity identity;

        Foreground(ProcessIdentity identity) {
            this.identity = identity;
        }

        @Override
        public int waitFor() {
            for (int look = turns.below(20); look >= 0 && isMine(); look--) {
                turns.pass();
            }
            if (isMine()) {
                alive = Optional.empty();
            }
            // Whoever waited for it goes on a little later.
            turns.pass();
            return 0;
        }

        private boolean isMine() {
            return alive.equals(Optional.of(identity));
        }

        @Override
        public int exitValue() {
            return 0;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public void destroy() {
            alive = Optional.empty();
        }
    }

    /// What a program or a person asks for; that it is refused is none of the test's business.
    interface Wanted {
        void of(AgentControl control) throws AgentFailure, InterruptedException;
    }

    /// Asks, and counts nothing as a fault but what must not happen.
    void ask(Wanted wanted) throws InterruptedException {
        try {
            wanted.of(control());
        } catch (AgentFailure refused) {
            turns.pass();
        }
    }

    /// Stops as the cluster's unload script and the guard of a dead daemon do.
    void unload(AgentDefinition agent) throws InterruptedException, AgentFailure {
        control().stop(agent, "");
    }
}
