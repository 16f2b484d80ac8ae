package orion.supervisor.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orion.supervisor.configuration.AgentDefinition;

/// Looks whether a host has the programs of the agents that a cluster may move to it, before one does. It only reads
/// files, so it works on an image, too.
public final class MissingPrograms {
    private final HostFiles files;
    private final List<AgentDefinition> agents;

    /// @param root   of the host's files
    /// @param agents of which those are looked at that belong to a resource
    public MissingPrograms(Path root, List<AgentDefinition> agents) {
        this.files = new HostFiles(root);
        this.agents =
                agents.stream().filter(agent -> agent.resource().isPresent()).toList();
    }

    /// One for each program that is not there, in the order of the configuration.
    public List<HostFinding> findings() {
        List<HostFinding> findings = new ArrayList<>();
        for (Path program :
                agents.stream().map(AgentDefinition::server).distinct().toList()) {
            if (!files.isExecutable(program)) {
                List<String> lacking = agents.stream()
                        .filter(agent -> agent.server().equals(program))
                        .map(agent -> agent.location().name())
                        .toList();
                findings.add(new HostFinding(
                        "program", program.toString(), lacking, "install it, or correct server = in gwha.conf"));
            }
        }
        return findings;
    }
}
