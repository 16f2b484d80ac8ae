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

/// What the cluster says of the agents of its resources, as the daemon of this host knows it. A daemon that
/// does not answer, or is no member, allows nothing.
public final class NodeAuthority implements ClusterAuthority {
    // An agent's lock is held meanwhile, and whoever must stop it at once waits for that.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

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
        ResourceData resource = known.get();
        if (!status.member() || status.leaseMillis() <= 0) {
            return new Word.Forbidden("this node, %s, %s and may hold no resource at present; 'orion status' tells more"
                    .formatted(status.node(), status.member() ? "has no lease" : status.standing()));
        }
        boolean here = resource.node().equals(status.node());
        boolean loaded = here && resource.state().equals("Running");
        boolean loading = here && resource.state().equals("Loading");
        if (here && resource.state().equals("Unloading")) {
            return new Word.Planned("its resource " + name + " is being unloaded on this node");
        }
        if (asksAPerson(resource)) {
            return new Word.Forbidden(question(resource));
        }
        if (!loaded && !loading) {
            return new Word.Forbidden(
                    "its resource %s is %s, not loaded on this node, %s; 'orion migrate %s %s' moves it here"
                            .formatted(name, where(resource), status.node(), name, status.node()));
        }
        return switch (asker) {
            // The cluster's own script, or somebody who knows what is planned.
            case PERSON -> new Word.Permitted();
            case PROGRAM -> planned(resource).<Word>map(Word.Planned::new).orElseGet(Word.Permitted::new);
        };
    }

    private static Optional<ResourceData> find(StatusData status, String name) {
        return status.resources().stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst();
    }

    private static String where(ResourceData resource) {
        return resource.state() + (resource.node().isEmpty() ? "" : " on " + resource.node());
    }

    /// A resource that waits for an answer is down until somebody gives it: that nobody may sleep through.
    private static boolean asksAPerson(ResourceData resource) {
        return resource.state().equals("Alert");
    }

    private static String question(ResourceData resource) {
        return "its resource " + resource.name() + " waits for a person's answer: " + resource.question();
    }

    @Override
    public Optional<Word> whyDown(String resource) {
        try {
            return find(daemon.status(), resource).flatMap(NodeAuthority::whyDown);
        } catch (CommandFailure silent) {
            // The gwha where it runs knows more, and refuses what it must.
            return Optional.empty();
        }
    }

    private static Optional<Word> whyDown(ResourceData resource) {
        return asksAPerson(resource) && !resource.maintenance()
                ? Optional.of(new Word.Forbidden(question(resource)))
                : planned(resource).map(Word.Planned::new);
    }

    private static Optional<String> planned(ResourceData resource) {
        String name = "its resource " + resource.name();
        if (resource.maintenance()) {
            return Optional.of(name + " is in maintenance");
        }
        return switch (resource.state()) {
            case "Running" ->
                resource.order().isEmpty() ? Optional.empty() : Optional.of(name + " is Running" + resource.order());
            case "Loading", "Unloading", "Quorum Wait" -> Optional.of(name + " is " + where(resource));
            case "Offline", "Stopped" ->
                resource.wanted() ? Optional.empty() : Optional.of(name + " is " + resource.state());
            // Unassigned, Comatose, Alert, or a word of another release: nothing that anybody planned.
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> move(String resource) {
        try {
            StatusData status = daemon.status();
            Optional<String> target = find(status, resource).flatMap(found -> target(status, found));
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
