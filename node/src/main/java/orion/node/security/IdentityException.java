package orion.node.security;

import java.io.IOException;

/// Keys or certificates cannot be used, or an enrolment was refused. The message is one sentence for people: what is
/// wrong, where, and what to do.
public final class IdentityException extends IOException {
    public IdentityException(String sentence) {
        super(sentence);
    }

    public IdentityException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
