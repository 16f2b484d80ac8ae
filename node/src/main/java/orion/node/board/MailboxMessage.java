package orion.node.board;

import java.util.Locale;
import java.util.Optional;

/// What a mailbox of the SBD layout can tell a node.
public enum MailboxMessage {
    /// Nothing: the mailbox is empty.
    CLEAR(0),
    /// Proves that the mailbox is read.
    TEST(1),
    /// Restart the host at once.
    RESET(2),
    /// Power the host off.
    OFF(3),
    /// Stop watching the board, without harm to the host.
    EXIT(4),
    /// Restart by way of a crash dump.
    CRASHDUMP(5);

    private final int code;

    MailboxMessage(int code) {
        this.code = code;
    }

    /// The byte on the board.
    public int code() {
        return code;
    }

    /// The word the tool `sbd` uses.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The message with this byte; empty for bytes nobody has defined.
    public static Optional<MailboxMessage> of(int code) {
        for (MailboxMessage message : values()) {
            if (message.code == code) {
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }
}
