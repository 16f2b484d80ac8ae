package orion.node.network;

import java.io.IOException;

/// A link cannot be used. The message is one sentence for people: what is wrong, where, and what to do.
public final class NetworkException extends IOException {
    public NetworkException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
