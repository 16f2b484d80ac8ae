package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Optional;

/// The cluster as one node sees it.
///
/// @param cluster        its name
/// @param node           the node that answers
/// @param standing       whether it is a member, in words that follow its name
/// @param member         whether it is a member
/// @param level          at which level of the protocol the cluster acts; 0 before the first generation
/// @param highestLevel   the highest level that this node's release speaks
/// @param epoch          number of the newest generation it knows, 0 before the first
/// @param master         name of the master, empty while the node is outside
/// @param quorumReached  whether resources may load since the last cold start
/// @param quorum         how many nodes must be up, or waited for, before resources load at a cold start
/// @param leaseMillis    how long this node may still hold resources; 0 or less when it may not
/// @param toleranceMillis silence believed after this long
/// @param heartbeatMillis interval of heartbeats
/// @param watchdog       what resets this host when the daemon no longer runs; `none` where nothing does
/// @param watchdogMillis its time-out, as read back from the device; 0 without one
/// @param warnings       what impairs the protection, one sentence each; empty when all is well
/// @param maintenance    where the manager only looks on
/// @param trial          the edit that is undone unless somebody confirms it
/// @param nodes          by number
/// @param resources      by name
@Json
public record StatusData(
        String cluster,
        String node,
        String standing,
        boolean member,
        int level,
        int highestLevel,
        long epoch,
        String master,
        boolean quorumReached,
        int quorum,
        long leaseMillis,
        long toleranceMillis,
        long heartbeatMillis,
        String watchdog,
        long watchdogMillis,
        List<String> warnings,
        List<MaintenanceData> maintenance,
        Optional<TrialData> trial,
        BoardData board,
        List<NodeData> nodes,
        List<ResourceData> resources) {

    /// What is in maintenance.
    ///
    /// @param scope       `cluster`, `node` or `resource`
    /// @param name        of the cluster, node or resource
    /// @param leftSeconds how long it lasts yet, as agreed on within the last minute; -1 until somebody ends it
    @Json
    public record MaintenanceData(String scope, String name, long leftSeconds) {}

    /// An edit on trial.
    ///
    /// @param edit        its number
    /// @param leftSeconds how long it can be confirmed yet, as agreed on within the last minute; then 0
    /// @param obstacle    why it cannot be undone yet; empty for nothing
    @Json
    public record TrialData(long edit, long leftSeconds, String obstacle) {}

    /// The white board as this node experiences it.
    ///
    /// @param healthy whether it was written and read back in time, on a majority of its disks
    /// @param needed  how many of its disks have to work
    /// @param disks   all of them, in their order
    @Json
    public record BoardData(boolean healthy, int needed, List<DiskData> disks) {
        /// How many disks work.
        public int working() {
            return (int) disks.stream().filter(DiskData::works).count();
        }
    }

    /// One disk of the white board as this node experiences it.
    ///
    /// @param path       the device or file
    /// @param works      whether it was written and read back in time when it was last tried
    /// @param trouble    why it does not work; empty where it does
    /// @param notWrittenBy names of nodes that write to the board and not to this disk
    /// @param cycles     how many cycles succeeded
    /// @param p50Micros  typical duration of a cycle
    /// @param p99Micros  duration that one cycle in a hundred exceeds
    /// @param maxMicros  the longest
    @Json
    public record DiskData(
            String path,
            boolean works,
            String trouble,
            List<String> notWrittenBy,
            long cycles,
            long p50Micros,
            long p99Micros,
            long maxMicros) {}

    /// A configured node.
    ///
    /// @param number      permanent number
    /// @param address     first link
    /// @param member      whether it is in the newest generation
    /// @param master      whether it is the master
    /// @param leaving     whether it is on its way out
    /// @param silentMillis since its last heartbeat; -1 for the answering node itself and for nodes never heard
    /// @param boardHealthy what it says of its access to the board; this and the next three are empty while it is
    ///                     not heard: what it said before may be true no longer
    /// @param pauseMillis  the longest of the last minute for which its own loop did not run
    /// @param pauseCause   why, in words
    /// @param boardMillis  how long its slowest cycle on the white board of the last minute took
    /// @param worstGapMillis longest silence of it within ten minutes, the present one included;
    ///                     -1 for the answering node itself and for nodes never heard
    /// @param fencing      its fencing devices that the answering node can use, each with how it was found last;
    ///                     empty where there is none
    @Json
    public record NodeData(
            int number,
            String name,
            String address,
            boolean member,
            boolean master,
            boolean leaving,
            long silentMillis,
            Optional<Boolean> boardHealthy,
            Optional<Integer> pauseMillis,
            Optional<String> pauseCause,
            Optional<Integer> boardMillis,
            long worstGapMillis,
            String fencing) {}

    /// A resource.
    ///
    /// @param state  in the original's words: Offline, Quorum Wait, Unassigned, Alert, Loading, Running, Stopped,
    ///               Unloading, Comatose; or Unknown, where the node that answers is no member
    /// @param node   where it is, empty when nowhere
    /// @param lives  how many times it was loaded
    /// @param wanted whether it should run
    /// @param moveTo where it is to be loaded next, as it was asked for; empty where nobody asked
    /// @param reason of the last change
    /// @param awaitsProofOf names of nodes that must be proven gone before it is loaded, as far as the node that
    ///                      answers can tell; empty where nothing is waited for
    /// @param maintenance whether nothing is done about it by itself
    /// @param alert    what a person is asked about it: `start`, `failover` or `failback`; empty where nobody is
    /// @param question that question in a sentence, with how to answer it
    /// @param upSince  when its present life began, by the clock of its host; empty while it is not loaded
    @Json
    public record ResourceData(
            String name,
            String state,
            String node,
            int lives,
            boolean wanted,
            String moveTo,
            List<String> nodes,
            String reason,
            List<String> awaitsProofOf,
            boolean maintenance,
            String alert,
            String question,
            String upSince) {
        public ResourceData {
            nodes = List.copyOf(nodes);
            awaitsProofOf = List.copyOf(awaitsProofOf);
        }

        /// What was ordered while it was on its way elsewhere, as words behind its state; empty where nothing was.
        public String order() {
            boolean moves = !moveTo.isEmpty() && !moveTo.equals(node);
            return switch (state) {
                case "Loading", "Running" -> !wanted ? ", then offline" : moves ? ", then to " + moveTo : "";
                case "Unloading" -> !wanted ? "" : moves ? ", then to " + moveTo : ", then online";
                default -> "";
            };
        }

        /// The state, with what is asked as the original calls it.
        String title() {
            return switch (alert) {
                case "start" -> "Start Alert";
                case "failover" -> "Failover Alert";
                case "failback" -> state + " (Failback Alert)";
                default -> state;
            };
        }

        /// For people: what it waits for, or where it waits for nothing the reason of the last change.
        public String explanation() {
            if (!question.isEmpty()) {
                return question;
            }
            String why = maintenance ? "in maintenance; " + reason : reason;
            return awaitsProofOf.isEmpty()
                    ? why
                    : "waiting for proof that " + String.join(", ", awaitsProofOf)
                            + (awaitsProofOf.size() == 1 ? " is gone" : " are gone");
        }
    }

    /// How long the node of a resource has been silent, where that is longer than usual: what is told of
    /// the resource is then the last that was heard.
    public Optional<Long> silenceMillis(ResourceData resource) {
        return nodes.stream()
                .filter(node -> node.name().equals(resource.node()))
                .map(NodeData::silentMillis)
                .filter(millis -> isSilence(millis, heartbeatMillis))
                .findFirst();
    }

    /// Whether a node that was not heard for so long is silent: one heartbeat may be lost.
    public static boolean isSilence(long millis, long heartbeatMillis) {
        return millis > 2 * heartbeatMillis;
    }

    /// The state of a resource for people, who read it in an outage, with what is ordered to follow.
    public String stateInWords(ResourceData resource) {
        return resource.title()
                + resource.order()
                + silenceMillis(resource)
                        .map(millis -> " (node silent %.1f s)".formatted(millis / 1000.0))
                        .orElse("");
    }

    public StatusData {
        warnings = List.copyOf(warnings);
        maintenance = List.copyOf(maintenance);
        nodes = List.copyOf(nodes);
        resources = List.copyOf(resources);
    }
}
