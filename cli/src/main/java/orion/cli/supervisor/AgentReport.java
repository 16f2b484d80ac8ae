package orion.cli.supervisor;

import io.avaje.jsonb.Json;
import java.util.List;
import orion.supervisor.agent.AgentStatus;
import orion.supervisor.configuration.AgentDefinition;

/// An agent for programs.
///
/// @param location    its name
/// @param kind        `poa`, `mta`, `gwia`, `nmma`, `nmaa` or `other`
/// @param state       `running`, `stopped`, `dead` or `held`
/// @param pid         its main process; 0 where it has none
/// @param processes   all its processes
/// @param sinceMillis when it was last started or stopped, milliseconds since 1970; 0 where that is unknown
/// @param detail      a word on the state, may be empty
@Json
public record AgentReport(
        String location, String kind, String state, long pid, List<Long> processes, long sinceMillis, String detail) {
    static AgentReport of(AgentDefinition agent, AgentStatus status) {
        return new AgentReport(
                agent.location().name(),
                agent.kind().word(),
                status.state().word(),
                status.pid().orElse(0),
                status.processes(),
                status.sinceMillis(),
                status.detail());
    }
}
