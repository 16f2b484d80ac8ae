package orion.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How long a command waits for what it asked for to become true.
final class WaitOptions {
    private static final int USUAL_SECONDS = 60;
    private static final int LONGEST_SECONDS = 86_400;

    private @Spec(Spec.Target.MIXEE) CommandSpec command = CommandSpec.create();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long to wait for the outcome; 60 when left out")
    private @Nullable Integer seconds;

    @Option(names = "--no-wait", description = "come back as soon as the cluster has accepted it")
    private boolean none;

    /// Seconds to wait; 0 means not at all.
    ///
    /// @throws ParameterException where the two options make no sense
    int seconds() {
        if (seconds == null) {
            return none ? 0 : USUAL_SECONDS;
        }
        if (none) {
            throw new ParameterException(command.commandLine(), "--wait and --no-wait exclude each other");
        }
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new ParameterException(
                    command.commandLine(), "--wait takes 1 to " + LONGEST_SECONDS + " seconds, not " + seconds);
        }
        return seconds;
    }
}
