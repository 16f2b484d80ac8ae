package orion.supervisor.configuration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/// Puts agents into the order in which they are started: that of the file, except that what an agent comes
/// after is started before it.
final class StartOrder {
    private final List<AgentDefinition> agents;
    private final Map<Location, IniSection> sections;
    private final SequencedSet<AgentDefinition> sorted = new LinkedHashSet<>();

    /// @param sections where each agent is defined, for messages
    StartOrder(List<AgentDefinition> agents, Map<Location, IniSection> sections) {
        this.agents = agents;
        this.sections = sections;
    }

    List<AgentDefinition> sorted() throws ConfigurationFault {
        for (AgentDefinition agent : agents) {
            add(agent, new ArrayList<>());
        }
        return List.copyOf(sorted);
    }

    private void add(AgentDefinition agent, List<Location> path) throws ConfigurationFault {
        if (sorted.contains(agent)) {
            return;
        }
        IniSection section = sections.getOrDefault(
                agent.location(), new IniSection("", agent.location().name(), 0, Map.of()));
        if (path.contains(agent.location())) {
            throw section.fault(
                    "after",
                    "'after' goes round in a circle: " + path + " and " + agent.location()
                            + " again; take one of them out");
        }
        path.add(agent.location());
        for (Location before : agent.after()) {
            AgentDefinition other = agents.stream()
                    .filter(one -> one.location().equals(before))
                    .findFirst()
                    .orElseThrow(() -> section.fault("after", "there is no agent '" + before + "' in this file"));
            add(other, path);
        }
        path.removeLast();
        sorted.add(agent);
    }
}
