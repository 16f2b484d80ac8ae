package orion.core.wire;

/// A value that cannot be written as bytes because it breaks a limit that every reader keeps. Whoever lets new values
/// in (a definition of a resource, the output of a script) checks the size there, so that this is never met later.
public final class TooLarge extends RuntimeException {
    public TooLarge(String sentence) {
        super(sentence);
    }
}
