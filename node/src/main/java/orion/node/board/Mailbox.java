package orion.node.board;

import java.util.Optional;

/// One slot of the SBD part: a node's name and the message that waits for it.
///
/// @param slot counted from 0, as the tool `sbd` shows it
/// @param name the owner
/// @param code the message's byte, see [MailboxMessage]
/// @param sender who wrote the message last; the tool `sbd` leaves its name there when it clears a message
public record Mailbox(int slot, String name, int code, String sender) {
    /// The message; empty where the byte is none that anybody has defined.
    public Optional<MailboxMessage> message() {
        return MailboxMessage.of(code);
    }
}
