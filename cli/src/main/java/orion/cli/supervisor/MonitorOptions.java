package orion.cli.supervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.monitor.MonitorFile;
import picocli.CommandLine.Option;

/// What a monitor can be told when it is started, whichever way.
final class MonitorOptions {
    @Option(
            names = {"--hauser", "-hauser"},
            paramLabel = "NAME",
            description = "the account with which gwha lets the monitor in; with it agents are restarted")
    private @Nullable String user;

    @Option(
            names = {"--hapassword", "-hapassword"},
            paramLabel = "WORD",
            description = "its password; everybody on this host can see it there")
    private @Nullable String password;

    @Option(
            names = "--hapassword-file",
            paramLabel = "FILE",
            description = "a file with the password as its only line, which nobody else may read")
    private @Nullable Path passwordFile;

    @Option(
            names = {"--hapoll", "-hapoll"},
            paramLabel = "SECONDS",
            description = "the pause between two polls of an agent that has none of its own; 120 when left out")
    private @Nullable Integer pollSeconds;

    @Option(names = "--config", paramLabel = "FILE", description = "what is monitored, monitor.conf")
    private Path file = MonitorFile.USUAL_FILE;

    @Option(names = "--gwha-config", paramLabel = "FILE", description = "the agents of this host, gwha.conf")
    private Path gwhaFile = GwhaConfiguration.USUAL_FILE;

    MonitorFile file() throws ConfigurationFault {
        if (pollSeconds != null && pollSeconds < 1) {
            throw new ConfigurationFault("--hapoll takes a number of seconds from 1 on, not '" + pollSeconds + "'");
        }
        Optional<String> word = Optional.ofNullable(password);
        if (word.isEmpty() && passwordFile != null) {
            word = Optional.of(MonitorFile.protectedWord(passwordFile));
        }
        return new MonitorFile(
                file,
                gwhaFile,
                Optional.ofNullable(user),
                word,
                Optional.ofNullable(pollSeconds).map(Duration::ofSeconds));
    }

    Path configuration() {
        return file;
    }

    Path gwhaFile() {
        return gwhaFile;
    }

    boolean passwordIsVisible() {
        return password != null;
    }

    /// The same again, for another program, which may work in another folder.
    List<String> words() {
        List<String> words = withoutPassword();
        add(words, "--hapassword", password);
        return words;
    }

    /// What may be kept: a password in clear text is not.
    List<String> withoutPassword() {
        List<String> words = new ArrayList<>();
        add(words, "--config", file.toAbsolutePath());
        add(words, "--gwha-config", gwhaFile.toAbsolutePath());
        add(words, "--hauser", user);
        add(words, "--hapassword-file", passwordFile == null ? null : passwordFile.toAbsolutePath());
        add(words, "--hapoll", pollSeconds);
        return words;
    }

    private static void add(List<String> words, String option, @Nullable Object value) {
        if (value != null) {
            words.add(option);
            words.add(value.toString());
        }
    }
}
