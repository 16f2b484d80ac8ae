package orion.node.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orion.node.board.BoardException.Fault;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;

/// Reads the SBD part of a board: its header, who owns which slot, and what waits in the mailboxes. It reads what our
/// programs wrote and what the tool `sbd` wrote, and trusts neither.
public final class MailboxReader {
    static final int LONGEST_NAME = 63;
    private static final int NAME_AT = 1;

    private final BlockFile file;
    private final SbdHeader header;
    private final MemorySegment sector;

    private MailboxReader(BlockFile file, SbdHeader header) {
        this.file = file;
        this.header = header;
        this.sector = DirectFile.buffer(BoardLayout.LARGEST_SECTOR);
    }

    static MailboxReader over(BlockFile file) throws BoardException {
        Optional<SbdHeader> header = header(file);
        if (header.isEmpty() || header.get().sectorSize() < file.sectorSize()) {
            throw new BoardException(
                    Fault.DAMAGED,
                    "The SBD header at offset 0 of " + file.name()
                            + (header.isEmpty()
                                    ? " is damaged"
                                    : " is for sectors of " + header.get().sectorSize() + " bytes and the disk has "
                                            + file.sectorSize())
                            + "; make the board anew with 'orion sbd create --force' while all nodes are stopped.");
        }
        return new MailboxReader(file, header.get());
    }

    /// The header of the SBD layout, if there is one.
    static Optional<SbdHeader> header(BlockFile file) throws BoardException {
        MemorySegment start = DirectFile.buffer(BoardLayout.LARGEST_SECTOR);
        try {
            file.read(0, start, 0, start.byteSize());
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        return SbdHeader.read(start.toArray(JAVA_BYTE));
    }

    /// The header as it was when this reader was made.
    public SbdHeader header() {
        return header;
    }

    /// The slots that somebody owns, by number.
    public List<Mailbox> mailboxes() throws BoardException {
        int size = header.sectorSize();
        int length = (1 + 2 * header.slots()) * size;
        // Direct transfers are multiples of a sector; 4096 suits every disk, and our own area follows anyway.
        long rounded = (length + BoardLayout.LARGEST_SECTOR - 1L) & -BoardLayout.LARGEST_SECTOR;
        MemorySegment all = DirectFile.buffer(rounded);
        try {
            file.read(0, all, 0, rounded);
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        byte[] bytes = all.toArray(JAVA_BYTE);
        List<Mailbox> mailboxes = new ArrayList<>();
        for (int slot = 0; slot < header.slots(); slot++) {
            int name = (int) BoardLayout.slotName(slot, size);
            int mailbox = (int) BoardLayout.slotMailbox(slot, size);
            if (bytes[name] != 0) {
                mailboxes.add(new Mailbox(
                        slot,
                        text(bytes, name + NAME_AT),
                        Byte.toUnsignedInt(bytes[mailbox]),
                        text(bytes, mailbox + NAME_AT)));
            }
        }
        return List.copyOf(mailboxes);
    }

    /// The slot of the node called `name`.
    public Optional<Mailbox> find(String name) throws BoardException {
        return mailboxes().stream()
                .filter(mailbox -> mailbox.name().equals(name))
                .findFirst();
    }

    /// Reads one slot alone: two transfers of a sector each, cheap enough for every beat.
    ///
    /// @return empty where nobody owns the slot
    public Optional<Mailbox> read(int slot) throws BoardException {
        byte[] name = sector(BoardLayout.slotName(slot, header.sectorSize()));
        if (name[0] == 0) {
            return Optional.empty();
        }
        byte[] mailbox = sector(BoardLayout.slotMailbox(slot, header.sectorSize()));
        return Optional.of(
                new Mailbox(slot, text(name, NAME_AT), Byte.toUnsignedInt(mailbox[0]), text(mailbox, NAME_AT)));
    }

    byte[] sector(long offset) throws BoardException {
        try {
            file.read(offset, sector, 0, header.sectorSize());
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        return sector.asSlice(0, header.sectorSize()).toArray(JAVA_BYTE);
    }

    private static String text(byte[] bytes, int start) {
        int end = start;
        while (end < start + LONGEST_NAME && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
