package orion.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import orion.node.definition.DefinitionException;
import orion.node.definition.ResourceFile;
import orion.node.definition.Template;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion create RESOURCE --template T KEY=VALUE…`: fills a template in, and makes the resource that comes of it.
@Command(
        name = "create",
        description = "Make a resource from a template; 'orion template show' tells what each needs.",
        footer = {"", "Example: orion create www --template generic-address address=10.0.0.20/24"})
final class CreateCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(index = "0", paramLabel = "RESOURCE", description = "the name of the new resource")
    private String resource = "";

    @Option(
            names = "--template",
            required = true,
            paramLabel = "TEMPLATE",
            completionCandidates = NamesToComplete.Templates.class,
            description = "what it is made from")
    private String template = "";

    @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "what fills the template", arity = "0..*")
    private List<String> values = new ArrayList<>();

    @Option(
            names = "--nodes",
            paramLabel = "NODE,…",
            split = ",",
            description = "where it may run, in order of preference; all nodes when left out")
    private List<String> nodes = new ArrayList<>();

    @ArgGroup
    private Instead instead = new Instead();

    /// What is done in place of making the resource.
    static final class Instead {
        @Option(names = "--dry-run", description = "only say what would be done, or why it would be refused")
        private boolean dryRun;

        @Option(names = "--print", description = "only print the file that 'orion apply' would take")
        private boolean print;

        @Option(
                names = "--prepare",
                description = "only print the commands that make its data on an empty volume, for a shell")
        private boolean prepare;
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Call call = Call.of(spec);
        Template chosen = Templates.named(call.surroundings(), template);
        Map<String, String> given = given();
        try {
            String text = chosen.filled(resource, given, nodes);
            // Also what is only printed must be something that the cluster would understand.
            ResourceFile.parse(resource + " from template " + template, text);
            if (instead.prepare) {
                prepare(chosen, given);
            } else if (instead.print) {
                call.screen().line(text.stripTrailing());
            } else {
                tellWhatIsMissing(chosen);
                new Definitions(call, format, text, resource + " from template " + template)
                        .apply(instead.dryRun, List.of());
            }
        } catch (DefinitionException wrong) {
            throw new CommandFailure(
                    wrong.getMessage() + " 'orion template show " + template + "' explains them", wrong);
        }
        return ExitCode.DONE;
    }

    private Map<String, String> given() throws CommandFailure {
        Map<String, String> given = new LinkedHashMap<>();
        for (String word : values) {
            int sign = word.indexOf('=');
            if (sign <= 0) {
                throw new CommandFailure(
                        ExitCode.NOT_UNDERSTOOD,
                        "'%s' is not KEY=VALUE; 'orion template show %s' tells which keys there are"
                                .formatted(Screen.plain(word), template));
            }
            if (given.put(word.substring(0, sign), word.substring(sign + 1)) != null) {
                throw new CommandFailure(
                        ExitCode.NOT_UNDERSTOOD,
                        "'%s' is given twice; leave one out".formatted(Screen.plain(word.substring(0, sign))));
            }
        }
        return given;
    }

    private void prepare(Template chosen, Map<String, String> given) throws DefinitionException {
        Screen screen = Screen.of(spec);
        screen.line("set -eu");
        chosen.steps(resource, given).forEach(screen::line);
    }

    /// The nodes that are to run it may have what is not here, so it is only told.
    private void tellWhatIsMissing(Template chosen) {
        chosen.packages().forEach((bundle, program) -> {
            if (!Files.exists(Path.of(program))) {
                format.note(
                        "resource %s: %s is not on this node; where it is to run, install it, on Debian with: apt install %s"
                                .formatted(resource, program, bundle));
            }
        });
    }
}
