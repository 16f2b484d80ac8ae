package orion.supervisor.configuration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Puts agents into the order in which they are started: that of the file, except that what an agent comes
/// after is started before it.
public final class StartOrder {
    private final SequencedMap<String, List<String>> after;
    private final Map<String, IniSection> sections;
    private final String place;
    private final SequencedSet<String> sorted = new LinkedHashSet<>();

    /// @param after    the names of all agents, each with those it comes after
    /// @param sections where each of them is defined, for messages
    /// @param place    where all agents are defined, for messages
    public StartOrder(SequencedMap<String, List<String>> after, Map<String, IniSection> sections, String place) {
        this.after = after;
        this.sections = sections;
        this.place = place;
    }

    /// All names, in that order; a name that nobody has and a circle are refused.
    public List<String> sorted() throws ConfigurationFault {
        for (String agent : after.keySet()) {
            add(agent, new ArrayList<>());
        }
        return List.copyOf(sorted);
    }

    private void add(String agent, List<String> path) throws ConfigurationFault {
        if (sorted.contains(agent)) {
            return;
        }
        int begin = path.indexOf(agent);
        if (begin >= 0) {
            List<String> circle = path.subList(begin, path.size());
            throw fault(
                    circle,
                    "'after' goes round in a circle: " + circle + " and " + agent + " again; take one of them out");
        }
        path.add(agent);
        for (String before : after.getOrDefault(agent, List.of())) {
            if (!after.containsKey(before)) {
                throw fault(List.of(agent), "there is no agent '" + before + "' in " + place);
            }
            add(before, path);
        }
        path.removeLast();
        sorted.add(agent);
    }

    /// In the first line that says so: another file may say the rest.
    private ConfigurationFault fault(List<String> agents, String wrong) {
        return agents.stream()
                .filter(sections::containsKey)
                .map(sections::get)
                .filter(section -> section.text("after").isPresent())
                .findFirst()
                .map(section -> section.fault("after", wrong))
                .orElseGet(() -> new ConfigurationFault(wrong));
    }
}
