package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion sim`: runs the very same protocol in virtual time, with faults. Its words are the simulator's own.
@Command(name = "sim", description = "Simulate clusters with faults: run, soak, replay, search, trace, story.")
final class SimCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "WORDS", description = "see docs/manual/commands.md")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        Screen screen = Screen.of(spec);
        return orion.sim.Main.run(words, screen::line, screen::progress);
    }
}
