package orion.node.part;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import orion.node.guard.Cgroup;
import orion.node.ocf.OcfAgent;
import orion.node.os.Superuser;

/// The ways in which parts reach the host they run on. Mostly the usual ones; another network namespace or a host
/// without control groups needs others.
///
/// @param toolPrefix words put before the command of each tool such as `ip`, `mount` or `systemctl`
/// @param groups makes a control group of this name, or nothing where that cannot be done
/// @param root whether what only root may do can be done here
/// @param systemdMark the directory that exists when systemd runs the host
/// @param ocfRoot the folder of resource agents
record HostAccess(
        List<String> toolPrefix,
        Function<String, Optional<Cgroup>> groups,
        boolean root,
        Path systemdMark,
        Path ocfRoot) {
    HostAccess {
        toolPrefix = List.copyOf(toolPrefix);
    }

    /// This host as it is.
    static HostAccess usual() {
        return new HostAccess(
                List.of(),
                Cgroup::create,
                Superuser.runsThis(),
                Path.of("/run/systemd/system"),
                Path.of(System.getenv().getOrDefault(OcfAgent.ROOT_VARIABLE, OcfAgent.USUAL_ROOT.toString())));
    }
}
