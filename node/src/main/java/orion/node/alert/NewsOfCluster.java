package orion.node.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;

/// Finds in what all members agree on, one state after the other, what a person should know who does not look. Each
/// member finds the same, whoever is the master then: only he tells it.
public final class NewsOfCluster {
    private final String cluster;
    private Generation members = Generation.NONE;
    private Optional<ClusterState> before = Optional.empty();
    /// Resources that lost their node and do not run again yet, each with the name of that node.
    private final SortedMap<String, String> lost = new TreeMap<>();

    /// @param cluster its name
    public NewsOfCluster(String cluster) {
        this.cluster = cluster;
    }

    /// What is new in this state, which its generation agrees on.
    public List<Notice> of(Generation generation, ClusterState state) {
        List<Notice> news = new ArrayList<>();
        // What was before a cold start, or before this node was in, is no news.
        before.filter(known -> known.run() == state.run())
                .ifPresentOrElse(
                        known -> {
                            nodes(known, generation, state, news);
                            resources(known, generation, state, news);
                        },
                        lost::clear);
        members = generation;
        before = Optional.of(state);
        return news;
    }

    private void nodes(ClusterState known, Generation next, ClusterState state, List<Notice> news) {
        ClusterConfiguration names = known.configuration();
        SortedSet<Member> gone = new TreeSet<>(members.fullMembers());
        gone.removeIf(next::has);
        for (Member member : gone) {
            NodeId node = member.node();
            boolean wanted = known.leaving().contains(node)
                    || state.leaving().contains(node)
                    || !state.configuration().nodes().containsKey(node);
            if (!wanted) {
                String name = names.nameOf(node);
                news.add(new Notice(
                        name + " has failed",
                        "Node %s of cluster %s is out of it since generation %d; 'orion events' and 'orion status' on"
                                        .formatted(name, cluster, next.number())
                                + " another node tell more."));
            }
        }
        for (ResourceState resource : known.resources().values()) {
            boolean up = resource.phase() == Phase.RUNNING || resource.phase() == Phase.LOADING;
            resource.at()
                    .filter(gone::contains)
                    .filter(_ -> up)
                    .ifPresent(member -> lost.put(resource.name(), names.nameOf(member.node())));
        }
    }

    private void resources(ClusterState known, Generation next, ClusterState state, List<Notice> news) {
        lost.keySet().retainAll(state.resources().keySet());
        for (ResourceState resource : state.resources().values()) {
            Optional<ResourceState> former =
                    Optional.ofNullable(known.resources().get(resource.name()));
            Phase phase = resource.phase();
            String name = resource.name();
            boolean changed = former.filter(it -> it.phase() == phase).isEmpty();
            if (changed && phase == Phase.COMATOSE) {
                lost.remove(name);
                news.add(about(
                        name + " is Comatose",
                        "Resource %s of cluster %s is Comatose: it is not started again by itself"
                                .formatted(name, cluster),
                        name));
            }
            boolean asks = resource.alert().isPresent()
                    && former.filter(it -> it.alert().equals(resource.alert())).isEmpty();
            if (asks) {
                lost.remove(name);
                String kind = resource.alert().orElseThrow().kind().title();
                news.add(about(
                        name + " waits for an answer",
                        "Resource %s of cluster %s waits for a person's answer (%s)".formatted(name, cluster, kind),
                        name));
            }
            // A new generation begins with the state of the one before, in which it runs where it was lost.
            boolean moved =
                    phase == Phase.RUNNING && resource.at().filter(next::has).isPresent();
            if (moved && lost.containsKey(name)) {
                String from = lost.remove(name);
                String where = resource.at()
                        .map(at -> state.configuration().nameOf(at.node()))
                        .orElse("");
                news.add(about(
                        name + " runs on " + where + " now",
                        "Resource %s of cluster %s runs on %s, since %s was lost".formatted(name, cluster, where, from),
                        name));
            }
            if (!resource.wantedOnline()) {
                lost.remove(name);
            }
        }
    }

    private static Notice about(String subject, String sentence, String resource) {
        return new Notice(subject, sentence + "; 'orion explain " + resource + "' tells why.");
    }
}
