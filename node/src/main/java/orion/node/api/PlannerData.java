package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Optional;

/// What the planner says: why a resource is where it is, or what the loss of nodes would do.
///
/// @param explanation for `explain`
/// @param losses      for `what-if`
@Json
public record PlannerData(Optional<ExplanationData> explanation, List<LossData> losses) {
    public PlannerData {
        losses = List.copyOf(losses);
    }

    /// Why a resource is where it is.
    ///
    /// @param state  as in `resources`
    /// @param node   where it is, or would be loaded next; empty where it would be nowhere
    /// @param reason of the last change
    /// @param now    what keeps it as it is, in a sentence
    /// @param nodes  every configured node
    @Json
    public record ExplanationData(
            String resource, String state, String node, String reason, String now, List<OptionData> nodes) {
        public ExplanationData {
            nodes = List.copyOf(nodes);
        }
    }

    /// A node that a resource may be on or not.
    ///
    /// @param taken    whether that is the one
    /// @param kind     what speaks for it or against it, in one word
    /// @param reason   the same in words: of the one that was taken why, of any other what follows its name
    /// @param possible whether there is a way to have it there
    /// @param steps    what would have to happen for that, one after the other; none where nothing has to
    @Json
    public record OptionData(
            String node, boolean taken, String kind, String reason, boolean possible, List<String> steps) {
        public OptionData {
            steps = List.copyOf(steps);
        }
    }

    /// What the loss of a node would do.
    ///
    /// @param node      that is lost
    /// @param resources that would end elsewhere or otherwise than without the loss
    /// @param warnings  what the nodes that are left could not carry, a sentence each
    @Json
    public record LossData(String node, List<FateData> resources, List<String> warnings) {
        public LossData {
            warnings = List.copyOf(warnings);
            resources = List.copyOf(resources);
        }
    }

    /// What becomes of a resource.
    ///
    /// @param from           where it is now; empty where nowhere
    /// @param state          how it stands in the end
    /// @param to             where it is then; empty where nowhere
    /// @param expectedMillis after how long it probably runs again; -1 where it does not, or nobody knows
    /// @param reason         why, in a sentence
    @Json
    public record FateData(String resource, String from, String state, String to, long expectedMillis, String reason) {
        /// Whether it runs in the end.
        public boolean runs() {
            return state.equals("Running");
        }
    }
}
