package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// bash completes what a person has begun to type.
final class CompletionTest {
    private static final String ASK = """
            . "$1"
            COMP_WORDS=($2) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$2 COMP_POINT=${#2}
            _complete_orion
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    private Path folder;

    private String completed(String line) throws IOException, InterruptedException {
        Path script = Files.writeString(
                folder.resolve("completion"), new CommandRun().run("completion").output());
        Process bash = new ProcessBuilder("bash", "-c", ASK, "bash", script.toString(), line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer.strip();
    }

    @Test
    void commandsAndOptionsAreCompleted() throws Exception {
        assertThat(completed("orion mig").lines()).containsExactly("migrate");
        assertThat(completed("orion maintenance o").lines()).contains("on", "off");
        assertThat(completed("orion apply --dry").lines()).containsExactly("--dry-run");
    }
}
