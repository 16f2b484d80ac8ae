package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import orion.node.definition.Template;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion template list`: one template in a line.
@Command(name = "list", description = "List the templates of resources.")
final class TemplateListCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        List<Template> templates =
                List.copyOf(Templates.all(Surroundings.of(spec)).values());
        if (format.json()) {
            format.writeAll(
                    TemplateReport.class,
                    templates.stream().map(TemplateReport::of).toList());
            return ExitCode.DONE;
        }
        Table table = new Table("Template", "Packages", "What it is");
        for (Template template : templates) {
            table.row(
                    0,
                    Screen.Tone.GOOD,
                    template.name(),
                    template.packages().isEmpty()
                            ? "-"
                            : String.join(" ", template.packages().keySet()),
                    template.description());
        }
        table.writeTo(Screen.of(spec));
        return ExitCode.DONE;
    }
}
