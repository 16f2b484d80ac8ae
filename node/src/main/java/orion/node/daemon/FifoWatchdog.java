package orion.node.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;
import orion.node.os.Errno;
import orion.node.os.LinuxException;
import orion.node.os.NonBlockingPipe;
import orion.node.trouble.Complaint;

/// A watchdog outside the host that reads a pipe: for hosts whose power a controller can cut, and for the
/// lab. Feeding never waits for it: what it does not take is told and lost, for then it protects nobody.
final class FifoWatchdog implements Watchdog {
    private final String name;
    private final long timeoutMillis;
    private final NonBlockingPipe pipe;
    private final Complaint unfed;

    private FifoWatchdog(String name, long timeoutMillis, NonBlockingPipe pipe, Consumer<String> report) {
        this.name = name;
        this.timeoutMillis = timeoutMillis;
        this.pipe = pipe;
        this.unfed = new Complaint(report);
    }

    /// Opens the pipe.
    ///
    /// @param report gets one sentence when feeding fails, and when it works again; must not wait
    static FifoWatchdog open(Path path, long timeoutMillis, Consumer<String> report) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            throw new IOException("it is not a pipe");
        }
        try {
            return new FifoWatchdog(path.toString(), timeoutMillis, NonBlockingPipe.open(path), report);
        } catch (LinuxException refused) {
            if (refused.errno() == Errno.ENXIO) {
                throw new IOException("nobody reads it; start first what cuts the power of this host", refused);
            }
            throw refused;
        }
    }

    @Override
    public long timeoutMillis() {
        return timeoutMillis;
    }

    @Override
    public void feed() {
        try {
            pipe.write('k');
            unfed.settle("the watchdog " + name + " is fed again");
        } catch (LinuxException refused) {
            unfed.raise("the watchdog " + name + " cannot be fed: " + reason(refused));
        }
    }

    private static String reason(LinuxException refused) {
        return switch (refused.errno()) {
            case Errno.EPIPE -> "nobody reads it any more; start again what cuts the power of this host";
            case Errno.EAGAIN -> "it is full, for nobody empties it; look at what cuts the power of this host";
            default -> String.valueOf(refused.getMessage());
        };
    }

    @Override
    public String description() {
        return name;
    }

    @Override
    public Optional<String> weakness() {
        return unfed.standing();
    }

    @Override
    public void close() {
        try {
            pipe.write('V');
        } catch (LinuxException refused) {
            unfed.raise("the watchdog " + name + " cannot be disarmed and may cut the power of this host: "
                    + reason(refused));
        }
        pipe.close();
    }
}
