package orion.core.membership;

import java.util.Optional;
import orion.core.configuration.ClusterConfiguration;
import orion.core.membership.HeartbeatMonitor.Heard;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// At which level of the protocol the next generation acts, and who can take part in it (rule V1, ADR 13).
final class LevelRules {
    private static final String REMEDY = "install the release that the other nodes have";

    private final Member self;
    private final Levels spoken;
    private final ClusterConfiguration configuration;
    private final Generation known;
    private final HeartbeatMonitor heartbeats;

    /// @param spoken by this node
    LevelRules(
            Member self,
            Levels spoken,
            ClusterConfiguration configuration,
            Generation known,
            HeartbeatMonitor heartbeats) {
        this.self = self;
        this.spoken = spoken;
        this.configuration = configuration;
        this.known = known;
        this.heartbeats = heartbeats;
    }

    /// The highest level that all configured nodes speak, and at least the present one. What a node speaks that was not
    /// heard yet is not known, and nothing is raised without it.
    int next() {
        int common = spoken.highest();
        for (NodeId node : configuration.nodes().keySet()) {
            if (!node.equals(self.node())) {
                common = Math.min(common, highest(node));
            }
        }
        return Math.max(known.level(), common);
    }

    private int highest(NodeId node) {
        Optional<Heard> heard = heartbeats.last(node);
        if (heard.isPresent()) {
            return heard.get().heartbeat().levels().highest();
        }
        return known.level() == Levels.NONE ? spoken.lowest() : known.level();
    }

    /// Whether a node speaks this level, as far as this node has heard.
    boolean speaks(Member member, int level) {
        return spokenBy(member).map(levels -> levels.contain(level)).orElse(false);
    }

    private Optional<Levels> spokenBy(Member member) {
        return member.equals(self)
                ? Optional.of(spoken)
                : heartbeats.last(member.node()).map(heard -> heard.heartbeat().levels());
    }

    /// Why this node cannot take part, where the others act at a level that it does not speak.
    Optional<String> obstacle() {
        int level = next();
        return spoken.contain(level)
                ? Optional.empty()
                : Optional.of("the other nodes act at level " + level + " of the protocol, and this one speaks "
                        + spoken + "; " + REMEDY);
    }

    /// Why a view at this level cannot be agreed to.
    Optional<String> objection(int level, Iterable<Member> members) {
        if (level < known.level()) {
            return Optional.of("the cluster acts at level " + known.level() + " of the protocol, not " + level);
        }
        for (Member member : members) {
            if (!speaks(member, level)) {
                return Optional.of(unfit(member, level));
            }
        }
        return Optional.empty();
    }

    private String unfit(Member member, int level) {
        return configuration.nameOf(member.node()) + " speaks "
                + spokenBy(member).map(Levels::toString).orElse("no level") + " of the protocol, not level " + level;
    }

    /// That a node is heard, and where that is so, why it is not let in.
    String arrival(Member member) {
        int level = next();
        String heard = configuration.nameOf(member.node()) + " is heard";
        return speaks(member, level) ? heard : heard + ", and not let in: " + unfit(member, level) + "; " + REMEDY;
    }
}
