package orion.core.resource;

import java.util.List;
import java.util.stream.Collectors;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.NodeId;

/// What speaks for a node as the place of a resource, or against it. [Placement] decides by nothing else, and people
/// read the same in words.
public sealed interface Ground {
    /// The resource is there; what is somewhere stays, unless a rule moves it.
    record IsThere() implements Ground {}

    /// It follows the master, and this is the master.
    record IsMaster() implements Ground {}

    /// It is to be loaded there.
    ///
    /// @param asked whether a person said so
    record IsTarget(boolean asked) implements Ground {}

    /// The first of its nodes that is available.
    ///
    /// @param skipped those before it, which are not
    record IsPreferred(List<NodeId> skipped) implements Ground {
        public IsPreferred {
            skipped = List.copyOf(skipped);
        }
    }

    /// No available node runs fewer resources.
    record RunsFewest() implements Ground {}

    /// Not a member.
    record NotUp() implements Ground {}

    /// On its way out.
    record Leaving() implements Ground {}

    /// Nothing is placed there by itself.
    record InMaintenance() implements Ground {}

    /// The resource follows the master, which is another one.
    record NotMaster() implements Ground {}

    /// The resource has a list of nodes, and this one is not in it.
    record NotItsNode() implements Ground {}

    /// A resource that must be kept apart from it is there.
    ///
    /// @param group to which both belong
    record Apart(String other, String group) implements Ground {}

    /// There is too little of something that the resource needs, and another node has enough (rule R12).
    record NoRoom(String what, long needed, long free) implements Ground {}

    /// The resource has failed there too often.
    record HasFailedThere() implements Ground {}

    /// The resource is on another node, and what is somewhere stays.
    record IsElsewhere(NodeId at) implements Ground {}

    /// The resource is to be loaded on another node.
    record OtherTarget(NodeId target) implements Ground {}

    /// Another node, which is available too, comes before it in the list.
    record LessPreferred(NodeId than) implements Ground {}

    /// Another node, which is available too, runs fewer resources, or as many and has the lower number.
    record RunsMore(NodeId than) implements Ground {}

    /// In one word, for programs: it stays the same in all releases.
    default String kind() {
        return switch (this) {
            case IsThere _ -> "there";
            case IsMaster _ -> "master";
            case IsTarget _ -> "target";
            case IsPreferred _ -> "preferred";
            case RunsFewest _ -> "runs-fewest";
            case NotUp _ -> "not-up";
            case Leaving _ -> "leaving";
            case InMaintenance _ -> "in-maintenance";
            case NotMaster _ -> "not-master";
            case NotItsNode _ -> "not-its-node";
            case Apart _ -> "apart";
            case NoRoom _ -> "no-room";
            case HasFailedThere _ -> "has-failed-there";
            case IsElsewhere _ -> "elsewhere";
            case OtherTarget _ -> "other-target";
            case LessPreferred _ -> "less-preferred";
            case RunsMore _ -> "runs-more";
        };
    }

    /// In words: of a node that was taken why, of any other one what follows its name.
    default String words(ClusterConfiguration configuration) {
        return switch (this) {
            case IsThere() -> "it is there, and what is somewhere stays unless a rule moves it";
            case IsMaster() -> "it follows the master";
            case IsTarget(boolean asked) -> asked ? "it was asked to run there" : "it is to run there";
            case IsPreferred(List<NodeId> skipped) ->
                skipped.isEmpty()
                        ? "it is the most preferred node"
                        : "it is the most preferred node that is up; not available: "
                                + skipped.stream().map(configuration::nameOf).collect(Collectors.joining(", "));
            case RunsFewest() -> "it runs the fewest resources";
            case NotUp() -> "is not up";
            case Leaving() -> "is leaving";
            case InMaintenance() -> "is in maintenance";
            case NotMaster() -> "is not the master, which the resource follows";
            case NotItsNode() -> "is not among the nodes of the resource";
            case Apart(String other, String group) -> "has " + other + ", and both are in the exclusion group " + group;
            case NoRoom(String what, long needed, long free) ->
                "has no room for it: of " + what + " it needs " + needed + ", and " + free
                        + (free == 1 ? " is" : " are") + " free";
            case HasFailedThere() -> "is where it has failed too often";
            case IsElsewhere(NodeId at) ->
                "could take it, but it is on " + configuration.nameOf(at) + ", and what is somewhere stays";
            case OtherTarget(NodeId target) ->
                "is not where it is to be loaded, which is " + configuration.nameOf(target);
            case LessPreferred(NodeId than) -> "is less preferred than " + configuration.nameOf(than);
            case RunsMore(NodeId than) ->
                "runs more resources than " + configuration.nameOf(than) + ", or as many and has the higher number";
        };
    }
}
