package orion.node.alert;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A way to the local mail server. The daemon knows none itself: whoever starts it brings one.
public interface Post {
    /// Hands over one message, within limits of its own.
    ///
    /// @throws IOException where the mail server may not have taken it; its message says why
    void send(Notice notice) throws IOException, InterruptedException;

    /// Why nothing would be sent at this moment, in a clause; usually empty.
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /// Makes a way to these addresses.
    interface Office {
        /// For programs that send no mail.
        Office CLOSED = (sendmail, addresses) -> {
            throw new IOException("this program sends no mail");
        };

        /// Opens one.
        ///
        /// @param sendmail the mail server's program; empty for the usual one
        /// @throws IOException where that cannot be; its message says what to correct
        Post open(String sendmail, List<String> addresses) throws IOException;
    }
}
