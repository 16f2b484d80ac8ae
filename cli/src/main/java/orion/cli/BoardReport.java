package orion.cli;

import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.MalformedInput;
import orion.core.wire.NodeBlockCodec;
import orion.node.board.BoardDescription;
import orion.node.board.FoundBoard;
import orion.node.board.Mailbox;
import orion.node.board.MailboxMessage;
import orion.node.board.NodeReading;
import orion.node.board.StoredConfiguration;

/// A board as it is shown: to programs as JSON, to people as text.
///
/// @param path     device or file, or the name of a witness
/// @param bytes    its size
/// @param sector   bytes of a sector
/// @param created  when it was made, ISO 8601 in UTC
/// @param disk     which disk of the board it is, 1 for the first
/// @param disks    how many the board has
/// @param filled   whether it holds what the others hold
/// @param proof    `proven`, `no_key` or `other_key`: how far the rest can be believed
/// @param damages  a sentence for each part that cannot be read
@Json
public record BoardReport(
        String path,
        long bytes,
        int sector,
        String cluster,
        String clusterId,
        String created,
        int disk,
        int disks,
        boolean filled,
        String proof,
        List<BoardNode> nodes,
        List<BoardCopy> configurations,
        List<BoardSlot> slots,
        List<String> damages) {

    /// What a node wrote.
    ///
    /// @param node        its number
    /// @param name        its name; `node` and its number where it is not configured
    /// @param incarnation which life of the node
    /// @param tick        grows with every cycle: a tick that moves is a sign of life
    /// @param generation  the newest it knows, as text
    /// @param hears       numbers of the nodes it hears
    /// @param stopped     whether these are last words: everything is stopped
    @Json
    public record BoardNode(
            int node,
            String name,
            long incarnation,
            long tick,
            String generation,
            List<Integer> hears,
            boolean linkUp,
            boolean stopped) {}

    /// A copy of the configuration.
    @Json
    public record BoardCopy(int node, long version, int bytes) {}

    /// A slot of the SBD part.
    @Json
    public record BoardSlot(int slot, String name, String message, String sender) {}

    /// A board that a search found.
    ///
    /// @param names names that stay the same over restarts
    /// @param disk  which disk of the board it is, 1 for the first
    /// @param disks how many the board has
    @Json
    public record Found(
            String path,
            List<String> names,
            String cluster,
            String clusterId,
            String created,
            long bytes,
            int disk,
            int disks) {}

    /// What there is to say about a board.
    static BoardReport of(BoardDescription board) throws CommandFailure {
        Optional<ClusterConfiguration> configuration = Boards.newest(board);
        List<String> damages = new ArrayList<>(board.damages());
        List<BoardNode> nodes = new ArrayList<>();
        for (NodeReading reading : board.nodes()) {
            switch (reading) {
                case NodeReading.Empty _ -> {}
                case NodeReading.Damaged damaged -> damages.add(damaged.sentence());
                case NodeReading.Written written ->
                    addNode(written, name(configuration, written.node()), nodes, damages);
            }
        }
        return new BoardReport(
                board.disk().toString(),
                board.bytes(),
                board.sectorSize(),
                board.superblock().cluster().name(),
                board.superblock().cluster().id().toString(),
                board.superblock().created().toString(),
                board.superblock().place().number(),
                board.superblock().place().size(),
                board.superblock().place().filled(),
                board.proof().name().toLowerCase(Locale.ROOT),
                nodes,
                board.configurations().stream().map(BoardReport::copy).toList(),
                board.mailboxes().stream().map(BoardReport::slot).toList(),
                damages);
    }

    /// What there is to say about a board that was found.
    static Found of(FoundBoard board) {
        return new Found(
                board.path().toString(),
                board.lastingNames().stream().map(Object::toString).toList(),
                board.superblock().cluster().name(),
                board.superblock().cluster().id().toString(),
                board.superblock().created().toString(),
                board.bytes(),
                board.superblock().place().number(),
                board.superblock().place().size());
    }

    private static String name(Optional<ClusterConfiguration> configuration, int number) {
        NodeId id = new NodeId(number);
        return configuration.map(it -> it.nameOf(id)).orElse(id.toString());
    }

    private static void addNode(NodeReading.Written written, String name, List<BoardNode> nodes, List<String> damages) {
        byte[] bytes = new byte[written.payload().remaining()];
        written.payload().get(bytes);
        try {
            NodeBlock block = NodeBlockCodec.decode(bytes);
            nodes.add(new BoardNode(
                    written.node(),
                    name,
                    block.writer().incarnation(),
                    block.tick(),
                    block.newest().toString(),
                    block.hears().stream().map(NodeId::number).toList(),
                    block.linkUp(),
                    block.stopped()));
        } catch (MalformedInput foreign) {
            damages.add("what " + name + " wrote is not understood: " + foreign.getMessage());
        }
    }

    private static BoardCopy copy(StoredConfiguration copy) {
        return new BoardCopy(copy.node(), copy.version(), copy.content().remaining());
    }

    private static BoardSlot slot(Mailbox mailbox) {
        String message = mailbox.message().map(MailboxMessage::word).orElse("unknown (" + mailbox.code() + ")");
        return new BoardSlot(mailbox.slot(), mailbox.name(), message, mailbox.sender());
    }

    /// Shows all disks of a board to people.
    static void writeAll(List<BoardReport> disks, Screen screen) {
        for (int i = 0; i < disks.size(); i++) {
            if (i > 0) {
                screen.line("");
            }
            disks.get(i).writeTo(screen);
        }
    }

    private void writeTo(Screen screen) {
        screen.line("Board %s: %.1f MB, sectors of %d bytes".formatted(path, bytes / 1e6, sector)
                + (disks == 1 ? "" : ", disk " + disk + " of " + disks));
        if (!filled) {
            screen.line(screen.paint(Screen.Tone.BAD, "NOT FILLED from the other disks yet: it does not count"));
        }
        screen.line("Cluster %s (%s), made %s".formatted(Screen.plain(cluster), clusterId, created));
        screen.line(
                switch (proof) {
                    case "proven" -> "Verified with this node's key";
                    case "no_key" ->
                        "Not verified: no node is seen in this directory, so what the nodes wrote is not shown";
                    default -> screen.paint(Screen.Tone.BAD, "NOT OF THIS CLUSTER: it was made with another key");
                });
        for (String damage : damages) {
            screen.line(screen.paint(Screen.Tone.BAD, "Damaged: ") + Screen.plain(damage));
        }
        writeNodes(screen);
        writeSlots(screen);
    }

    private void writeNodes(Screen screen) {
        if (nodes.isEmpty()) {
            return;
        }
        Table table = new Table("Node", "Number", "Life", "Tick", "Hears", "Link", "State", "Newest generation");
        for (BoardNode node : nodes) {
            table.row(
                    6,
                    node.stopped() ? Screen.Tone.FAINT : Screen.Tone.GOOD,
                    node.name(),
                    Integer.toString(node.node()),
                    Long.toString(node.incarnation()),
                    Long.toString(node.tick()),
                    String.join(",", node.hears().stream().map(String::valueOf).toList()),
                    node.linkUp() ? "up" : "down",
                    node.stopped() ? "stopped" : "in use",
                    node.generation());
        }
        screen.line("");
        table.writeTo(screen);
    }

    private void writeSlots(Screen screen) {
        if (slots.isEmpty()) {
            return;
        }
        Table table = new Table("Slot", "Name", "Message", "From");
        for (BoardSlot slot : slots) {
            table.row(
                    2,
                    slot.message().equals("clear") ? Screen.Tone.GOOD : Screen.Tone.BAD,
                    Integer.toString(slot.slot()),
                    slot.name(),
                    slot.message(),
                    slot.sender());
        }
        screen.line("");
        table.writeTo(screen);
    }
}
