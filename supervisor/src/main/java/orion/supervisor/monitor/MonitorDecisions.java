package orion.supervisor.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// All that the monitor decides, without clock, thread or network: the time and one thing that has happened
/// go in, what is to be done comes out.
public final class MonitorDecisions {
    private static final long KNOWN_MILLIS = 10_000;

    private final Map<String, AgentWatch> watches = new LinkedHashMap<>();
    /// When each of them has to be looked at next: what happens to one costs little, however many there are.
    private final NavigableMap<Long, Set<AgentWatch>> due = new TreeMap<>();

    /// @param nowMillis of any clock that only grows
    public MonitorDecisions(List<WatchedAgent> agents, MonitorLimits limits, long nowMillis) {
        int index = 0;
        for (WatchedAgent agent : agents) {
            // All are known soon. From the second poll on they are spread over the interval, so that a thousand agents
            // are never polled in one moment.
            long poll = agent.poll().toMillis();
            long first = nowMillis + Math.min(poll, KNOWN_MILLIS) * index / agents.size();
            AgentWatch watch = new AgentWatch(agent, limits, nowMillis, first, poll * (index + 1) / agents.size());
            watches.put(agent.name(), watch);
            enter(watch);
            index++;
        }
    }

    /// Takes what has happened.
    public List<Output> step(long nowMillis, Input input) {
        List<Output> outputs = new ArrayList<>();
        switch (input) {
            case Input.Polled polled ->
                change(watch(polled.agent()), watch -> watch.polled(nowMillis, polled.verdict(), outputs));
            case Input.Answered answered ->
                change(watch(answered.agent()), watch -> watch.answered(nowMillis, answered.answer(), outputs));
            case Input.Tick tick -> {
                // What everything else ends with, too.
            }
        }
        List<AgentWatch> now = due.headMap(nowMillis, true).values().stream()
                .flatMap(Set::stream)
                .toList();
        now.forEach(one -> change(one, watch -> watch.tick(nowMillis, this::waitsFor, outputs)));
        return outputs;
    }

    private void change(AgentWatch watch, Consumer<AgentWatch> change) {
        long before = watch.wakeMillis();
        Set<AgentWatch> others = due.getOrDefault(before, Set.of());
        others.remove(watch);
        if (others.isEmpty()) {
            due.remove(before);
        }
        change.accept(watch);
        enter(watch);
    }

    private void enter(AgentWatch watch) {
        due.computeIfAbsent(watch.wakeMillis(), _ -> new LinkedHashSet<>()).add(watch);
    }

    private AgentWatch watch(String agent) {
        AgentWatch watch = watches.get(agent);
        if (watch == null) {
            throw new IllegalArgumentException("nobody watches " + agent);
        }
        return watch;
    }

    private Optional<AgentWatch> waitsFor(WatchedAgent agent) {
        return agent.after().stream()
                .filter(watches::containsKey)
                .map(this::watch)
                .filter(watch -> !watch.condition().mayServe())
                .findFirst();
    }

    /// When a [Input.Tick] is due at the latest.
    public long wakeMillis() {
        return due.isEmpty() ? Long.MAX_VALUE : due.firstKey();
    }

    /// What is shown, in the order of the configuration.
    public List<AgentView> views() {
        return watches.values().stream().map(AgentWatch::view).toList();
    }
}
