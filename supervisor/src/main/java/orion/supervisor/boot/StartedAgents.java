package orion.supervisor.boot;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.AgentKind;

/// Which agents of a cluster a command would start.
///
/// @param agents those that belong to a resource
record StartedAgents(List<AgentDefinition> agents) {
    private static final Pattern OUR_SCRIPT =
            Pattern.compile("(?m)(?:^|[\\s/\"'=;&|(])(grpwise|novell-nmma|novell-nmaa)[\"']?[ \\t]+(?:re)?start\\b"
                    + "[ \\t]*([A-Za-z0-9][A-Za-z0-9._-]*)?");

    /// What is left of a script where its comments are gone.
    static String withoutComments(String script) {
        return script.replaceAll("(?m)^\\s*#.*$", "");
    }

    /// By the text of a command, or of a whole script.
    List<String> by(String text) {
        TreeSet<String> found = new TreeSet<>();
        Matcher ours = OUR_SCRIPT.matcher(text);
        while (ours.find()) {
            String location = ours.group(2);
            scriptStarts(ours.group(1)).stream()
                    .filter(name -> location == null || location.equals(name))
                    .forEach(found::add);
        }
        for (AgentDefinition agent : agents) {
            String server = Pattern.quote(agent.server().toString());
            if (Pattern.compile("(?<![\\w./-])" + server + "(?![\\w./-])")
                    .matcher(text)
                    .find()) {
                found.add(agent.location().name());
            }
        }
        return List.copyOf(found);
    }

    /// By a script or unit of this name, which runs what it is named after.
    List<String> named(String name) {
        TreeSet<String> found = new TreeSet<>(scriptStarts(name));
        agents.stream()
                .filter(agent -> name.equals(String.valueOf(agent.server().getFileName())))
                .forEach(agent -> found.add(agent.location().name()));
        return List.copyOf(found);
    }

    private List<String> scriptStarts(String script) {
        Optional<AgentKind> kind = switch (script) {
            case "novell-nmma" -> Optional.of(AgentKind.NMMA);
            case "novell-nmaa" -> Optional.of(AgentKind.NMAA);
            default -> Optional.empty();
        };
        if (kind.isEmpty() && !script.equals("grpwise")) {
            return List.of();
        }
        return agents.stream()
                .filter(agent -> kind.isEmpty() || agent.kind() == kind.get())
                .map(agent -> agent.location().name())
                .toList();
    }

    /// Both together.
    List<String> by(String name, String text) {
        TreeSet<String> found = new TreeSet<>(named(name));
        found.addAll(by(text));
        return List.copyOf(found);
    }
}
