package orion.supervisor.gwha;

import java.util.Arrays;
import java.util.Optional;

/// The words of the line protocol.
enum GwhaCommand {
    HELP("", "this list"),
    USER("NAME", "the account to log in with"),
    PASS("PASSWORD", "its password"),
    LIST("[LOCATION]", "the agents of this host"),
    STATUS("[LOCATION]", "what agents do: location, state, main process, run, a word on the state"),
    START("LOCATION", "start an agent"),
    STOP("LOCATION", "stop an agent"),
    RESTART("LOCATION [RUN]", "stop and start it, also where it hangs; not if another run lives by now"),
    QUIT("", "end the connection");

    private final String argument;
    private final String meaning;

    GwhaCommand(String argument, String meaning) {
        this.argument = argument;
        this.meaning = meaning;
    }

    static Optional<GwhaCommand> of(String word) {
        return Arrays.stream(values())
                .filter(command -> command.name().equalsIgnoreCase(word))
                .findFirst();
    }

    /// Its line of the help.
    String help() {
        return "%-20s %s".formatted((name() + " " + argument).strip(), meaning);
    }
}
