package orion.core.wire;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.Trial;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;
import orion.core.resource.Tally;

/// The agreed state, and the configuration alone, as bytes: for a node's own disk, for the board's copy, and
/// for what a new node is given.
public final class StateCodec {
    /// No state, and no message, may become larger. None does whose configuration keeps to [#LONGEST_COPY].
    public static final int LONGEST = 4 * 1024 * 1024;

    /// No copy on the white board may become larger: it has little room for each node. Whoever accepts a new
    /// configuration asks [#copyBytes] first.
    public static final int LONGEST_COPY = 130_000;

    static final int VERSION = 9;
    /// The versions before: in one only the newest edit could be on trial, the one before it had no tokens, and the
    /// oldest no edits either. What a release of then left on disk and board is read.
    static final int WITH_NEWEST_ON_TRIAL = 8;

    static final int WITHOUT_TOKENS = 7;
    static final int WITHOUT_EDITS = 6;

    private StateCodec() {}

    /// A state as bytes.
    ///
    /// @throws TooLarge where the state breaks the limit
    public static byte[] encode(ClusterState state) {
        return BoundedWriter.whole(LONGEST, state, StateCodec::write);
    }

    /// Reads one state.
    ///
    /// @throws MalformedInput where the bytes are anything else than one state
    public static ClusterState decode(byte[] bytes) {
        return BoundedReader.whole(bytes, LONGEST, StateCodec::read);
    }

    /// A configuration as bytes.
    ///
    /// @throws TooLarge where the configuration breaks the limit
    public static byte[] encodeConfiguration(ClusterConfiguration configuration) {
        return BoundedWriter.whole(LONGEST, configuration, (writer, value) -> {
            writer.uint8(VERSION);
            ConfigurationFormat.write(writer, value);
        });
    }

    /// Reads one configuration.
    ///
    /// @throws MalformedInput where the bytes are anything else than one configuration
    public static ClusterConfiguration decodeConfiguration(byte[] bytes) {
        return BoundedReader.whole(bytes, LONGEST, reader -> {
            int version = version(reader);
            return ConfigurationFormat.read(reader, version > WITHOUT_TOKENS);
        });
    }

    /// A state as it is copied to the white board: without reasons and questions, which nobody needs after a cold
    /// start and which grow and shrink with what happens. [#decode] reads it.
    ///
    /// @throws TooLarge where the copy breaks the limit
    public static byte[] encodeCopy(ClusterState state) {
        SortedMap<String, ResourceState> bare = new TreeMap<>();
        state.resources().forEach((name, resource) -> bare.put(name, bare(resource)));
        return BoundedWriter.whole(LONGEST_COPY, with(state, bare), StateCodec::write);
    }

    private static ResourceState bare(ResourceState resource) {
        return resource.because("").asking(Optional.empty()).stayingFrom(Optional.empty());
    }

    /// How large the copy of any state with this configuration can become, whatever happens to the resources. At most
    /// [#LONGEST_COPY], or it could not be stored: what an administrator's change must leave true.
    public static int copyBytes(ClusterConfiguration configuration) {
        return copyBytes(configuration, Optional.empty());
    }

    /// The same while an edit is on trial.
    public static int copyBytes(ClusterConfiguration configuration, Optional<Trial> trial) {
        NodeId node = new NodeId(NodeId.LARGEST);
        SortedMap<String, ResourceState> largest = new TreeMap<>();
        configuration
                .resources()
                .keySet()
                .forEach(name -> largest.put(
                        name,
                        new ResourceState(
                                name,
                                Phase.UNLOADING,
                                Optional.of(new Member(node, 1)),
                                1,
                                true,
                                Optional.of(node),
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Tally.NONE,
                                "")));
        ClusterState state = new ClusterState(
                StateId.NONE,
                0,
                false,
                configuration,
                RecentEdits.largest().with(trial.map(Trial::largest)),
                largest,
                new TreeSet<>(),
                everythingInMaintenance(configuration));
        return BoundedWriter.whole(Integer.MAX_VALUE, state, StateCodec::write).length;
    }

    private static Maintenance everythingInMaintenance(ClusterConfiguration configuration) {
        SortedMap<Maintenance.Scope, Long> left = new TreeMap<>();
        SortedMap<String, NodeId> stopped = new TreeMap<>();
        left.put(new Maintenance.Scope.Cluster(), Maintenance.UNTIL_ENDED);
        configuration
                .nodes()
                .keySet()
                .forEach(node -> left.put(new Maintenance.Scope.Node(node), Maintenance.UNTIL_ENDED));
        configuration.resources().keySet().forEach(name -> {
            left.put(new Maintenance.Scope.Resource(name), Maintenance.UNTIL_ENDED);
            stopped.put(name, new NodeId(NodeId.LARGEST));
        });
        return new Maintenance(left, stopped);
    }

    private static ClusterState with(ClusterState state, SortedMap<String, ResourceState> resources) {
        return new ClusterState(
                state.id(),
                state.run(),
                state.quorumReached(),
                state.configuration(),
                // Why an edit could not be undone is found again.
                state.edits().with(state.edits().trial().map(trial -> trial.because(""))),
                resources,
                state.leaving(),
                state.maintenance());
    }

    private static void write(BoundedWriter writer, ClusterState state) {
        writer.uint8(VERSION);
        StateFormat.writeState(writer, state);
    }

    private static ClusterState read(BoundedReader reader) {
        return StateFormat.readState(reader, version(reader));
    }

    private static int version(BoundedReader reader) {
        int version = reader.uint8();
        if (version < WITHOUT_EDITS || version > VERSION) {
            throw reader.malformed("the state is of version " + version + ", this release reads versions "
                    + WITHOUT_EDITS + " to " + VERSION);
        }
        return version;
    }
}
