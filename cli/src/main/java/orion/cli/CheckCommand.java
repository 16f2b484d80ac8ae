package orion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import orion.node.api.CheckData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion check [-f FILE] [RESOURCE…]`: settings that are valid and dangerous, as they are, or as a file would make
/// them.
@Command(
        name = "check",
        description = "Tell of settings that are valid and dangerous, why, and what to do about them.",
        footer = {"", "Exit code 6 says that there is a danger or a warning; advice alone is no reason for it."})
final class CheckCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "as if this file were applied, which is not done; - for the input")
    private @Nullable Path file;

    @Parameters(
            arity = "0..*",
            paramLabel = "RESOURCE",
            completionCandidates = NamesToComplete.Resources.class,
            description = "only what is about these")
    private List<String> resources = List.of();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        List<String> words = new ArrayList<>();
        if (file == null) {
            words.add("cluster");
        } else {
            DefinitionSource source = DefinitionSource.read(call, file);
            words.addAll(List.of("file", source.text(), source.name()));
        }
        words.addAll(resources);
        CheckData check = call.client()
                .require("lint", words)
                .check()
                .orElseThrow(() -> new CommandFailure("the daemon of " + call.directory() + " looked at nothing"));
        FindingsText text = new FindingsText(call.screen());
        if (format.json()) {
            format.write(check);
        } else {
            text.write(check);
        }
        return FindingsText.isSound(check) ? ExitCode.DONE : ExitCode.FOUND;
    }
}
