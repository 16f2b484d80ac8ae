package orion.supervisor.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that the monitor decides, without clock, thread or network: the time and one thing that has happened
/// go in, what is to be done comes out.
public final class MonitorDecisions {
    private final Map<String, AgentWatch> watches = new LinkedHashMap<>();

    /// @param nowMillis of any clock that only grows
    public MonitorDecisions(List<WatchedAgent> agents, MonitorLimits limits, long nowMillis) {
        int index = 0;
        for (WatchedAgent agent : agents) {
            // Spread over the interval, so that a thousand agents are not polled in one moment; the first at once.
            long offset = agent.poll().toMillis() * index / agents.size();
            watches.put(agent.name(), new AgentWatch(agent, limits, nowMillis, nowMillis + Math.min(offset, 10_000)));
            index++;
        }
    }

    /// Takes what has happened.
    public List<Output> step(long nowMillis, Input input) {
        List<Output> outputs = new ArrayList<>();
        switch (input) {
            case Input.Polled polled -> watch(polled.agent()).polled(nowMillis, polled.verdict(), outputs);
            case Input.Answered answered -> watch(answered.agent()).answered(nowMillis, answered.answer(), outputs);
            case Input.Tick tick -> {
                // What everything else ends with, too.
            }
        }
        for (AgentWatch watch : watches.values()) {
            watch.tick(nowMillis, this::waitsFor, outputs);
        }
        return outputs;
    }

    private AgentWatch watch(String agent) {
        AgentWatch watch = watches.get(agent);
        if (watch == null) {
            throw new IllegalArgumentException("nobody watches " + agent);
        }
        return watch;
    }

    private String waitsFor(WatchedAgent agent) {
        return agent.after().stream()
                .filter(name ->
                        watches.containsKey(name) && !watch(name).condition().mayServe())
                .findFirst()
                .orElse("");
    }

    /// When a [Input.Tick] is due at the latest.
    public long wakeMillis() {
        return watches.values().stream().mapToLong(AgentWatch::wakeMillis).min().orElse(Long.MAX_VALUE);
    }

    /// What is shown, in the order of the configuration.
    public List<AgentView> views() {
        return watches.values().stream().map(AgentWatch::view).toList();
    }
}
