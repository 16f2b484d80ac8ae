package orion.node.daemon;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import orion.node.board.BoardDevice;
import orion.node.board.BoardException;
import orion.node.board.BoardException.Fault;
import orion.node.board.Mailbox;
import orion.node.board.MailboxMessage;
import orion.node.board.OwnMailbox;

/// What one disk's mailbox tells one life of this node. What lies there when this life looks first is older than it:
/// it is emptied and told, never obeyed, or a node would end itself at each start. From then on whatever appears is
/// meant for this life, also when the disk was away meanwhile.
///
/// Used on the thread of that disk alone.
final class Letterbox {
    /// Something in the mailbox that is told once.
    ///
    /// @param message to be obeyed, if it is to be
    /// @param what    what was found and who left it, the beginning of a sentence
    /// @param where   on which disk, its middle; empty where the rest tells
    /// @param fate    what becomes of it, its end
    record Letter(Optional<MailboxMessage> message, String what, String where, String fate) {
        /// For people.
        String text() {
            return what + where + fate;
        }

        /// Whether both may be one message, left on two disks.
        boolean isAlike(Letter other) {
            return message.equals(other.message) && what.equals(other.what) && fate.equals(other.fate);
        }
    }

    private final String name;
    private final int preferredSlot;
    private final boolean obeys;
    private @Nullable BoardDevice device;
    private @Nullable OwnMailbox mailbox;
    private boolean lookedInto;
    private String lastTold = "";

    Letterbox(String name, int preferredSlot, boolean obeys) {
        this.name = name;
        this.preferredSlot = preferredSlot;
        this.obeys = obeys;
    }

    /// Looks into it; empty where nothing is new. It never fails: the next cycle tells how the disk is.
    Optional<Letter> look(BoardDevice disk) {
        try {
            return read(disk);
        } catch (BoardException unusable) {
            mailbox = null;
            return unusable.fault() == Fault.INPUT_OUTPUT
                    ? Optional.empty()
                    : once(new Letter(
                            Optional.empty(),
                            "messages of the tool sbd cannot be read: " + SetupException.reason(unusable),
                            "",
                            ""));
        }
    }

    private Optional<Letter> read(BoardDevice disk) throws BoardException {
        OwnMailbox own = mailbox;
        if (own == null || !disk.equals(device)) {
            own = OwnMailbox.open(disk, name, preferredSlot);
            mailbox = own;
            device = disk;
        }
        Mailbox found = own.read();
        if (found.code() == MailboxMessage.CLEAR.code()) {
            lookedInto = true;
            lastTold = "";
            return Optional.empty();
        }
        Optional<MailboxMessage> message = found.message();
        String what = "the sbd message '" + message.map(MailboxMessage::word).orElse("number " + found.code())
                + "' from " + (found.sender().isEmpty() ? "an unnamed sender" : found.sender());
        String where = " on " + disk.name();
        if (!lookedInto) {
            own.clear();
            lookedInto = true;
            return told(what, where, " is older than this life of the node: it was emptied and is not obeyed");
        }
        if (message.isEmpty()) {
            return once(new Letter(message, what, where, " is not understood and ignored"));
        }
        if (!obeys) {
            own.clear();
            return told(what, where, " was emptied and is not obeyed: this node was started so");
        }
        return switch (message.get()) {
            case CLEAR -> Optional.empty();
            case TEST -> {
                own.clear();
                yield told(what, where, " arrived");
            }
            case EXIT -> {
                own.clear();
                yield Optional.of(new Letter(message, what, where, " asks this node to leave"));
            }
            // Left there, as the tool's own daemon does: the next start empties it.
            case RESET, OFF, CRASHDUMP -> Optional.of(new Letter(message, what, where, " is obeyed"));
        };
    }

    private static Optional<Letter> told(String what, String where, String fate) {
        return Optional.of(new Letter(Optional.empty(), what, where, fate));
    }

    private Optional<Letter> once(Letter letter) {
        boolean known = letter.text().equals(lastTold);
        lastTold = letter.text();
        return known ? Optional.empty() : Optional.of(letter);
    }
}
