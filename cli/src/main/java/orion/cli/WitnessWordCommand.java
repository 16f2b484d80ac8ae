package orion.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import orion.node.witness.WitnessWord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion witness word`: prints the word of a witness again.
@Command(name = "word", description = "Print the word with which nodes reach the witness in DIR.")
final class WitnessWordCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        try {
            WitnessWord word = WitnessPlace.of(spec).readWord();
            if (format.json()) {
                format.write(WitnessReport.of(word));
            } else {
                Screen.of(spec).line(word.text());
            }
            return ExitCode.DONE;
        } catch (IOException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }
}
