package orion.cli;

/// Nobody reads any more what this program writes, as behind `| head -1`: there is nothing left to do, and nothing to
/// say.
public final class OutputClosed extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputClosed() {
        super("nobody reads the output any more");
    }
}
