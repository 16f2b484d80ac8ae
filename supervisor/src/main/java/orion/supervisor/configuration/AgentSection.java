package orion.supervisor.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the section of one agent.
final class AgentSection {
    private static final Set<String> KEYS = Set.of(
            "server",
            "command",
            "startup",
            "arguments",
            "kind",
            "user",
            "show",
            "type",
            "delay",
            "wait",
            "ready",
            "ports",
            "after",
            "resource",
            "address",
            "move-after");
    /// What other files of this kind name as the script that starts and stops: ourselves.
    private static final Set<String> OUR_SCRIPTS = Set.of("grpwise", "novell-nmma", "novell-nmaa");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final int DELAY_SECONDS = 2;
    private static final int WAIT_SECONDS = 10;
    private static final int READY_SECONDS = 30;

    private AgentSection() {}

    static AgentDefinition read(IniSection section) throws ConfigurationFault {
        section.requireKnownKeys(KEYS);
        Optional<Location> location = Location.of(section.name());
        if (location.isEmpty()) {
            throw ConfigurationFault.at(
                    section.file(),
                    section.line(),
                    "[" + section.name() + "] cannot be a location; use letters, digits, '.', '_' and '-'");
        }
        Path server = server(section);
        refuseForeignCommand(section);
        return new AgentDefinition(
                location.get(),
                kind(section, server),
                server,
                arguments(section),
                section.text("startup").map(Path::of).filter(Path::isAbsolute),
                section.text("user"),
                section.yes("show", false),
                forking(section),
                Duration.ofSeconds(section.seconds("delay", DELAY_SECONDS, 0)),
                Duration.ofSeconds(section.seconds("wait", WAIT_SECONDS, 0)),
                Duration.ofSeconds(section.seconds("ready", READY_SECONDS, 0)),
                section.ports("ports"),
                after(section),
                AgentResource.read(section));
    }

    /// An agent of which nothing is known but its name.
    static AgentDefinition unknown(Location location) {
        return new AgentDefinition(
                location,
                AgentKind.OTHER,
                Path.of("/"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Duration.ofSeconds(DELAY_SECONDS),
                Duration.ofSeconds(WAIT_SECONDS),
                Duration.ofSeconds(READY_SECONDS),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static Path server(IniSection section) throws ConfigurationFault {
        String text = section.required("server", "/opt/novell/groupwise/agents/bin/gwpoa");
        Path server = Path.of(text);
        if (!server.isAbsolute()) {
            throw section.fault("server", "server takes the full path of an executable, not '" + text + "'");
        }
        return server;
    }

    private static void refuseForeignCommand(IniSection section) throws ConfigurationFault {
        Optional<String> command = section.text("command");
        if (command.isPresent()
                && !OUR_SCRIPTS.contains(String.valueOf(Path.of(command.get()).getFileName()))) {
            throw section.fault(
                    "command",
                    "'" + command.get() + "' cannot start the agent: agents are started from server = and arguments ="
                            + ", so that their processes are known for certain; delete this line");
        }
    }

    private static AgentKind kind(IniSection section, Path server) throws ConfigurationFault {
        Optional<String> word = section.text("kind");
        if (word.isEmpty()) {
            return AgentKind.guess(section.name(), String.valueOf(server.getFileName()));
        }
        return AgentKind.of(word.get())
                .orElseThrow(() -> section.fault(
                        "kind", "kind takes poa, mta, gwia, nmma, nmaa or other, not '" + word.get() + "'"));
    }

    private static boolean forking(IniSection section) throws ConfigurationFault {
        String type = section.text("type").orElse("simple");
        return switch (type) {
            case "simple" -> false;
            case "forking" -> true;
            default ->
                throw section.fault(
                        "type",
                        "type takes simple (the executable stays) or forking (it goes into the background), not '"
                                + type + "'");
        };
    }

    /// The startup file is an argument with `@` in front; the others follow it.
    private static List<String> arguments(IniSection section) throws ConfigurationFault {
        List<String> arguments = new ArrayList<>();
        section.text("startup").ifPresent(file -> arguments.add("@" + file));
        String text = section.text("arguments").orElse("");
        if (text.chars().filter(c -> c == '"').count() % 2 == 1) {
            throw section.fault("arguments", "a quotation mark is not closed; write \"two words\" for one argument");
        }
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            arguments.add(words.group(1) != null ? words.group(1) : words.group(2));
        }
        return List.copyOf(arguments);
    }

    private static List<Location> after(IniSection section) throws ConfigurationFault {
        List<Location> after = new ArrayList<>();
        for (String word : section.words("after")) {
            after.add(Location.of(word)
                    .orElseThrow(() -> section.fault("after", "'" + word + "' cannot be the location of an agent")));
        }
        return List.copyOf(after);
    }
}
