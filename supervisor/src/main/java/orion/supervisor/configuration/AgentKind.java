package orion.supervisor.configuration;

import java.util.Arrays;
import java.util.Optional;

/// Which daemon an agent is.
public enum AgentKind {
    /// Post office agent.
    POA("poa", "gwpoa"),
    /// Message transfer agent.
    MTA("mta", "gwmta"),
    /// Internet agent.
    GWIA("gwia", "gwia"),
    /// Messaging agent of the Messenger.
    NMMA("nmma", "nmma"),
    /// Archive agent of the Messenger.
    NMAA("nmaa", "nmaa"),
    /// Any other daemon.
    OTHER("other", "");

    private final String word;
    private final String executable;

    AgentKind(String word, String executable) {
        this.word = word;
        this.executable = executable;
    }

    /// As it is written in files and shown to people.
    public String word() {
        return word;
    }

    static Optional<AgentKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /// The kind of a section that does not name one: by its own name, otherwise by its executable.
    public static AgentKind guess(String section, String executable) {
        return Arrays.stream(values())
                .filter(kind -> kind != OTHER)
                .filter(kind -> section.equals(kind.word) || executable.equals(kind.executable))
                .findFirst()
                .orElse(OTHER);
    }
}
