package orion.cli.supervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import orion.cli.CommandFailure;
import orion.cli.ControlClient;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;
import orion.node.api.StatusData.NodeData;
import orion.node.api.StatusData.ResourceData;
import orion.node.daemon.NodeSettings;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.agent.ResourceReport;

/// What the cluster says of the agents of its resources, as the daemon of this host knows it. A daemon that
/// does not answer, or is no member, allows nothing.
public final class NodeAuthority implements ClusterAuthority {
    // An agent's lock is held meanwhile, and whoever must stop it at once waits for that; but on a busy
    // host a daemon in good order may need more than a second, and what it does not allow in time is not started.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ControlClient daemon;
    /// Waits until the cluster has agreed.
    private final ControlClient patient;

    /// @param directory of the daemon
    public NodeAuthority(Path directory) {
        this.daemon = ControlClient.of(directory, ControlClient.SOCKET, PATIENCE);
        this.patient = ControlClient.of(directory);
    }

    @Override
    public Word onStart(String resource, Asker asker) {
        try {
            return onStart(daemon.status(), resource, asker);
        } catch (CommandFailure silent) {
            String why = NodeSettings.present(daemon.directory())
                    ? String.valueOf(silent.getMessage())
                    : "this host is no node of a cluster, none is in " + daemon.directory()
                            + "; if it is to run without one, take resource = out of its section";
            return new Word.Forbidden(
                    "it may run only where the resource " + resource + " is loaded, and here nobody can tell: " + why);
        }
    }

    private static Word onStart(StatusData status, String name, Asker asker) {
        Optional<ResourceData> known = find(status, name);
        if (known.isEmpty()) {
            return new Word.Forbidden(
                    "there is no resource '%s' in cluster %s, which has %s; correct resource = in its section"
                            .formatted(
                                    name,
                                    status.cluster(),
                                    status.resources().isEmpty()
                                            ? "none"
                                            : status.resources().stream()
                                                    .map(ResourceData::name)
                                                    .collect(Collectors.joining(", "))));
        }
        return report(status, known.get()).onStart(asker);
    }

    private static ResourceReport report(StatusData status, ResourceData resource) {
        boolean mayHold = status.member() && status.leaseMillis() > 0;
        return new ResourceReport(
                status.node(),
                mayHold ? "" : status.member() ? "has no lease" : status.standing(),
                resource.name(),
                resource.state(),
                resource.node(),
                resource.order(),
                resource.wanted(),
                resource.maintenance(),
                resource.question());
    }

    private static Optional<ResourceData> find(StatusData status, String name) {
        return status.resources().stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst();
    }

    @Override
    public Optional<Word> whyDown(String resource) {
        try {
            StatusData status = daemon.status();
            return find(status, resource).flatMap(found -> report(status, found).whyDown());
        } catch (CommandFailure silent) {
            // The gwha where it runs knows more, and refuses what it must.
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> move(String resource) {
        try {
            StatusData status = daemon.status();
            Optional<ResourceData> found = find(status, resource);
            Optional<String> refusal = found.flatMap(one -> report(status, one).whyNotMoved());
            if (refusal.isPresent()) {
                return refusal;
            }
            Optional<String> target = found.flatMap(one -> target(status, one));
            if (target.isEmpty()) {
                return Optional.of("no other node of it is up");
            }
            ControlReply reply = patient.ask("migrate", List.of(resource, target.get()));
            return reply.done() ? Optional.empty() : Optional.of(reply.text());
        } catch (CommandFailure silent) {
            return Optional.of(String.valueOf(silent.getMessage()));
        }
    }

    /// The first of its nodes, in their order of preference, that is another one and in good order.
    private static Optional<String> target(StatusData status, ResourceData resource) {
        List<String> order = resource.nodes().isEmpty()
                ? status.nodes().stream().map(NodeData::name).toList()
                : resource.nodes();
        // No program sends anything to a node in maintenance.
        Predicate<NodeData> good = node -> status.maintenance().stream()
                        .noneMatch(covered ->
                                covered.scope().equals("node") && covered.name().equals(node.name()))
                && node.member()
                && !node.leaving()
                && node.boardHealthy().orElse(false)
                && !StatusData.isSilence(node.silentMillis(), status.heartbeatMillis());
        return order.stream()
                .filter(name -> !name.equals(status.node()))
                .filter(name ->
                        status.nodes().stream().anyMatch(node -> node.name().equals(name) && good.test(node)))
                .findFirst();
    }
}
