package orion.node.guard;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Tells the guard by when everything must be stopped once the daemon has died (rule W3): others take over
/// soon after the lease has ended, however slow an unload script is. Kept in memory shared with a file,
/// because the one who tells is the protocol thread, which never waits for a disk, and because it must be
/// there after the daemon's death.
public final class StopBy {
    private final MappedByteBuffer moment;

    /// Begins with no moment told.
    ///
    /// @throws IOException where the file `stop-by` of the run directory cannot be made
    public StopBy(RunDirectory run) throws IOException {
        Path file = run.stopBy();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            this.moment = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
        moment.order(ByteOrder.nativeOrder());
        tell(0);
    }

    /// Tells another moment.
    ///
    /// @param millisSinceBoot by the clock that goes on while the host sleeps; 0 for none
    public void tell(long millisSinceBoot) {
        moment.putLong(0, millisSinceBoot);
    }
}
