package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import orion.cli.CommandRun.Outcome;

/// A folder in which a test makes witnesses, keeps their words, and has the directories of its nodes.
record WitnessFolder(Path folder) {
    static Outcome run(String... words) {
        return new CommandRun().run(words);
    }

    static String freeAddress() throws IOException {
        return "127.0.0.1:" + OrionProcess.freePort();
    }

    Path directory(String name) {
        return folder.resolve(name);
    }

    /// Makes a witness and keeps its word in a file beside it.
    Path word(String name) throws IOException {
        Outcome made = run(
                "witness", "init", "--dir", directory(name).toString(), "--address", freeAddress(), "--size", "20M");
        assertThat(made.errors()).contains("is its word, and secret");
        assertThat(made.output()).matches("witness:[A-Za-z0-9_-]+\n");
        return secret(name + ".word", made.output());
    }

    /// A file that nobody else may read.
    Path secret(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
