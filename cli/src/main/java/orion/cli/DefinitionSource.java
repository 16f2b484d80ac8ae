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
import orion.node.definition.ResourceFile;

/// A file of definitions that somebody names, or the input.
///
/// @param name for messages
record DefinitionSource(String name, String text) {
    /// Reads it.
    ///
    /// @param file `-` for the input
    static DefinitionSource read(Call call, Path file) throws CommandFailure {
        if (file.toString().isEmpty()) {
            throw new CommandFailure("the name of the file is empty; name one with -f, or - for the input");
        }
        boolean input = file.toString().equals("-");
        String name = input ? "standard input" : file.toString();
        try (InputStream bytes = input ? call.surroundings().input() : Files.newInputStream(file)) {
            byte[] content = bytes.readNBytes(ResourceFile.LONGEST_BYTES + 1);
            if (content.length > ResourceFile.LONGEST_BYTES) {
                throw new CommandFailure("%s has more than %d bytes and is not read; divide it"
                        .formatted(name, ResourceFile.LONGEST_BYTES));
            }
            return new DefinitionSource(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
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
