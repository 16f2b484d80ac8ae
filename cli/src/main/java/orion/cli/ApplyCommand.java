package orion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `orion apply -f FILE`: makes or changes what a file defines, all of it as one edit.
@Command(name = "apply", description = "Make or change what a YAML file defines: all of it, or nothing.")
final class ApplyCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin EditOptions edit = new EditOptions();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "the file; - for the input")
    private Path file = Path.of("-");

    @Option(names = "--prune", description = "delete the resources that the file does not define; they must be offline")
    private boolean prune;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Call call = Call.of(spec);
        DefinitionSource source = DefinitionSource.read(call, file);
        List<String> words = new ArrayList<>(edit.words());
        if (prune) {
            words.add("prune");
        }
        new Definitions(call, format, source.text(), source.name()).apply(edit.dryRun(), words);
        return ExitCode.DONE;
    }
}
