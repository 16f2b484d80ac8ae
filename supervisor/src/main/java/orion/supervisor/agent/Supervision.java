package orion.supervisor.agent;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orion.supervisor.agent.RestartPolicy.Limits;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.Location;

/// Starts an agent again as soon as it dies, as long as somebody wants it to run. It notices the death
/// itself, not at the next look; and it is only there where a gwha stays, not where each connection has a
/// process of its own.
public final class Supervision implements AutoCloseable {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(1), Duration.ofMinutes(1), 8, Duration.ofMinutes(5));
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private final AgentControl control;
    private final Supplier<List<AgentDefinition>> agents;
    private final Consumer<String> journal;
    private final WatchService watch;
    private final Map<Location, AgentGuard> guards = new HashMap<>();

    /// Supervises from now on.
    ///
    /// @param agents asked whenever something changes, and before an agent that died is started
    public Supervision(AgentControl control, Supplier<List<AgentDefinition>> agents, Consumer<String> journal)
            throws IOException {
        this.control = control;
        this.agents = agents;
        this.journal = journal;
        LockedFile.makeFolder(control.folder());
        this.watch = control.folder().getFileSystem().newWatchService();
        control.folder().register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        guardAll();
        Thread.ofPlatform().daemon().name("supervision").start(this::follow);
    }

    private void follow() {
        try {
            while (true) {
                var key = watch.take();
                key.pollEvents();
                key.reset();
                guardAll();
            }
        } catch (InterruptedException | ClosedWatchServiceException end) {
            // Nobody supervises any more; the agents go on.
            return;
        }
    }

    private synchronized void guardAll() {
        for (AgentDefinition agent : agents.get()) {
            AgentGuard guard = guards.get(agent.location());
            if (guard == null) {
                Location location = agent.location();
                guards.put(location, new AgentGuard(agent, () -> find(location), control, LIMITS, journal));
            } else {
                guard.look(agent);
            }
        }
    }

    private Optional<AgentDefinition> find(Location location) {
        return agents.get().stream()
                .filter(agent -> agent.location().equals(location))
                .findFirst();
    }

    /// How many agents it follows, those that nobody wants to run included.
    public synchronized int size() {
        return guards.size();
    }

    /// Starts nothing any more, and waits within a limit for what is being started: half a start is no use to anybody.
    @Override
    public void close() throws IOException {
        watch.close();
        List<AgentGuard> all;
        synchronized (this) {
            all = List.copyOf(guards.values());
        }
        all.forEach(AgentGuard::close);
        long end = System.nanoTime() + END_LIMIT.toNanos();
        try {
            for (AgentGuard guard : all) {
                if (!guard.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    journal.accept("the start of an agent is left unfinished: it takes too long");
                    return;
                }
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
