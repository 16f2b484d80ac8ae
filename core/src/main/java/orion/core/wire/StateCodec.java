package orion.core.wire;

import orion.core.configuration.ClusterConfiguration;
import orion.core.resource.ClusterState;

/// The agreed state, and the configuration alone, as bytes: for a node's own disk, for the board's copy, and for what
/// a
/// new node is given.
public final class StateCodec {
    /// No state may become larger. Whoever accepts a change asks [#fits] first.
    public static final int LONGEST = 4 * 1024 * 1024;

    /// What else a message or a file needs around a state.
    private static final int RESERVE = 4096;

    private static final int VERSION = 1;

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
            checkVersion(reader);
            return ConfigurationFormat.read(reader);
        });
    }

    /// Whether the state can be kept and sent: what an administrator's change must leave true. A transaction that
    /// leads to it is never larger than the state itself.
    public static boolean fits(ClusterState state) {
        try {
            BoundedWriter.whole(LONGEST - RESERVE, state, StateCodec::write);
            return true;
        } catch (TooLarge tooLarge) {
            return false;
        }
    }

    private static void write(BoundedWriter writer, ClusterState state) {
        writer.uint8(VERSION);
        StateFormat.writeState(writer, state);
    }

    private static ClusterState read(BoundedReader reader) {
        checkVersion(reader);
        return StateFormat.readState(reader);
    }

    private static void checkVersion(BoundedReader reader) {
        int version = reader.uint8();
        if (version != VERSION) {
            throw reader.malformed("the state is of version " + version + ", this release reads version " + VERSION);
        }
    }
}
