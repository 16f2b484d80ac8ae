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
import java.util.concurrent.Callable;
import orion.node.definition.ResourceFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `orion apply -f FILE`: makes or changes the resources that a file defines.
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
        new Definitions(call, format, text(call, input, name), name).apply(dryRun);
        return ExitCode.DONE;
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
