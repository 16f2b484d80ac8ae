package orion.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import orion.core.configuration.RecentEdits;
import orion.core.resource.ClusterState;

/// What the release before left on disk and on the white board is read; what is older is refused with both numbers.
final class EarlierStateTest {
    private static final int BEFORE = 6;
    /// The number of the version, the name of the state, the run, and whether there is a quorum.
    private static final int BYTES_BEFORE_CONFIGURATION = 1 + 16 + 8 + 1;

    /// The count of edits, and whether one is on trial.
    private static final int SINCE = 2 + 1;

    /// As version 6 was written: without the edits made last, of which there is only the count here, and that none is
    /// on trial.
    private static byte[] asBefore(ClusterState state) {
        byte[] now = StateCodec.encode(state);
        int at = BYTES_BEFORE_CONFIGURATION + StateCodec.encodeConfiguration(state.configuration()).length - 1;
        byte[] before = new byte[now.length - SINCE];
        System.arraycopy(now, 0, before, 0, at);
        System.arraycopy(now, at + SINCE, before, at, now.length - at - SINCE);
        before[0] = BEFORE;
        return before;
    }

    @Test
    void aStateOfTheVersionBeforeIsRead() {
        for (long seed = 1; seed <= 200; seed++) {
            ClusterState state = new Generated(seed).state();
            ClusterState without = new ClusterState(
                    state.id(),
                    state.run(),
                    state.quorumReached(),
                    state.configuration(),
                    RecentEdits.NONE,
                    state.resources(),
                    state.leaving(),
                    state.maintenance());

            assertThat(StateCodec.decode(asBefore(without))).as("seed %d", seed).isEqualTo(without);
        }
    }

    @Test
    void anOlderOneIsRefusedByItsNumber() {
        byte[] older = Arrays.copyOf(StateCodec.encode(new Generated(1).state()), 100);
        older[0] = 5;

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> StateCodec.decode(older))
                .withMessageContaining("version 5, this release reads versions 6 and 7");
    }
}
