package orion.cli;

import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import orion.node.api.AccessData.TokenData;
import orion.node.api.StatusData.NodeData;
import orion.node.api.StatusData.ResourceData;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion completion`: what bash needs to complete commands and options, made from the commands themselves, and names,
/// for which it asks the daemon.
@Command(
        name = "completion",
        description = "Print what bash needs to complete commands, options and names.",
        footer = {"", "Example: orion completion >/etc/bash_completion.d/orion"})
final class CompletionCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--names",
            paramLabel = "KIND",
            description = "print names instead, one to a line, as bash asks for them: resources, nodes, templates or"
                    + " tokens")
    private @Nullable String kind;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        if (kind != null) {
            names(call, kindNamed(kind)).forEach(call.screen()::line);
            return ExitCode.DONE;
        }
        String name = spec.root().name();
        call.screen().line(AutoComplete.bash(name, spec.root().commandLine()).stripTrailing());
        call.screen().line(NamesToComplete.asking(name).stripTrailing());
        return ExitCode.DONE;
    }

    private NamesToComplete.Kind kindNamed(String word) {
        try {
            return NamesToComplete.Kind.of(word);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), String.valueOf(unknown.getMessage()), unknown);
        }
    }

    private static Stream<String> names(Call call, NamesToComplete.Kind kind) throws CommandFailure {
        return switch (kind) {
            case RESOURCES -> call.client().status().resources().stream().map(ResourceData::name);
            case NODES -> call.client().status().nodes().stream().map(NodeData::name);
            case TOKENS -> AccessListCommand.tokens(call.client()).stream().map(TokenData::name);
            case TEMPLATES -> Templates.all(call.surroundings()).keySet().stream();
        };
    }
}
