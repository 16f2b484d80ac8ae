package orion.node.daemon;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import orion.node.definition.DefinitionException;
import orion.node.definition.FencingFile;
import orion.node.fencing.FencePlan;
import orion.node.security.SecretFile;

/// `fencing.yaml` in a node's directory: the fencing devices this node can use, and their passwords.
final class FencingSettings {
    private static final String FILE = "fencing.yaml";

    private FencingSettings() {}

    /// Reads it; where there is none, nothing is fenced.
    ///
    /// @throws SetupException where it is wrong, or others may read it
    static FencePlan read(Path directory) throws SetupException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return FencePlan.NONE;
        }
        try {
            SecretFile.requireClosed(file, "600");
            return FencingFile.parse(file.toString(), Files.readString(file));
        } catch (DefinitionException wrong) {
            throw new SetupException(SetupException.reason(wrong), wrong);
        } catch (CharacterCodingException binary) {
            throw new SetupException(file + " is not UTF-8 text; write it anew", binary);
        } catch (IOException cannot) {
            throw new SetupException(SetupException.reason(SecretFile.sentence(file, cannot)), cannot);
        }
    }
}
