package orion.node.board;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import orion.node.fuzz.Target;

/// What stands on the disks of the white board, where anybody who reaches them can write anything.
public final class BoardTargets {
    private static final int NODE = 7;
    private static final Target.Limit LIMIT = new Target.Limit(200_000, 50);
    private static final int PAGE = BoardLayout.BLOCK_BYTES;

    private BoardTargets() {}

    /// All of them.
    public static List<Target> all() {
        byte[] page = Boards.SUPERBLOCK.page(Boards.KEY);
        byte[] block = new byte[PAGE];
        SealedBlock seal = SealedBlock.ofNodes(Boards.CLUSTER.id(), Boards.KEY);
        seal.seal(block, NODE, 12, Boards.bytes("what a node says"));
        byte[] header = SbdHeader.ofNewBoard(512, Boards.CLUSTER.id()).sector();
        return List.of(
                target("first pages of boards", 15_000, page, input -> superblock(input, false)),
                target("first pages with a true proof", 15_000, page, input -> superblock(input, true)),
                target("sealed blocks", 10_000, block, input -> sealed(seal, block, input)),
                target("sealed blocks with a true proof", 10_000, block, input -> proven(seal, input)),
                target("headers for the tool sbd", 20_000, header, BoardTargets::header),
                new Target(
                        "mailboxes of the tool sbd",
                        List.of(mailboxes()),
                        16 * 512,
                        2_000,
                        BoardTargets::mailboxes,
                        // All sectors that a header can speak of are read at once.
                        new Target.Limit(3L * BoardLayout.SUPERBLOCK / 2, 50)),
                target("whole boards", 500, blockOnBoard(), new WholeBoard()::again));
    }

    private static Target target(String name, int quick, byte[] seed, Target.Decoder decoder) {
        return new Target(name, List.of(seed), seed.length, quick, decoder, LIMIT);
    }

    private static byte[] page(byte[] input) {
        return Arrays.copyOf(input, PAGE);
    }

    private static Optional<byte[]> superblock(byte[] input, boolean proveAnew) {
        byte[] page = page(input);
        if (proveAnew) {
            CRC32C checksum = new CRC32C();
            int at = PAGE - BoardKey.PROOF_BYTES - Integer.BYTES;
            checksum.update(page, 0, at);
            ByteBuffer.wrap(page).putInt(at, (int) checksum.getValue());
            new BoardProof(Boards.KEY).put(page, PAGE - BoardKey.PROOF_BYTES);
        }
        if (!(Superblock.read(page) instanceof Superblock.Reading.Found found)) {
            return Optional.empty();
        }
        boolean proven = found.provenBy(Boards.KEY);
        if (found.provenBy(Boards.OTHER_KEY) || (proveAnew && !proven)) {
            throw new IllegalStateException("a wrong proof is believed, or a true one is not");
        }
        if (!proveAnew && proven && !Arrays.equals(page, Boards.SUPERBLOCK.page(Boards.KEY))) {
            throw new IllegalStateException("a page that nobody with the key wrote is believed");
        }
        return Optional.of(input);
    }

    /// Nothing but the one good block may pass.
    private static Optional<byte[]> sealed(SealedBlock seal, byte[] good, byte[] input) {
        return switch (seal.read(page(input), NODE, 0)) {
            case SealedBlock.Reading.Good _ when Arrays.equals(page(input), good) -> Optional.of(input);
            case SealedBlock.Reading.Good _ -> throw new IllegalStateException("a forged block passes");
            case SealedBlock.Reading.Empty _, SealedBlock.Reading.Damaged _ -> Optional.empty();
        };
    }

    private static Optional<byte[]> proven(SealedBlock seal, byte[] input) {
        byte[] block = page(input);
        int length = ByteBuffer.wrap(block).getInt(SealedBlock.HEADER_BYTES - Integer.BYTES);
        new BoardProof(Boards.KEY).put(block, SealedBlock.HEADER_BYTES + Math.clamp(length, 0, seal.capacity()));
        if (!(seal.read(block, NODE, 0) instanceof SealedBlock.Reading.Good good)) {
            return Optional.empty();
        }
        byte[] again = new byte[PAGE];
        seal.seal(again, NODE, good.sequence(), good.content());
        int end = SealedBlock.HEADER_BYTES + good.content().remaining();
        if (!Arrays.equals(again, 0, end, block, 0, end)) {
            throw new IllegalStateException("read and written again it is another block");
        }
        return Optional.of(input);
    }

    private static Optional<byte[]> header(byte[] input) {
        return SbdHeader.read(input).map(header -> {
            if (!SbdHeader.read(header.sector()).equals(Optional.of(header))) {
                throw new IllegalStateException("read and written again it is another header: " + header);
            }
            return input;
        });
    }

    private static byte[] mailboxes() {
        try {
            MemoryMedium medium = Boards.medium();
            Boards.open(medium).mailboxWriter().allocate("server-1", 0);
            return Arrays.copyOf(medium.content, 16 * 512);
        } catch (BoardException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final MemoryMedium SCRATCH = new MemoryMedium(20 << 20, 512);

    private static Optional<byte[]> mailboxes(byte[] input) {
        Arrays.fill(SCRATCH.content, 0, 3 * (int) BoardLayout.SUPERBLOCK / 2, (byte) 0);
        System.arraycopy(input, 0, SCRATCH.content, 0, input.length);
        try {
            MailboxReader reader = MailboxReader.over(SCRATCH);
            List<Mailbox> mailboxes = reader.mailboxes();
            for (Mailbox mailbox : mailboxes) {
                if (!reader.read(mailbox.slot()).equals(Optional.of(mailbox))) {
                    throw new IllegalStateException("read alone it is another mailbox: " + mailbox);
                }
                mailbox.message();
            }
            return Optional.of(input);
        } catch (BoardException refused) {
            return Optional.empty();
        }
    }

    /// The first page, and the pair of blocks of the first node.
    private static byte[] blockOnBoard() {
        try {
            MemoryMedium medium = Boards.medium();
            Boards.open(medium).cycle(1, Boards.bytes("one"));
            return Arrays.copyOfRange(
                    medium.content,
                    (int) BoardLayout.SUPERBLOCK,
                    (int) BoardLayout.SUPERBLOCK + 3 * BoardLayout.BLOCK_BYTES);
        } catch (BoardException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Opens a board of anything as a daemon does.
    private static final class WholeBoard {
        private final MemoryMedium medium = new MemoryMedium(20 << 20, 512);

        Optional<byte[]> again(byte[] input) {
            byte[] place = Arrays.copyOf(input, 3 * PAGE);
            System.arraycopy(place, 0, medium.content, (int) BoardLayout.SUPERBLOCK, place.length);
            try {
                BoardDevice device = Boards.open(medium);
                List<NodeReading> readings = new ArrayList<>(device.readAll());
                device.searchConfigurations();
                boolean written = readings.getFirst() instanceof NodeReading.Written;
                return written ? Optional.of(input) : Optional.empty();
            } catch (BoardException refused) {
                return Optional.empty();
            }
        }
    }
}
