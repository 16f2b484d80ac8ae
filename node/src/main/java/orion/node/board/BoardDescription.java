package orion.node.board;

import java.util.List;

/// All that can be told about a board from outside, for `sbd view`.
///
/// @param disk where it is
/// @param bytes its size
/// @param sectorSize in bytes
/// @param superblock whose board it says it is
/// @param proof whether that, and the blocks, could be verified
/// @param nodes one reading per node, node 1 first; empty where the proof is not [Proof#PROVEN]
/// @param configurations the stored copies; empty where the proof is not [Proof#PROVEN]
/// @param damages a sentence for each part that cannot be read
/// @param mailboxes the slots of the SBD part that somebody owns
public record BoardDescription(
        DiskLocation disk,
        long bytes,
        int sectorSize,
        Superblock superblock,
        Proof proof,
        List<NodeReading> nodes,
        List<StoredConfiguration> configurations,
        List<String> damages,
        List<Mailbox> mailboxes) {

    /// How far the description can be believed.
    public enum Proof {
        /// The key fits.
        PROVEN,
        /// No key was given: blocks are not looked at, for nothing unproven is ever interpreted.
        NO_KEY,
        /// Another key was given.
        OTHER_KEY
    }

    public BoardDescription {
        nodes = List.copyOf(nodes);
        configurations = List.copyOf(configurations);
        damages = List.copyOf(damages);
        mailboxes = List.copyOf(mailboxes);
    }
}
