package orion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.node.api.ControlReply;
import orion.node.definition.DefinitionException;
import orion.node.definition.ResourceFile;
import orion.node.ocf.OcfAgent;
import orion.node.ocf.OcfDescription;

/// Definitions on their way to the cluster. They are checked here first, so that a mistake in them is told even where
/// no daemon answers.
///
/// @param name of the file, for messages
record Definitions(Call call, FormatOptions format, String text, String name) {
    /// Has the cluster take them, or only say what it would say.
    ///
    /// @param more what else the daemon is told
    void apply(boolean dryRun, List<String> more) throws CommandFailure, InterruptedException {
        for (ResourceDefinition resource : check(text, name)) {
            requirePermission(resource);
            requireParameters(resource);
        }
        List<String> words = new ArrayList<>(List.of(text, name));
        words.addAll(more);
        EditReport report = new EditReport(call, format);
        if (dryRun) {
            report.tried(name, judgement(words));
        } else {
            report.made(call.client().require("apply", words));
        }
    }

    private ControlReply judgement(List<String> words) throws CommandFailure {
        try {
            return call.client().require("check", words);
        } catch (CommandFailure failed) {
            throw failed.exitCode() == ExitCode.UNREACHABLE
                    ? new CommandFailure(
                            ExitCode.UNREACHABLE,
                            name + " is good by itself, but nobody can tell whether the cluster would take it: "
                                    + failed.getMessage())
                    : failed;
        }
    }

    private static List<ResourceDefinition> check(String text, String name) throws CommandFailure {
        try {
            return ResourceFile.read(name, text).resources();
        } catch (DefinitionException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /// What is on this node but may not be run would only leave the resource comatose. What is not on
    /// this node may well be on those that are to run it.
    private static void requirePermission(ResourceDefinition resource) throws CommandFailure {
        for (PartDefinition part : resource.parts()) {
            for (String program : programs(part)) {
                Path path = Path.of(program);
                if (path.isAbsolute() && Files.isRegularFile(path) && !Files.isExecutable(path)) {
                    throw new CommandFailure("resource %s: %s has no execute permission; run on every node: chmod +x %s"
                            .formatted(resource.name(), path, path));
                }
            }
        }
    }

    /// What an agent cannot be told is refused here, where a person can mend it, and not when it is to be loaded.
    /// An agent that is not on this node may well be on those that are to run it.
    private void requireParameters(ResourceDefinition resource) throws CommandFailure, InterruptedException {
        for (PartDefinition part : resource.parts()) {
            if (part instanceof PartDefinition.Ocf(String provider, String type, Map<String, String> parameters)) {
                OcfAgent agent = new OcfAgent(OcfCommand.root(call.surroundings()), provider, type);
                if (!agent.isInstalled()) {
                    format.note(
                            "resource %s: %s is not on this node, so nobody has checked what it is told; %s where it is to run"
                                    .formatted(resource.name(), agent.name(), agent.cure()));
                    continue;
                }
                Optional<String> fault = describe(agent, resource).fault(parameters);
                if (fault.isPresent()) {
                    throw new CommandFailure("resource %s: %s; 'orion ocf show %s' explains them"
                            .formatted(resource.name(), Screen.plain(fault.get()), agent.name()));
                }
            }
        }
    }

    private static OcfDescription describe(OcfAgent agent, ResourceDefinition resource)
            throws CommandFailure, InterruptedException {
        try {
            return agent.description();
        } catch (IOException silent) {
            throw new CommandFailure("resource " + resource.name() + ": " + silent.getMessage(), silent);
        }
    }

    private static List<String> programs(PartDefinition part) {
        return switch (part) {
            case PartDefinition.Script(String load, String unload, Optional<String> monitor) ->
                Stream.concat(Stream.of(load, unload), monitor.stream()).toList();
            case PartDefinition.Command command -> List.of(command.command().getFirst());
            case PartDefinition.Address _,
                    PartDefinition.Licences _,
                    PartDefinition.Volume _,
                    PartDefinition.Unit _,
                    PartDefinition.Ocf _ -> List.of();
        };
    }
}
