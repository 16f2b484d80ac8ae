package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import orion.node.board.BoardException.Fault;
import orion.node.board.MemoryMedium.Fate;

/// The beat of the board: what it gives back, and what survives when the disk misbehaves.
class BoardDeviceTest {
    @Test
    void aNewBoardIsEmptyForAllNodes() throws Exception {
        List<NodeReading> readings = Boards.open(Boards.medium()).readAll();
        assertThat(readings).hasSize(32).allMatch(NodeReading.Empty.class::isInstance);
        assertThat(readings).extracting(NodeReading::node).startsWith(1, 2, 3).endsWith(32);
    }

    @Test
    void eachNodeReadsWhatTheOthersWrote() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice one = Boards.open(medium);
        BoardDevice last = Boards.open(medium);
        one.cycle(1, Boards.bytes("from one"));
        List<NodeReading> seen = last.cycle(32, Boards.bytes("from the last"));
        assertThat(Boards.text(Boards.written(seen, 1).payload())).isEqualTo("from one");
        assertThat(Boards.text(Boards.written(seen, 32).payload())).isEqualTo("from the last");
        assertThat(Boards.text(Boards.written(one.readAll(), 32).payload())).isEqualTo("from the last");
    }

    @Test
    void theSequenceIncreasesAndTheCopiesAlternate() throws Exception {
        BoardDevice board = Boards.open(Boards.medium());
        for (long beat = 1; beat <= 10; beat++) {
            List<NodeReading> readings = board.cycle(2, Boards.bytes("beat " + beat));
            // The first one is written twice.
            assertThat(Boards.written(readings, 2).sequence()).isEqualTo(beat + 1);
        }
    }

    @Test
    void lastWordsAreKeptBeforeEachWriteAndBelongAfterIt() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        BoardDevice other = Boards.open(medium);
        List<Long> places = new ArrayList<>();
        for (int beat = 1; beat <= 4; beat++) {
            String before = "beat " + (beat - 1);
            LastWords.Keeper keeper = (offset, block) -> {
                places.add(offset);
                if (places.size() > 2) {
                    assertThat(Boards.text(Boards.written(Boards.read(other), 2).payload()))
                            .isEqualTo(before);
                }
            };
            board.cycle(2, Boards.bytes("beat " + beat), new LastWords(Boards.bytes("gone"), keeper));
        }

        // The first block is written to both copies; after that each time where the next write would go.
        long one = BoardLayout.nodeBlock(2, 0);
        long two = BoardLayout.nodeBlock(2, 1);
        assertThat(places).containsExactly(one, two, one, two, one);
    }

    @Test
    void theSequenceGoesOnAfterARestart() throws Exception {
        MemoryMedium medium = Boards.medium();
        Boards.open(medium).cycle(2, Boards.bytes("before"));
        List<NodeReading> readings = Boards.open(medium).cycle(2, Boards.bytes("after"));
        assertThat(Boards.written(readings, 2).sequence()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"REFUSED", "TORN", "TORN_SILENTLY", "LOST"})
    void aFailedWriteFailsTheBeatAndTheLastGoodBlockSurvivesEvenRepeatedFailures(Fate fate) throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        BoardDevice peer = Boards.open(medium);
        board.cycle(5, Boards.bytes("older"));
        board.cycle(5, Boards.bytes("good"));
        for (int attempt = 0; attempt < 5; attempt++) {
            medium.nextWrite(fate);
            assertThatThrownBy(() -> board.cycle(5, Boards.bytes("never believed")))
                    .isInstanceOf(BoardException.class);
            assertThat(Boards.text(Boards.written(peer.readAll(), 5).payload())).isEqualTo("good");
        }
        List<NodeReading> readings = board.cycle(5, Boards.bytes("well again"));
        assertThat(Boards.text(Boards.written(readings, 5).payload())).isEqualTo("well again");
        assertThat(Boards.written(readings, 5).sequence()).isGreaterThan(7);
    }

    @Test
    void aWriteReportedFailedThatArrivedIsSparedByTheNextOne() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        board.cycle(5, Boards.bytes("first"));
        medium.nextWrite(Fate.DONE_BUT_REPORTED_FAILED);
        assertThatThrownBy(() -> board.cycle(5, Boards.bytes("arrived"))).isInstanceOf(BoardException.class);
        medium.nextWrite(Fate.TORN);
        assertThatThrownBy(() -> board.cycle(5, Boards.bytes("torn"))).isInstanceOf(BoardException.class);
        // Peers may have read "arrived" already, so they must never see an older block again.
        NodeReading.Written seen = Boards.written(Boards.open(medium).readAll(), 5);
        assertThat(Boards.text(seen.payload())).isEqualTo("arrived");
    }

    @Test
    void silentLossIsReportedAsSuch() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        medium.nextWrite(Fate.LOST);
        String sentence = Boards.refusal(Fault.READ_BACK, () -> board.cycle(5, Boards.bytes("x")));
        assertThat(sentence).contains("memory", "node 5", "offset " + BoardLayout.nodeBlock(5, 1));
    }

    @Test
    void aDiskThatCannotBeReadFailsTheBeat() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        board.cycle(5, Boards.bytes("x"));
        medium.readsFail(true);
        Boards.refusal(Fault.INPUT_OUTPUT, () -> board.cycle(5, Boards.bytes("y")));
        medium.readsFail(false);
        assertThat(Boards.text(
                        Boards.written(board.cycle(5, Boards.bytes("z")), 5).payload()))
                .isEqualTo("z");
    }

    @Test
    void theOlderCopyCountsWhenTheNewerIsDamagedInAnySector() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        board.cycle(9, Boards.bytes("older"));
        board.cycle(9, Boards.bytes("newer"));
        for (int sector = 0; sector < BoardLayout.BLOCK_BYTES; sector += 512) {
            medium.flip(BoardLayout.nodeBlock(9, 1) + sector);
            assertThat(Boards.text(Boards.written(board.readAll(), 9).payload()))
                    .isEqualTo("older");
            medium.flip(BoardLayout.nodeBlock(9, 1) + sector);
            assertThat(Boards.text(Boards.written(board.readAll(), 9).payload()))
                    .isEqualTo("newer");
        }
    }

    @Test
    void twoDamagedCopiesAreAnErrorNamingNodeAndOffsetAndDoNotHinderOthers() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        board.cycle(9, Boards.bytes("older"));
        board.cycle(9, Boards.bytes("newer"));
        medium.flip(BoardLayout.nodeBlock(9, 0) + 100);
        medium.flip(BoardLayout.nodeBlock(9, 1) + 4095);
        List<NodeReading> readings = Boards.open(medium).cycle(8, Boards.bytes("eight"));
        assertThat(readings.get(8)).isInstanceOfSatisfying(NodeReading.Damaged.class, damaged -> {
            assertThat(damaged.node()).isEqualTo(9);
            assertThat(damaged.offset()).isEqualTo(BoardLayout.nodeBlocks(9));
            assertThat(damaged.sentence()).contains("node 9", "" + BoardLayout.nodeBlocks(9), "orion sbd init");
        });
        Boards.refusal(Fault.DAMAGED, () -> Boards.open(medium).cycle(9, Boards.bytes("restarted")));
        // The process that wrote them knows the count and repairs them.
        assertThat(Boards.written(board.cycle(9, Boards.bytes("again")), 9).sequence())
                .isEqualTo(4);
    }

    @Test
    void aFirstWriteThatSucceededIsNeverTakenForNeverWritten() throws Exception {
        MemoryMedium medium = Boards.medium();
        Boards.open(medium).cycle(4, Boards.bytes("only"));
        for (int copy = 0; copy < 2; copy++) {
            medium.flip(BoardLayout.nodeBlock(4, copy) + 50);
            assertThat(Boards.text(
                            Boards.written(Boards.open(medium).readAll(), 4).payload()))
                    .isEqualTo("only");
            medium.flip(BoardLayout.nodeBlock(4, copy) + 50);
        }
    }

    @Test
    void aVeryFirstWriteThatIsTornHindersNobodyHoweverOftenItHappens() throws Exception {
        MemoryMedium medium = Boards.medium();
        for (int powerCuts = 0; powerCuts < 3; powerCuts++) {
            BoardDevice torn = Boards.open(medium);
            medium.nextWrite(Fate.TORN);
            Boards.refusal(Fault.INPUT_OUTPUT, () -> torn.cycle(4, Boards.bytes("half")));
            medium.nextWrite(Fate.TORN_SILENTLY);
            Boards.refusal(Fault.READ_BACK, () -> torn.cycle(4, Boards.bytes("half again")));

            List<NodeReading> seen = Boards.open(medium).cycle(5, Boards.bytes("five"));
            assertThat(seen.get(3)).isInstanceOf(NodeReading.Empty.class);
        }
        assertThat(Boards.text(Boards.written(Boards.open(medium).cycle(4, Boards.bytes("whole")), 4)
                        .payload()))
                .isEqualTo("whole");
        medium.flip(BoardLayout.nodeBlock(4, 1) + 50);
        assertThat(Boards.text(Boards.written(Boards.open(medium).readAll(), 4).payload()))
                .isEqualTo("whole");
    }

    @Test
    void clearingANodeMakesItEmptyAgainAndTouchesNoOther() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        board.cycle(4, Boards.bytes("four"));
        board.cycle(6, Boards.bytes("six"));
        board.cycle(5, Boards.bytes("five"));
        board.clearNode(5);
        List<NodeReading> readings = board.readAll();
        assertThat(readings.get(4)).isInstanceOf(NodeReading.Empty.class);
        assertThat(Boards.text(Boards.written(readings, 4).payload())).isEqualTo("four");
        assertThat(Boards.text(Boards.written(readings, 6).payload())).isEqualTo("six");
    }

    /// As a witness whose host was restored from a backup: it is whole, and has forgotten what nodes promised since.
    @Test
    void aDiskThatWasPutBackToAnEarlierStateIsNoticedByWhoWroteThereAndNeverCountsAgain() throws Exception {
        MemoryMedium medium = Boards.medium();
        byte[] fresh = medium.content.clone();
        BoardDevice board = Boards.open(medium);
        board.cycle(2, Boards.bytes("one"));
        byte[] backup = medium.content.clone();
        board.cycle(2, Boards.bytes("two"));
        board.cycle(2, Boards.bytes("three"));
        for (byte[] earlier : List.of(backup, fresh)) {
            System.arraycopy(earlier, 0, medium.content, 0, earlier.length);
            BoardDevice again = Boards.open(medium);
            again.continueAfter(board);
            for (int tried = 0; tried < 3; tried++) {
                assertThat(Boards.refusal(Fault.WENT_BACK, () -> again.cycle(2, Boards.bytes("four"))))
                        .contains("was put back to an earlier state", "gave back write 4 before")
                        .contains("orion sbd create --force");
            }
        }
        // A node that has only begun knows nothing of what was there.
        System.arraycopy(backup, 0, medium.content, 0, backup.length);
        Boards.open(medium).cycle(2, Boards.bytes("new"));
    }

    @Test
    void twoProcessesWithTheSameNodeNumberAreNoticed() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice right = Boards.open(medium);
        BoardDevice wrong = Boards.open(medium);
        right.cycle(3, Boards.bytes("right"));
        wrong.cycle(3, Boards.bytes("wrong"));
        wrong.cycle(3, Boards.bytes("wrong again"));
        String sentence = Boards.refusal(Fault.DUPLICATE_NODE, () -> right.cycle(3, Boards.bytes("right again")));
        assertThat(sentence).contains("node 3");
        Boards.refusal(Fault.DUPLICATE_NODE, () -> {
            wrong.cycle(3, Boards.bytes("still there"));
            wrong.cycle(3, Boards.bytes("still there"));
            right.cycle(3, Boards.bytes("and again"));
        });
    }

    @Test
    void aBoardMadeAnewOrErasedUnderARunningNodeIsNoticed() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice board = Boards.open(medium);
        board.cycle(3, Boards.bytes("x"));
        BoardCreation.write(
                medium,
                new Superblock(Boards.OTHER, Boards.SUPERBLOCK.created(), Boards.SUPERBLOCK.place()),
                Boards.OTHER_KEY);
        assertThat(Boards.refusal(Fault.OTHER_CLUSTER, () -> board.cycle(3, Boards.bytes("y"))))
                .contains("island");
        medium.zero(0, medium.content.length);
        Boards.refusal(Fault.NO_BOARD, () -> board.cycle(3, Boards.bytes("y")));
    }

    @Test
    void oneDamagedSuperblockHarmsNobody() throws Exception {
        MemoryMedium medium = Boards.medium();
        BoardDevice running = Boards.open(medium);
        medium.flip(BoardLayout.SUPERBLOCK + 20);
        running.cycle(3, Boards.bytes("x"));
        assertThat(Boards.text(Boards.written(Boards.open(medium).readAll(), 3).payload()))
                .isEqualTo("x");
        medium.flip(BoardLayout.SPARE_SUPERBLOCK + 20);
        running.cycle(3, Boards.bytes("y"));
        Boards.refusal(Fault.DAMAGED, () -> Boards.open(medium));
    }

    @Test
    void wrongClusterAndWrongKeyAreToldApartAndTheMediumIsClosed() throws Exception {
        MemoryMedium medium = Boards.medium();
        String cluster = Boards.refusal(
                Fault.OTHER_CLUSTER, () -> BoardDevice.over(medium, Boards.OTHER, Boards.KEY, Optional.empty()));
        assertThat(cluster).contains("'harbour'", "'island'");
        assertThat(medium.isClosed()).isTrue();
        String key = Boards.refusal(
                Fault.WRONG_KEY, () -> BoardDevice.over(medium, Boards.CLUSTER, Boards.OTHER_KEY, Optional.empty()));
        assertThat(key).contains("'harbour'", "another key");
    }

    @Test
    void aFullPayloadFitsAndALongerOneIsRefused() throws Exception {
        BoardDevice board = Boards.open(Boards.medium());
        ByteBuffer full = ByteBuffer.allocate(BoardLayout.LONGEST_PAYLOAD);
        assertThat(Boards.written(board.cycle(1, full), 1).payload().remaining())
                .isEqualTo(3900);
        assertThat(full.remaining()).isEqualTo(3900);
        assertThatThrownBy(() -> board.cycle(1, ByteBuffer.allocate(3901)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
