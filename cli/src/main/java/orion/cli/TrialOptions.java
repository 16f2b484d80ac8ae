package orion.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Whether an edit is undone by itself unless somebody confirms it.
final class TrialOptions {
    private @Spec(Spec.Target.MIXEE) CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--confirm-within",
            paramLabel = "TIME",
            description = "undo the edit by itself, restarting what that needs, unless 'orion confirm' comes within"
                    + " 10s to 1d")
    private @Nullable String within;

    /// As words for the daemon, after all others.
    List<String> words() {
        return within == null
                ? List.of()
                : List.of("--confirm-within=" + TimeWord.seconds(spec, "--confirm-within", within));
    }
}
