package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import orion.core.wire.StateCodec;
import orion.node.board.BoardException.Fault;
import orion.node.board.MemoryMedium.Fate;

/// The copies of the configuration on the board.
class ConfigurationAreaTest {
    private static final int CAPACITY = 128 * 1024 - SealedBlock.HEADER_BYTES - BoardKey.PROOF_BYTES - Long.BYTES;

    @Test
    void aNewBoardHoldsNoConfiguration() throws Exception {
        StoredConfiguration.Search search = Boards.open(Boards.medium()).searchConfigurations();
        assertThat(search.newest()).isEmpty();
        assertThat(search.damages()).isEmpty();
    }

    @Test
    void theNewestOfAllNodesIsFound() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        board.writeConfiguration(1, 7, Boards.bytes("seven"));
        board.writeConfiguration(32, 9, Boards.bytes("nine"));
        board.writeConfiguration(2, 8, Boards.bytes("eight"));
        assertThat(Boards.open(medium).searchConfigurations().newest()).hasValueSatisfying(newest -> {
            assertThat(newest.node()).isEqualTo(32);
            assertThat(newest.version()).isEqualTo(9);
            assertThat(Boards.text(newest.content())).isEqualTo("nine");
        });
    }

    @Test
    void theLargestConfigurationFitsAndALargerOneIsRefused() throws Exception {
        BoardDevice board = Boards.open(Boards.medium());
        board.writeConfiguration(1, 1, ByteBuffer.allocate(CAPACITY));
        assertThat(board.readConfiguration(1))
                .hasValueSatisfying(
                        stored -> assertThat(stored.content().remaining()).isEqualTo(CAPACITY));
        Boards.refusal(Fault.FULL, () -> board.writeConfiguration(1, 2, ByteBuffer.allocate(CAPACITY + 1)));
    }

    @Test
    void everyConfigurationThatTheClusterAcceptsFits() {
        assertThat(StateCodec.LONGEST_COPY).isLessThanOrEqualTo(CAPACITY);
    }

    @Test
    void anOlderVersionNeverReplacesANewerOne() throws Exception {
        BoardDevice board = Boards.open(Boards.medium());
        board.writeConfiguration(1, 5, Boards.bytes("five"));
        assertThat(Boards.refusal(Fault.OUTDATED, () -> board.writeConfiguration(1, 4, Boards.bytes("four"))))
                .contains("5", "4");
        assertThat(board.readConfiguration(1).orElseThrow().version()).isEqualTo(5);
    }

    @Test
    void aTornWriteLeavesTheLastGoodCopyHoweverOftenItHappens() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        board.writeConfiguration(1, 1, Boards.bytes("one"));
        board.writeConfiguration(1, 2, Boards.bytes("two"));
        for (Fate fate : new Fate[] {Fate.TORN, Fate.TORN_SILENTLY, Fate.LOST, Fate.REFUSED, Fate.TORN}) {
            medium.nextWrite(fate);
            assertThatThrownBy(() -> board.writeConfiguration(1, 3, Boards.bytes("three")))
                    .isInstanceOf(BoardException.class);
            assertThat(board.searchConfigurations().newest().orElseThrow().version())
                    .isEqualTo(2);
        }
        board.writeConfiguration(1, 3, Boards.bytes("three"));
        assertThat(board.searchConfigurations().newest().orElseThrow().version())
                .isEqualTo(3);
    }

    @Test
    void aDamagedNodeIsNamedAndTheOthersStillCountAndItIsRepairedByTheNextWrite() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        board.writeConfiguration(1, 1, Boards.bytes("one"));
        board.writeConfiguration(2, 2, Boards.bytes("two"));
        medium.flip(BoardLayout.configuration(2, 1) + 77);
        StoredConfiguration.Search search = board.searchConfigurations();
        assertThat(search.newest().orElseThrow().version()).isEqualTo(1);
        assertThat(search.damages()).singleElement().asString().contains("node 2", "" + BoardLayout.configurations(2));
        board.writeConfiguration(2, 3, Boards.bytes("three"));
        assertThat(board.searchConfigurations().newest().orElseThrow().version())
                .isEqualTo(3);
        assertThat(board.searchConfigurations().damages()).isEmpty();
    }
}
