package orion.supervisor.monitor;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.agent.ClusterAuthority.Word;
import orion.supervisor.monitor.GwhaAnswer.Outcome;

/// Carries out what [MonitorDecisions] wants: one thread decides, a fixed number of others poll; gwha is
/// asked beside them.
public final class Monitor implements AutoCloseable {
    private static final long END_LIMIT_SECONDS = 30;
    /// With a thousand agents something is seen every few milliseconds, and people read slower.
    private static final long SHOW_MILLIS = 500;

    private final MonitorSettings settings;
    private final Map<String, WatchedAgent> agents = new LinkedHashMap<>();
    private final MonitorLimits limits;
    private final ClusterAuthority cluster;
    private final History history;
    private final Trends trends;
    private final ResponseTimes responses = new ResponseTimes();
    private final Consumer<String> journal;
    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final ExecutorService pollers;
    private final Asks asks = new Asks();
    private final Notifier notifier;
    private final Thread thread = Thread.ofPlatform().name("monitor").unstarted(this::run);
    private volatile List<AgentView> views = List.of();
    private volatile @Nullable Throwable failure;

    /// Monitors from now on.
    ///
    /// @param cluster is asked before anything is done about an agent that belongs to a resource
    /// @param journal gets a sentence for each change
    public Monitor(MonitorSettings settings, MonitorLimits limits, ClusterAuthority cluster, Consumer<String> journal) {
        this.settings = settings;
        this.limits = limits;
        this.cluster = cluster;
        this.journal = journal;
        this.history = new History(settings.history(), journal);
        this.trends = new Trends(
                settings.history().toAbsolutePath().resolveSibling(""),
                () -> LocalDate.now(ZoneId.systemDefault()),
                journal);
        settings.agents().forEach(agent -> agents.put(agent.name(), agent));
        this.notifier = new Notifier(settings.tellers(), journal);
        this.pollers = Executors.newFixedThreadPool(
                settings.threads(),
                Thread.ofPlatform().daemon().name("poll-", 0).factory());
        thread.start();
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void run() {
        MonitorDecisions decisions = new MonitorDecisions(List.copyOf(agents.values()), limits, now());
        Input input = new Input.Tick();
        long showMillis = now();
        try {
            while (true) {
                note(input);
                List<Output> outputs = decisions.step(now(), input == null ? new Input.Tick() : input);
                boolean told = outputs.stream().anyMatch(Output.Tell.class::isInstance);
                if (told || now() >= showMillis) {
                    // First: whoever is told of a change and looks finds it.
                    views = decisions.views();
                    showMillis = now() + SHOW_MILLIS;
                }
                outputs.forEach(this::carryOut);
                long wait = Math.clamp(decisions.wakeMillis() - now(), 0, SHOW_MILLIS);
                input = inputs.poll(wait, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException end) {
            // Not kept for what follows, which waits a moment so that what is known is written and told.
            return;
        } catch (RuntimeException | Error fault) {
            failure = fault;
        } finally {
            pollers.shutdownNow();
            asks.shutdownNow();
            trends.save();
            notifier.close();
        }
    }

    private void note(@Nullable Input input) {
        switch (input) {
            case Input.Polled polled -> {
                trends.polled(polled.agent(), polled.verdict());
                responses.polled(polled.agent(), polled.verdict());
            }
            case Input.Answered answered
            when answered.answer().outcome() == Outcome.STARTED -> trends.restarted(answered.agent());
            case Input.Answered other -> {
                // Nothing was started.
            }
            case Input.Tick tick -> trends.tick(now());
            case null -> trends.tick(now());
        }
    }

    private void carryOut(Output output) {
        switch (output) {
            case Output.Poll poll -> pollers.execute(() -> inputs.add(new Input.Polled(poll.agent(), look(poll))));
            case Output.Ask ask ->
                asks.execute(agent(ask.agent()).host(), () -> inputs.add(new Input.Answered(ask.agent(), answer(ask))));
            case Output.Tell tell -> {
                HistoryEntry entry = history.add(tell);
                journal.accept(tell.agent() + " is " + tell.condition().word() + ": " + tell.sentence());
                if (tell.loud()) {
                    notifier.tell(entry);
                }
            }
        }
    }

    /// A poll always has an end, or the agent would never be polled again.
    private Verdict look(Output.Poll poll) {
        try {
            return agent(poll.agent()).probe().look();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Verdict.unclear("the poll was broken off");
        } catch (RuntimeException | Error fault) {
            return Verdict.unclear("the poll failed: " + fault);
        }
    }

    private GwhaAnswer answer(Output.Ask ask) {
        try {
            Word word = agent(ask.agent()).resource().flatMap(cluster::whyDown).orElseGet(Word.Permitted::new);
            return switch (word) {
                case Word.Planned planned -> new GwhaAnswer(Outcome.PLANNED, planned.why());
                case Word.Forbidden forbidden -> new GwhaAnswer(Outcome.REFUSED, forbidden.why());
                case Word.Permitted permitted ->
                    settings.gwha()
                            .map(client -> client.patient(agent(ask.agent()).patience()))
                            .map(client -> client.carryOut(
                                    ask.order(), agent(ask.agent()).host(), ask.agent(), ask.run()))
                            .orElse(new GwhaAnswer(Outcome.FAILED, "there is nobody to ask without --hauser"));
            };
        } catch (RuntimeException | Error fault) {
            return new GwhaAnswer(Outcome.UNREACHABLE, "asking failed: " + fault);
        }
    }

    WatchedAgent agent(String name) {
        WatchedAgent agent = agents.get(name);
        if (agent == null) {
            throw new IllegalArgumentException("nobody knows " + name);
        }
        return agent;
    }

    /// What is known of all agents.
    List<StatusLine> status() {
        long now = now();
        return views.stream()
                .map(view -> new StatusLine(
                        view.name(),
                        view.host(),
                        view.condition().word(),
                        view.detail(),
                        (now - view.sinceMillis()) / 1000,
                        view.attempts(),
                        view.alarmed(),
                        agent(view.name()).probe().target()))
                .toList();
    }

    List<HistoryEntry> history(String agent) {
        return history.of(agent);
    }

    /// The newest times of an agent's answers.
    List<Integer> responses(String agent) {
        return responses.of(agent);
    }

    /// How they did, day by day.
    Trends trends() {
        return trends;
    }

    /// Waits until it is closed, or the process ends.
    ///
    /// @throws IllegalStateException where it has ended by a fault of its own, and nobody monitors any more
    public void awaitEnd() throws InterruptedException {
        thread.join();
        Throwable fault = failure;
        if (fault != null) {
            throw new IllegalStateException(
                    "the monitor has ended by a fault of its own, " + fault + "; start it again and report that",
                    fault);
        }
    }

    /// Decides nothing more, and waits within a limit for the polls under way: nothing is written afterwards.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            if (!pollers.awaitTermination(END_LIMIT_SECONDS, TimeUnit.SECONDS) || !asks.awaitEnd(END_LIMIT_SECONDS)) {
                journal.accept("a poll is left unfinished: it takes too long to break off");
            }
            agents.values().forEach(agent -> agent.probe().end());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
