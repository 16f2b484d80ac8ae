package orion.supervisor.agent;

import java.util.List;
import java.util.OptionalLong;
import orion.supervisor.configuration.Location;

/// What is known of an agent at one moment.
///
/// @param pid         its main process, where it runs
/// @param processes   all its living processes; some may be left of a dead one
/// @param sinceMillis when it was last started or stopped, by the clock of the wall; 0 where that is unknown
/// @param detail      a word on the state where it needs one, otherwise empty
/// @param run         names its newest run: another one than before was started meanwhile
public record AgentStatus(
        Location location,
        AgentState state,
        OptionalLong pid,
        List<Long> processes,
        long sinceMillis,
        String detail,
        String run) {
    public boolean running() {
        return state == AgentState.RUNNING;
    }
}
