package orion.node.trouble;

import java.util.Optional;
import java.util.function.Consumer;

/// One trouble that is met over and over: told once, told again when it has changed, and its end told too.
public final class Complaint {
    private final Consumer<String> report;
    private String standing = "";

    /// No trouble so far.
    ///
    /// @param report gets one sentence each time; must not wait where the one who complains must not
    public Complaint(Consumer<String> report) {
        this.report = report;
    }

    /// The trouble is there, in these words.
    public synchronized void raise(String sentence) {
        if (!sentence.equals(standing)) {
            standing = sentence;
            report.accept(sentence);
        }
    }

    /// The trouble is over.
    ///
    /// @param sentence told where it had been told of
    public synchronized void settle(String sentence) {
        if (!standing.isEmpty()) {
            standing = "";
            report.accept(sentence);
        }
    }

    /// The trouble that is there now.
    public synchronized Optional<String> standing() {
        return Optional.of(standing).filter(sentence -> !sentence.isEmpty());
    }
}
