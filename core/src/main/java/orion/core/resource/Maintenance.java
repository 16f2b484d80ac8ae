package orion.core.resource;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Lasting;
import orion.core.model.NodeId;

/// Where the resource manager only looks on, and for how long yet. Members agree on it like on everything else, so
/// that whoever becomes master knows of it. Membership and fencing know nothing of it and go on as ever.
///
/// There is no clock that all nodes share. What is agreed on is the time that is left; the master counts it down by its
/// own monotonic clock ([Countdown]).
///
/// @param leftMillis the scopes in maintenance, and how long each lasts yet; [#UNTIL_ENDED] has no end of its own
/// @param stoppedOn  resources that a node in maintenance held when it went, and that node: they start nowhere while
/// its maintenance lasts
public record Maintenance(SortedMap<Scope, Long> leftMillis, SortedMap<String, NodeId> stoppedOn) {
    /// Lasts until somebody ends it.
    public static final long UNTIL_ENDED = Long.MAX_VALUE;

    /// The longest that can be asked for; whoever needs more ends it by hand.
    public static final long LONGEST_MILLIS = 366L * 24 * 3_600_000;

    /// Nothing is in maintenance.
    public static final Maintenance NONE = new Maintenance(new TreeMap<>(), new TreeMap<>());

    /// What is in maintenance.
    public sealed interface Scope extends Comparable<Scope> {
        /// every resource
        record Cluster() implements Scope {}

        /// what is on a node, or was when it went; and nothing new is placed there
        record Node(NodeId node) implements Scope {}

        /// one resource, wherever it is
        record Resource(String name) implements Scope {}

        /// In words, as part of a sentence.
        default String title(ClusterConfiguration configuration) {
            return switch (this) {
                case Cluster() -> "cluster " + configuration.clusterName();
                case Node(NodeId node) -> (existsIn(configuration) ? "node " : "") + configuration.nameOf(node);
                case Resource(String name) -> "resource " + name;
            };
        }

        /// Whether there is such a node or resource.
        default boolean existsIn(ClusterConfiguration configuration) {
            return switch (this) {
                case Cluster() -> true;
                case Node(NodeId node) -> configuration.nodes().containsKey(node);
                case Resource(String name) -> configuration.resources().containsKey(name);
            };
        }

        /// How a command of maintenance names it, with a blank before; empty for the cluster.
        default String option(ClusterConfiguration configuration) {
            return switch (this) {
                case Cluster() -> "";
                case Node(NodeId node) -> " --node " + configuration.nameOf(node);
                case Resource(String name) -> " --resource " + name;
            };
        }

        /// How long, for people: a time, or the command that ends it.
        default String lasting(long millis, ClusterConfiguration configuration) {
            return millis == UNTIL_ENDED
                    ? "until 'orion maintenance off" + option(configuration) + "'"
                    : inWords(millis);
        }

        @Override
        default int compareTo(Scope other) {
            int byRank = Integer.compare(rank(), other.rank());
            if (byRank == 0 && this instanceof Node(NodeId node) && other instanceof Node(NodeId another)) {
                return node.compareTo(another);
            }
            if (byRank == 0 && this instanceof Resource(String name) && other instanceof Resource(String another)) {
                return name.compareTo(another);
            }
            return byRank;
        }

        private int rank() {
            return switch (this) {
                case Cluster() -> 0;
                case Node _ -> 1;
                case Resource _ -> 2;
            };
        }
    }

    public Maintenance {
        leftMillis = Collections.unmodifiableSortedMap(new TreeMap<>(leftMillis));
        stoppedOn = Collections.unmodifiableSortedMap(new TreeMap<>(stoppedOn));
        leftMillis.forEach((scope, left) -> {
            if (left < 1 || (left > LONGEST_MILLIS && left != UNTIL_ENDED)) {
                throw new IllegalArgumentException("maintenance of " + scope + " cannot last " + left + " ms");
            }
        });
    }

    /// Why the manager leaves a resource alone, if it does: the widest scope that covers it.
    public Optional<Scope> covering(ResourceState resource) {
        Optional<NodeId> node =
                resource.at().map(at -> at.node()).or(() -> Optional.ofNullable(stoppedOn.get(resource.name())));
        return Optional.<Scope>of(new Scope.Cluster())
                .filter(leftMillis::containsKey)
                .or(() -> node.<Scope>map(Scope.Node::new).filter(leftMillis::containsKey))
                .or(() ->
                        Optional.<Scope>of(new Scope.Resource(resource.name())).filter(leftMillis::containsKey));
    }

    public boolean covers(ResourceState resource) {
        return !leftMillis.isEmpty() && covering(resource).isPresent();
    }

    /// Whether a node is in maintenance itself: nothing is placed there.
    public boolean covers(NodeId node) {
        return leftMillis.containsKey(new Scope.Node(node));
    }

    /// A time with an end, for people: in the largest units that are exact to the second, never less than it is.
    public static String inWords(long millis) {
        return "for " + Lasting.words(millis);
    }

    /// Begins or is given another time.
    public Maintenance with(Scope scope, long millis) {
        SortedMap<Scope, Long> all = new TreeMap<>(leftMillis);
        all.put(scope, millis);
        return new Maintenance(all, stoppedOn);
    }

    /// Is over for one scope.
    public Maintenance without(Scope scope) {
        SortedMap<Scope, Long> rest = new TreeMap<>(leftMillis);
        rest.remove(scope);
        return new Maintenance(rest, stoppedOn);
    }

    /// So much time has passed; what has no time left is over.
    public Maintenance after(long millis) {
        SortedMap<Scope, Long> rest = new TreeMap<>();
        leftMillis.forEach((scope, left) -> {
            if (left == UNTIL_ENDED || left > millis) {
                rest.put(scope, left == UNTIL_ENDED ? left : left - millis);
            }
        });
        return new Maintenance(rest, stoppedOn);
    }

    /// The least time left, where any has an end.
    public OptionalLong nextEndMillis() {
        // Asked in every step, and nearly always there is none.
        long next = UNTIL_ENDED;
        for (long left : leftMillis.values()) {
            next = Math.min(next, left);
        }
        return next == UNTIL_ENDED ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /// A resource was at a node in maintenance when that went.
    public Maintenance stopped(String resource, NodeId node) {
        SortedMap<String, NodeId> all = new TreeMap<>(stoppedOn);
        all.put(resource, node);
        return new Maintenance(leftMillis, all);
    }

    /// Without what is said of nodes and resources that are not configured any more.
    Maintenance of(ClusterConfiguration configuration) {
        SortedMap<Scope, Long> left = new TreeMap<>(leftMillis);
        left.keySet().removeIf(scope -> !scope.existsIn(configuration));
        SortedMap<String, NodeId> stopped = new TreeMap<>(stoppedOn);
        stopped.keySet().retainAll(configuration.resources().keySet());
        return new Maintenance(left, stopped);
    }

    /// Without what is said of resources that are somewhere again, and of nodes whose maintenance is over.
    Maintenance of(SortedMap<String, ResourceState> resources) {
        if (stoppedOn.isEmpty()) {
            return this;
        }
        SortedMap<String, NodeId> rest = new TreeMap<>();
        stoppedOn.forEach((name, node) -> {
            ResourceState resource = resources.get(name);
            if (covers(node) && resource != null && resource.at().isEmpty()) {
                rest.put(name, node);
            }
        });
        return new Maintenance(leftMillis, rest);
    }
}
