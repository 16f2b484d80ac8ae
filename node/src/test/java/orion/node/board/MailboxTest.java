package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import orion.node.board.BoardException.Fault;
import orion.node.board.MemoryMedium.Fate;

/// The mailboxes of the SBD part.
class MailboxTest {
    @ParameterizedTest
    @EnumSource(MailboxMessage.class)
    void everyMessageArrivesWithItsSender(MailboxMessage message) throws Exception {
        BoardDevice board = Boards.open(Boards.medium());
        MailboxWriter writer = board.mailboxWriter();
        int slot = writer.allocate("node3", 2);
        writer.write(slot, message, "node1");
        assertThat(board.mailboxes().read(slot)).hasValueSatisfying(mailbox -> {
            assertThat(mailbox.message()).contains(message);
            assertThat(mailbox.sender()).isEqualTo(message == MailboxMessage.CLEAR ? "" : "node1");
        });
    }

    @Test
    void aNameKeepsItsSlotAndATakenOneIsPassedOver() throws Exception {
        MailboxWriter writer = Boards.open(Boards.medium()).mailboxWriter();
        assertThat(writer.allocate("a", 5)).isEqualTo(5);
        assertThat(writer.allocate("b", 5)).isEqualTo(6);
        assertThat(writer.allocate("a", 9)).isEqualTo(5);
        assertThat(writer.allocate("c", 254)).isEqualTo(254);
        assertThat(writer.allocate("d", 254)).isEqualTo(0);
    }

    @Test
    void aFullBoardSaysSo() throws Exception {
        MailboxWriter writer = Boards.open(Boards.medium()).mailboxWriter();
        for (int node = 0; node < 255; node++) {
            writer.allocate("node" + node, node);
        }
        assertThat(Boards.refusal(Fault.FULL, () -> writer.allocate("one too many", 0)))
                .contains("255");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"LOST", "TORN_SILENTLY"})
    void aMessageThatDoesNotReadBackIsAFailure(Fate fate) throws Exception {
        MemoryMedium medium = Boards.medium();
        MailboxWriter writer = Boards.open(medium).mailboxWriter();
        int slot = writer.allocate("node3", 2);
        medium.nextWrite(fate);
        if (fate == Fate.LOST) {
            Boards.refusal(Fault.READ_BACK, () -> writer.write(slot, MailboxMessage.RESET, "node1"));
        } else {
            // The message fits into the half that arrived: then, and only then, it counts.
            writer.write(slot, MailboxMessage.RESET, "node1");
            assertThat(Boards.open(medium).mailboxes().read(slot).orElseThrow().message())
                    .contains(MailboxMessage.RESET);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void aMessageTouchesItsOwnSectorOnly(int sectorSize) throws Exception {
        MemoryMedium medium = new MemoryMedium(20 << 20, sectorSize);
        BoardCreation.write(medium, Boards.SUPERBLOCK, Boards.KEY);
        MailboxWriter writer = Boards.open(medium).mailboxWriter();
        writer.allocate("before", 9);
        int slot = writer.allocate("node", 10);
        writer.allocate("after", 11);
        byte[] before = medium.content.clone();
        writer.write(slot, MailboxMessage.OFF, "someone");
        int place = (int) BoardLayout.slotMailbox(slot, sectorSize);
        for (int at = 0; at < before.length; at++) {
            if (before[at] != medium.content[at]) {
                assertThat(at).isBetween(place, place + sectorSize - 1);
            }
        }
    }

    @Test
    void theLastSlotOnLargeSectorsEndsBeforeTheSuperblock() {
        assertThat(BoardLayout.slotMailbox(254, 4096) + 4096).isLessThanOrEqualTo(BoardLayout.SUPERBLOCK);
        assertThat(BoardLayout.slotMailbox(254, 512)).isEqualTo(510L * 512);
        assertThat(BoardLayout.USED_BYTES).isLessThan(BoardLayout.LEAST_BYTES);
    }

    @Test
    void unknownMessagesAndAbsurdNamesAreReadWithoutTrust() throws Exception {
        MemoryMedium medium = Boards.medium();
        for (int at = 512; at < 511 * 512; at++) {
            medium.content[at] = (byte) 0xFF;
        }
        assertThat(Boards.open(medium).mailboxes().mailboxes()).hasSize(255).allSatisfy(mailbox -> {
            assertThat(mailbox.message()).isEmpty();
            assertThat(mailbox.code()).isEqualTo(255);
            assertThat(mailbox.name()).hasSize(63);
        });
    }

    @Test
    void namesThatDoNotFitAreRefused() throws Exception {
        MailboxWriter writer = Boards.open(Boards.medium()).mailboxWriter();
        Boards.refusal(Fault.UNUSABLE, () -> writer.allocate("x".repeat(64), 0));
        Boards.refusal(Fault.UNUSABLE, () -> writer.allocate("", 0));
    }

    @Test
    void aDamagedHeaderIsNamed() throws Exception {
        MemoryMedium medium = Boards.medium();
        medium.zero(0, 512);
        assertThat(Boards.refusal(Fault.DAMAGED, () -> Boards.open(medium).mailboxes()))
                .contains("offset 0");
    }
}
