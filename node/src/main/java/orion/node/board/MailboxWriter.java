package orion.node.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import orion.node.board.BoardException.Fault;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;

/// Writes slots and messages into the SBD part of a board, one sector at a time and each read back, so that nobody
/// else's mailbox is ever touched and a lost message is never taken for a delivered one.
public final class MailboxWriter {
    private static final byte IN_USE = 1;

    private final BlockFile file;
    private final MailboxReader reader;
    private final MemorySegment sector = DirectFile.buffer(BoardLayout.LARGEST_SECTOR);

    MailboxWriter(BlockFile file, MailboxReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /// Gives `name` a slot, its old one where it has one, and returns its number.
    ///
    /// Two hosts doing this at the same moment could take the same slot, for the layout has no lock: the
    /// cluster lets one node at a time do it.
    ///
    /// @param preferred the slot to take if it is free
    public int allocate(String name, int preferred) throws BoardException {
        checkName(name);
        List<Mailbox> taken = reader.mailboxes();
        for (Mailbox mailbox : taken) {
            if (mailbox.name().equals(name)) {
                return mailbox.slot();
            }
        }
        for (int tried = 0; tried < reader.header().slots(); tried++) {
            int slot = (preferred + tried) % reader.header().slots();
            if (taken.stream().noneMatch(mailbox -> mailbox.slot() == slot)) {
                write(BoardLayout.slotMailbox(slot, sectorSize()), (byte) 0, "");
                write(BoardLayout.slotName(slot, sectorSize()), IN_USE, name);
                return slot;
            }
        }
        throw new BoardException(
                Fault.FULL,
                "All " + reader.header().slots() + " slots of " + file.name()
                        + " are taken; clear those of removed nodes with 'orion sbd init'.");
    }

    /// Puts a message into a slot's mailbox; it is there when this returns.
    ///
    /// @param sender who sends it, at most 63 bytes
    public void write(int slot, MailboxMessage message, String sender) throws BoardException {
        checkName(sender);
        boolean clear = message == MailboxMessage.CLEAR;
        write(BoardLayout.slotMailbox(slot, sectorSize()), (byte) message.code(), clear ? "" : sender);
    }

    /// Gives the slot of a removed node free and empties its mailbox.
    public void release(int slot) throws BoardException {
        write(BoardLayout.slotName(slot, sectorSize()), (byte) 0, "");
        write(BoardLayout.slotMailbox(slot, sectorSize()), (byte) 0, "");
    }

    private int sectorSize() {
        return reader.header().sectorSize();
    }

    private void write(long offset, byte first, String text) throws BoardException {
        byte[] bytes = new byte[sectorSize()];
        byte[] name = text.getBytes(StandardCharsets.UTF_8);
        bytes[0] = first;
        System.arraycopy(name, 0, bytes, 1, name.length);
        MemorySegment.copy(bytes, 0, sector, JAVA_BYTE, 0, bytes.length);
        try {
            file.write(offset, sector, 0, bytes.length);
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        if (!Arrays.equals(bytes, reader.sector(offset))) {
            throw new BoardException(
                    Fault.READ_BACK,
                    "The board " + file.name() + " did not give back what was written at offset " + offset
                            + "; the message or slot must count as not written.");
        }
    }

    private static void checkName(String name) throws BoardException {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MailboxReader.LONGEST_NAME) {
            throw new BoardException(
                    Fault.UNUSABLE,
                    "The name '" + name + "' has " + length + " bytes and a mailbox takes 1 to "
                            + MailboxReader.LONGEST_NAME + "; give a shorter one.");
        }
    }
}
