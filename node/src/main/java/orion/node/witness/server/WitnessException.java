package orion.node.witness.server;

import java.io.IOException;

/// A witness cannot be made or run. The message is a sentence for people without its stop: what is wrong, where, what
/// to do.
public final class WitnessException extends IOException {
    private static final long serialVersionUID = 1;

    WitnessException(String sentence) {
        super(sentence);
    }

    WitnessException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
