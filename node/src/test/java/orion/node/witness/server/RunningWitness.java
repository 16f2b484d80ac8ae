package orion.node.witness.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import orion.node.board.DiskLocation;
import orion.node.os.FreePorts;
import orion.node.witness.WitnessWord;

/// A witness on loopback that tests start, stop and start again.
public final class RunningWitness implements AutoCloseable {
    private static final long BYTES = 20L << 20;

    private final WitnessDirectory directory;
    private final WitnessWord word;
    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private WitnessServer server;

    private RunningWitness(WitnessDirectory directory, WitnessWord word) throws IOException {
        this.directory = directory;
        this.word = word;
        this.server = WitnessServer.start(directory, journal::add, () -> {});
    }

    /// Makes one in a folder that does not exist yet, and starts it.
    public static RunningWitness start(Path folder) throws IOException {
        WitnessDirectory directory = new WitnessDirectory(folder);
        return new RunningWitness(directory, directory.create(FreePorts.one(), BYTES, false));
    }

    public WitnessWord word() {
        return word;
    }

    /// The disk that it serves, as nodes name it.
    public DiskLocation disk() {
        return new DiskLocation.Witness(word);
    }

    /// The file that it serves.
    public Path board() {
        return directory.board();
    }

    WitnessDirectory directory() {
        return directory;
    }

    WitnessServer server() {
        return server;
    }

    List<String> journal() {
        return List.copyOf(journal);
    }

    /// Ends it; clients are hung up on.
    public void stop() {
        server.close();
    }

    /// Starts it again after [#stop].
    public void startAgain() throws IOException {
        server = WitnessServer.start(directory, journal::add, () -> {});
    }

    /// The same, with another time until a connection must have shown the secret.
    void startAgain(Duration patience) throws IOException {
        server = WitnessServer.start(directory, journal::add, () -> {}, patience);
    }

    /// The same, with something that happens first on the thread of each client.
    public void startAgain(Runnable atClient) throws IOException {
        server = WitnessServer.start(directory, journal::add, atClient);
    }

    @Override
    public void close() {
        server.close();
    }
}
