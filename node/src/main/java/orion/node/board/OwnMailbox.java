package orion.node.board;

import orion.node.board.BoardException.Fault;

/// The mailbox of one node on an open disk: whoever can write the disk can leave a message there, as the tool `sbd`
/// does.
public final class OwnMailbox {
    private final MailboxReader reader;
    private final MailboxWriter writer;
    private final String name;
    private final int slot;
    private final String disk;

    private OwnMailbox(BoardDevice board, String name, int preferred) throws BoardException {
        this.reader = board.mailboxes();
        this.writer = board.mailboxWriter();
        this.name = name;
        this.slot = writer.allocate(name, preferred);
        this.disk = board.name();
    }

    /// Opens the mailbox of this node, and takes a slot for it where it has none yet.
    ///
    /// @param preferred the slot to take if it is free; different for each node, for the layout has no lock
    public static OwnMailbox open(BoardDevice board, String name, int preferred) throws BoardException {
        return new OwnMailbox(board, name, preferred);
    }

    /// What is in it now.
    ///
    /// @throws BoardException where the slot is no longer this node's
    public Mailbox read() throws BoardException {
        return reader.read(slot)
                .filter(mailbox -> mailbox.name().equals(name))
                .orElseThrow(() -> new BoardException(
                        Fault.DAMAGED,
                        "Slot " + slot + " of " + disk + " no longer belongs to node " + name
                                + ", and messages there are not for it; another one is taken."));
    }

    /// Empties it.
    public void clear() throws BoardException {
        writer.write(slot, MailboxMessage.CLEAR, name);
    }
}
