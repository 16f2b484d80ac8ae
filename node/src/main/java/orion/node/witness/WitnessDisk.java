package orion.node.witness;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import orion.core.wire.MalformedInput;
import orion.node.os.BlockFile;
import orion.node.os.LinuxException;

/// A disk of the white board that a witness serves. Whatever goes wrong on the way is a failed transfer, and from then
/// on this disk is of no more use: it has to be opened again, as one that was pulled out and put back.
public final class WitnessDisk implements BlockFile {
    /// A witness hangs up on those that ask nothing for longer than this.
    private static final Duration IDLE = Duration.ofSeconds(30);

    /// How long opening one, or one transfer, can take until it has failed, where no lease depends on it.
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private final WitnessWord word;
    private final WitnessConnection connection;
    private final Supplier<Duration> patience;
    private final LongSupplier clock;
    private long usedNanos;
    private boolean failed;

    private WitnessDisk(
            WitnessWord word, WitnessConnection connection, Supplier<Duration> patience, LongSupplier clock) {
        this.word = word;
        this.connection = connection;
        this.patience = patience;
        this.clock = clock;
        this.usedNanos = clock.getAsLong();
    }

    /// Why a disk could not be opened: a sentence without its stop.
    public static final class Unreachable extends IOException {
        private static final long serialVersionUID = 1;

        private final boolean refused;

        Unreachable(String sentence, boolean refused, Throwable cause) {
            super(sentence, cause);
            this.refused = refused;
        }

        /// Whether it was reached, and will never let this word in.
        public boolean isRefused() {
            return refused;
        }
    }

    /// Connects to the witness of a word.
    public static WitnessDisk open(WitnessWord word) throws Unreachable {
        return open(word, () -> PATIENCE);
    }

    /// The same for somebody who can wait only so long: asked for before each question.
    public static WitnessDisk open(WitnessWord word, Supplier<Duration> patience) throws Unreachable {
        return open(word, patience, System::nanoTime);
    }

    /// The same by another clock.
    ///
    /// @param clock nanoseconds, as of `System.nanoTime`
    public static WitnessDisk open(WitnessWord word, Supplier<Duration> patience, LongSupplier clock)
            throws Unreachable {
        try {
            return new WitnessDisk(word, WitnessConnection.open(word, patience), patience, clock);
        } catch (IOException | MalformedInput failure) {
            throw unreachable(word, failure, patience.get());
        }
    }

    private static Unreachable unreachable(WitnessWord word, Exception failure, Duration patience) {
        if (hasOtherKey(failure)) {
            return new Unreachable(
                    "What answers at " + word.address() + " is not the witness of this word: it has another key; if the"
                            + " witness was made anew there, take its word from 'orion witness word'",
                    true,
                    failure);
        }
        return failure instanceof WitnessFormat.Refused refused
                ? new Unreachable(
                        "The witness at " + word.address() + " refuses: " + refused.getMessage(), true, refused)
                : new Unreachable(
                        "The witness at " + word.address() + " cannot be used: " + reason(failure, patience) + "; "
                                + remedy(word),
                        false,
                        failure);
    }

    private static boolean hasOtherKey(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PinnedKey.OtherKey) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Exception failure, Duration patience) {
        return switch (failure) {
            case WitnessFormat.Refused refused -> String.valueOf(refused.getMessage());
            case NoRouteToHostException unknown -> "there is no way to its host";
            case ConnectException nobody -> "nobody listens there";
            case SocketTimeoutException late -> late(patience);
            case EOFException ended -> "it hung up";
            case SSLException strange -> "it does not speak TLS 1.3 as a witness does (" + strange.getMessage() + ")";
            // Closed by our own deadline.
            case SocketException closed when "Socket closed".equalsIgnoreCase(closed.getMessage()) -> late(patience);
            case MalformedInput malformed -> "its answer is none (" + malformed.getMessage() + ")";
            default -> "the connection was lost (" + failure.getMessage() + ")";
        };
    }

    private static String late(Duration patience) {
        String seconds =
                BigDecimal.valueOf(patience.toMillis(), 3).stripTrailingZeros().toPlainString();
        return "it did not answer within " + seconds + " s";
    }

    private static String remedy(WitnessWord word) {
        return "check that 'orion witness' runs there, and the network to TCP port "
                + word.address().port();
    }

    private interface Transfer {
        void run(WitnessConnection over, long offset, long start, int length) throws IOException;
    }

    @Override
    public void read(long offset, MemorySegment buffer, long start, long length) throws LinuxException {
        transfer("read", offset, buffer, start, length, (over, at, from, bytes) -> over.read(at, buffer, from, bytes));
    }

    @Override
    public void write(long offset, MemorySegment buffer, long start, long length) throws LinuxException {
        transfer(
                "write", offset, buffer, start, length, (over, at, from, bytes) -> over.write(at, buffer, from, bytes));
    }

    /// Whatever moves more bytes than a witness takes at once goes in pieces.
    private void transfer(String verb, long offset, MemorySegment buffer, long start, long length, Transfer transfer)
            throws LinuxException {
        if (start < 0 || length < 0 || start > buffer.byteSize() - length) {
            throw new IndexOutOfBoundsException("A transfer of " + length + " bytes leaves its buffer.");
        }
        String action = verb + " " + length + " bytes at " + offset + " of " + name();
        for (long done = 0; done < length; done += WitnessFormat.LONGEST) {
            int bytes = (int) Math.min(WitnessFormat.LONGEST, length - done);
            long at = offset + done;
            long from = start + done;
            attempt(action, over -> transfer.run(over, at, from, bytes));
        }
    }

    @Override
    public void flush() throws LinuxException {
        attempt("flush " + name(), WitnessConnection::flush);
    }

    private interface Attempt {
        void run(WitnessConnection over) throws IOException;
    }

    private void attempt(String action, Attempt attempt) throws LinuxException {
        if (failed) {
            throw new LinuxException(action, "the connection was lost before");
        }
        // Not by another connection: behind that one there may be a witness that has gone back in time, and only
        // whoever
        // opens a disk looks what it remembers.
        if (hasExpired()) {
            close();
            throw new LinuxException(action, "it was not used for so long that it has to be opened again");
        }
        // Until it has succeeded: whoever asks again after a failure must not get the answer to an earlier question.
        failed = true;
        try {
            attempt.run(connection);
            usedNanos = clock.getAsLong();
            failed = false;
        } catch (IOException | MalformedInput failure) {
            connection.close();
            throw new LinuxException(action, reason(failure, patience.get()));
        }
    }

    @Override
    public boolean hasExpired() {
        return failed || clock.getAsLong() - usedNanos > IDLE.toNanos();
    }

    @Override
    public long size() {
        return connection.size();
    }

    @Override
    public int sectorSize() {
        return connection.sectorSize();
    }

    @Override
    public String name() {
        return word.toString();
    }

    @Override
    public String remedy() {
        return remedy(word);
    }

    @Override
    public void close() {
        failed = true;
        connection.close();
    }
}
