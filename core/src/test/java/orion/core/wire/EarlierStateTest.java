package orion.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ApiToken;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.Trial;
import orion.core.resource.ClusterState;

/// What the releases before left on disk and on the white board is read; what is older is refused with all numbers.
final class EarlierStateTest {
    private static final int WITH_NEWEST_ON_TRIAL = 8;
    private static final int WITHOUT_TOKENS = 7;
    private static final int WITHOUT_EDITS = 6;
    /// The number of the version, the name of the state, the run, and whether there is a quorum.
    private static final int BYTES_BEFORE_CONFIGURATION = 1 + 16 + 8 + 1;

    /// The count of tokens.
    private static final int TOKENS = 2;
    /// The count of edits, and whether one is on trial.
    private static final int EDITS = 2 + 1;
    /// Of an edit on trial, the first thing that is told.
    private static final int NUMBER_ON_TRIAL = 8;

    /// A state as the last release without tokens wrote it: a cluster named harbour of one node, to which anna has
    /// added a resource.
    private static final String KEPT = "07000000000000000000000000000000000000000000000000000000000768617262"
            + "6f7572000000000000000200000000000003e80000000000001f40000000010000003c01000101000000026e310001000000"
            + "0831302e302e302e311b6f00000001000000037765620001040000000b7765622e7365727669636500000000025800000258"
            + "120000003c0000010100000000000000000001000000000000000200000004616e6e61000000026e31000000000000000065"
            + "53f1000000000b776562206372656174656400010000000c7265736f75726365207765620000010000000377656200000000"
            + "000000000000010000000000000000000000000000000000000000000000000000000000000000000000000f6e6f74207374"
            + "6172746564207965740000000000000000";

    private static ClusterState with(ClusterState state, RecentEdits edits, SortedMap<String, ApiToken> tokens) {
        ClusterConfiguration old = state.configuration();
        ClusterConfiguration configuration = new ClusterConfiguration(
                old.clusterName(),
                old.version(),
                old.timing(),
                old.quorumMembership(),
                old.quorumTimeoutSeconds(),
                old.boards(),
                old.nodes(),
                old.resources(),
                tokens);
        return new ClusterState(
                state.id(),
                state.run(),
                state.quorumReached(),
                configuration,
                edits,
                state.resources(),
                state.leaving(),
                state.maintenance());
    }

    /// As an earlier version was written, of a state without what that did not know, of which only counts are there.
    ///
    /// @param cut how many bytes, at the end of the configuration
    private static byte[] asBefore(int version, ClusterState state, int cut) {
        byte[] before = without(withNumberCut(state), end(state) - TOKENS, cut);
        before[0] = (byte) version;
        return before;
    }

    /// Where the configuration ends.
    private static int end(ClusterState state) {
        return BYTES_BEFORE_CONFIGURATION + StateCodec.encodeConfiguration(state.configuration()).length - 1;
    }

    /// Without the number of the edit on trial, which was always the newest.
    private static byte[] withNumberCut(ClusterState state) {
        byte[] now = StateCodec.encode(state);
        ClusterState none = with(state, RecentEdits.NONE, state.configuration().tokens());
        int edits = StateCodec.encode(state.withTrial(Optional.empty())).length - StateCodec.encode(none).length;
        return state.edits().trial().isEmpty() ? now : without(now, end(state) + EDITS + edits, NUMBER_ON_TRIAL);
    }

    private static byte[] without(byte[] bytes, int at, int cut) {
        byte[] rest = new byte[bytes.length - cut];
        System.arraycopy(bytes, 0, rest, 0, at);
        System.arraycopy(bytes, at + cut, rest, at, bytes.length - at - cut);
        return rest;
    }

    /// The same, as it was while no other edit than the newest could be on trial.
    private static ClusterState withNewestOnTrial(ClusterState state) {
        return state.withTrial(state.edits()
                .trial()
                .map(trial -> new Trial(
                        state.configuration().version(),
                        trial.withinMillis(),
                        trial.leftMillis(),
                        trial.undoneBy(),
                        trial.undoneAtSeconds(),
                        trial.obstacle(),
                        trial.undo())));
    }

    @Test
    void aStateOfEachVersionBeforeIsRead() {
        for (long seed = 1; seed <= 200; seed++) {
            ClusterState state = withNewestOnTrial(new Generated(seed).state());
            ClusterState noTokens = with(state, state.edits(), new TreeMap<>());
            ClusterState neither = with(state, RecentEdits.NONE, new TreeMap<>());

            assertThat(StateCodec.decode(asBefore(WITH_NEWEST_ON_TRIAL, state, 0)))
                    .as("seed %d", seed)
                    .isEqualTo(state);
            assertThat(StateCodec.decode(asBefore(WITHOUT_TOKENS, noTokens, TOKENS)))
                    .as("seed %d", seed)
                    .isEqualTo(noTokens);
            assertThat(StateCodec.decode(asBefore(WITHOUT_EDITS, neither, TOKENS + EDITS)))
                    .as("seed %d", seed)
                    .isEqualTo(neither);
        }
    }

    @Test
    void theBytesOfTheReleaseBeforeAreRead() {
        ClusterState kept = StateCodec.decode(HexFormat.of().parseHex(KEPT));

        assertThat(kept.configuration().clusterName()).isEqualTo("harbour");
        assertThat(kept.configuration().tokens()).isEmpty();
        assertThat(kept.edits().newest().orElseThrow().words()).isEqualTo("edit 2 by anna on n1 (web created)");
        assertThat(StateCodec.encode(kept)[0]).isEqualTo((byte) (WITH_NEWEST_ON_TRIAL + 1));
    }

    @Test
    void aConfigurationOfTheVersionBeforeIsRead() {
        for (long seed = 1; seed <= 200; seed++) {
            ClusterState state = new Generated(seed).state();
            ClusterConfiguration noTokens =
                    with(state, state.edits(), new TreeMap<>()).configuration();
            byte[] now = StateCodec.encodeConfiguration(noTokens);
            byte[] before = Arrays.copyOf(now, now.length - TOKENS);
            before[0] = WITHOUT_TOKENS;

            assertThat(StateCodec.decodeConfiguration(before))
                    .as("seed %d", seed)
                    .isEqualTo(noTokens);
        }
    }

    @Test
    void anOlderOrANewerOneIsRefusedByItsNumber() {
        for (byte version : new byte[] {5, 10}) {
            byte[] other = Arrays.copyOf(StateCodec.encode(new Generated(1).state()), 100);
            other[0] = version;

            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> StateCodec.decode(other))
                    .withMessageContaining("version " + version + ", this release reads versions 6 to 9");
        }
    }
}
