package orion.supervisor.gwha;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Reads lines of strangers: none is longer than a limit, none takes longer than a limit, and what a telnet
/// client negotiates in between is skipped.
final class LineReader {
    static final int LONGEST_LINE = 512;
    private static final int TELNET_COMMAND = 255;

    private final InputStream in;
    private final Duration limit;
    /// To telnet an Enter is a carriage return with a line feed behind it, or with a zero.
    private boolean afterReturn;

    /// @param in    with a time limit of its own for each read
    /// @param limit for a whole line
    LineReader(InputStream in, Duration limit) {
        this.in = in;
        this.limit = limit;
    }

    /// The next line without its end.
    ///
    /// @throws EOFException           where the stream ends
    /// @throws ProtocolException      where a line is too long
    /// @throws SocketTimeoutException where it takes too long
    String next() throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException();
            }
            if (System.nanoTime() - end > 0) {
                throw new SocketTimeoutException("a line took too long");
            }
            boolean belongsToReturn = afterReturn && (octet == '\n' || octet == 0);
            afterReturn = octet == '\r';
            if (belongsToReturn) {
                continue;
            }
            if (octet == '\r' || octet == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (octet == TELNET_COMMAND) {
                skipTelnetCommand();
            } else {
                line.write(octet);
            }
            if (line.size() > LONGEST_LINE) {
                throw new ProtocolException("a line is longer than " + LONGEST_LINE + " bytes");
            }
        }
    }

    /// A verb and an option follow.
    private void skipTelnetCommand() throws IOException {
        int verb = in.read();
        int option = in.read();
        if (verb < 0 || option < 0) {
            throw new EOFException();
        }
    }
}
