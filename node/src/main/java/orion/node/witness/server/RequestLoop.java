package orion.node.witness.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import orion.core.wire.MalformedInput;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;
import orion.node.witness.WitnessFormat;

/// Answers the questions of one client that has shown the secret, one after the other. A question is looked at as a
/// whole before anything is done: one that ends in the middle changes nothing.
final class RequestLoop implements AutoCloseable {
    /// How long a client may ask nothing.
    static final Duration IDLE = Duration.ofSeconds(60);
    /// How long a question may take to come in, and its answer to be taken.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WitnessFile file;
    private final DirectFile reader;
    private final long connection;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Consumer<Duration> limit;
    private final MemorySegment buffer = DirectFile.buffer(WitnessFormat.LONGEST);

    /// @param connection its number: higher than those of all before
    /// @param limit      is told how long the next step may take
    RequestLoop(WitnessFile file, long connection, DataInputStream in, DataOutputStream out, Consumer<Duration> limit)
            throws LinuxException {
        this.file = file;
        this.reader = file.reader();
        this.connection = connection;
        this.in = in;
        this.out = out;
        this.limit = limit;
    }

    /// Serves until the client hangs up, which is no fault.
    ///
    /// @return why the client was hung up on; empty where it went by itself
    Optional<String> run() throws IOException {
        while (true) {
            limit.accept(IDLE);
            int kind = in.read();
            if (kind < 0) {
                return Optional.empty();
            }
            limit.accept(PATIENCE);
            try {
                answer(kind);
                out.flush();
            } catch (MalformedInput | LinuxException | WitnessFile.Overtaken refused) {
                String why = String.valueOf(refused.getMessage());
                WitnessFormat.writeRefused(out, why);
                out.flush();
                return Optional.of(why);
            }
        }
    }

    private record Range(long offset, int length) {}

    private void answer(int kind) throws IOException, WitnessFile.Overtaken {
        switch (kind) {
            case WitnessFormat.READ -> {
                Range range = range();
                reader.read(range.offset(), buffer, 0, range.length());
                WitnessFormat.writeDone(out);
                WitnessFormat.writeContent(out, buffer, 0, range.length());
            }
            case WitnessFormat.WRITE -> {
                Range range = range();
                WitnessFormat.readContent(in, buffer, 0, range.length());
                file.write(connection, range.offset(), buffer, range.length());
                WitnessFormat.writeDone(out);
            }
            case WitnessFormat.FLUSH -> {
                file.flush();
                WitnessFormat.writeDone(out);
            }
            default -> throw new MalformedInput("no question begins with " + kind, 0);
        }
    }

    private Range range() throws IOException {
        long offset = in.readLong();
        int length = in.readInt();
        int sector = file.sectorSize();
        boolean possible = length > 0
                && length <= WitnessFormat.LONGEST
                && length % sector == 0
                && offset >= 0
                && offset % sector == 0
                && offset <= file.size() - length;
        if (!possible) {
            throw new MalformedInput("no " + length + " bytes at " + offset + " can be read or written", 0);
        }
        return new Range(offset, length);
    }

    @Override
    public void close() {
        reader.close();
    }
}
