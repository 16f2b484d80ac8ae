package orion.supervisor.configuration;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An agent as `gwha.conf` describes it.
///
/// @param location  its name
/// @param kind      which daemon it is
/// @param server    its executable
/// @param arguments of the executable
/// @param startup   its startup file where that has a whole path, so that its absence can be told before a
///           start
/// @param user      the account it runs as; without one as whoever starts it, usually root
/// @param show      whether it is started with its own console
/// @param forking   whether the executable goes into the background by itself, leaving the daemon behind
/// @param delay     the pause after it where several agents are started or stopped
/// @param stopLimit how long it may take to stop before it is killed
/// @param ready     how long its ports may take to answer after a start
/// @param ports     TCP ports of this host at which it answers when it is useful
/// @param after     the agents that are started before it and stopped after it
/// @param resource  what it belongs to in a cluster
public record AgentDefinition(
        Location location,
        AgentKind kind,
        Path server,
        List<String> arguments,
        Optional<Path> startup,
        Optional<String> user,
        boolean show,
        boolean forking,
        Duration delay,
        Duration stopLimit,
        Duration ready,
        List<Integer> ports,
        List<Location> after,
        Optional<AgentResource> resource) {

    /// Where its ports are: at its resource's own address, or at this host.
    public InetAddress address() {
        return resource.flatMap(AgentResource::address).orElseGet(InetAddress::getLoopbackAddress);
    }

    /// The folder it runs in: where its startup files lie, beside `bin`, when there is such a folder.
    public Path startupFolder() {
        return server.resolveSibling("../share").normalize();
    }
}
