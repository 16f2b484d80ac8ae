package orion.supervisor.monitor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a monitor runs with.
///
/// @param agents  all that are polled
/// @param gwha    who restarts them; nothing where the monitor only looks
/// @param threads how many polls at the same time
/// @param history the file of what has happened
/// @param tellers the ways in which persons are told
/// @param web     how the console is served; nothing for none
public record MonitorSettings(
        List<WatchedAgent> agents,
        Optional<GwhaClient> gwha,
        int threads,
        Path history,
        List<Teller> tellers,
        Optional<ConsoleSettings> web) {}
