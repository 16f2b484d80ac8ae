package orion.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.node.api.ControlReply;
import orion.node.definition.DefinitionException;
import orion.node.definition.ResourceFile;
import orion.node.ocf.OcfAgent;
import orion.node.ocf.OcfDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `orion apply -f FILE`: makes or changes the resources that a file defines. The file is checked here first, so that
/// a mistake in it is told even where no daemon answers.
@Command(name = "apply", description = "Make or change the resources that a YAML file defines.")
final class ApplyCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "the file; - for the input")
    private Path file = Path.of("-");

    @Option(names = "--dry-run", description = "only say what would be done, or why it would be refused")
    private boolean dryRun;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Call call = Call.of(spec);
        boolean input = file.toString().equals("-");
        String name = input ? "standard input" : file.toString();
        String text = text(call, input, name);
        List<ResourceDefinition> resources = check(text, name);
        for (ResourceDefinition resource : resources) {
            requirePermission(resource);
            requireParameters(call, resource);
        }
        if (dryRun) {
            format.write(ControlReply.done("%s is good; nothing was changed; without --dry-run: %s"
                    .formatted(name, judgement(call, text, name))));
            return ExitCode.DONE;
        }
        format.write(call.client().require("apply", List.of(text, name)));
        return ExitCode.DONE;
    }

    private static String judgement(Call call, String text, String name) throws CommandFailure {
        try {
            return call.client().require("check", List.of(text, name)).text();
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
            return ResourceFile.parse(name, text);
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
    private void requireParameters(Call call, ResourceDefinition resource) throws CommandFailure, InterruptedException {
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
            case PartDefinition.Address _, PartDefinition.Volume _, PartDefinition.Unit _, PartDefinition.Ocf _ ->
                List.of();
        };
    }

    private String text(Call call, boolean input, String name) throws CommandFailure {
        try (InputStream bytes = input ? call.surroundings().input() : Files.newInputStream(file)) {
            byte[] content = bytes.readNBytes(ResourceFile.LONGEST_BYTES + 1);
            if (content.length > ResourceFile.LONGEST_BYTES) {
                throw new CommandFailure("%s has more than %d bytes and is not read; divide it"
                        .formatted(name, ResourceFile.LONGEST_BYTES));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (NoSuchFileException missing) {
            throw new CommandFailure("there is no file " + name + "; name another one with -f", missing);
        } catch (AccessDeniedException closed) {
            throw new CommandFailure("the file " + name + " may not be read by this user", closed);
        } catch (CharacterCodingException foreign) {
            throw new CommandFailure("the file " + name + " is not text in UTF-8; save it as such", foreign);
        } catch (IOException unreadable) {
            throw new CommandFailure("the file " + name + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
