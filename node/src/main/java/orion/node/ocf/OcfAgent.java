package orion.node.ocf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A resource agent of this host.
///
/// @param root the folder of all agents and what they share, see [#USUAL_ROOT]
public record OcfAgent(Path root, String provider, String type) {
    /// Where distributions put them.
    public static final Path USUAL_ROOT = Path.of("/usr/lib/ocf");

    /// Names another place, for all who run agents.
    public static final String ROOT_VARIABLE = "OCF_ROOT";

    private static final String FOLDER = "resource.d";
    private static final Pattern NAME =
            Pattern.compile("(?:ocf:)?([A-Za-z0-9_][A-Za-z0-9_.+-]*):([A-Za-z0-9_][A-Za-z0-9_.+-]*)");
    private static final int LIMIT_SECONDS = 10;
    private static final int MOST_BYTES = 1 << 20;

    /// All agents of this host, by provider and type.
    public static List<OcfAgent> all(Path root) throws IOException {
        List<OcfAgent> found = new ArrayList<>();
        for (Path provider : entries(root.resolve(FOLDER))) {
            for (Path agent : entries(provider)) {
                if (Files.isRegularFile(agent) && Files.isExecutable(agent)) {
                    found.add(new OcfAgent(
                            root,
                            provider.getFileName().toString(),
                            agent.getFileName().toString()));
                }
            }
        }
        return List.copyOf(found);
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /// The agent of a name such as `heartbeat:IPaddr2`, with or without `ocf:` before it; empty where it is no such
    /// name.
    public static Optional<OcfAgent> named(Path root, String name) {
        Matcher words = NAME.matcher(name);
        return words.matches() ? Optional.of(new OcfAgent(root, words.group(1), words.group(2))) : Optional.empty();
    }

    /// As it is written in files and messages: `ocf:heartbeat:IPaddr2`.
    public String name() {
        return "ocf:" + provider + ":" + type;
    }

    /// Where it would be.
    public Path program() {
        return root.resolve(FOLDER).resolve(provider).resolve(type);
    }

    /// Whether it is there.
    public boolean isInstalled() {
        return Files.isRegularFile(program()) && Files.isExecutable(program());
    }

    /// What to do where it is not.
    public String cure() {
        return "install the package that brings " + program()
                + (provider.equals("heartbeat") ? ", resource-agents on Debian" : "");
    }

    /// What the interface promises to every agent.
    public Map<String, String> environment() {
        return Map.of(
                ROOT_VARIABLE,
                root.toString(),
                "OCF_RA_VERSION_MAJOR",
                "1",
                "OCF_RA_VERSION_MINOR",
                "1",
                "OCF_RESOURCE_PROVIDER",
                provider,
                "OCF_RESOURCE_TYPE",
                type);
    }

    /// What it says of itself.
    ///
    /// @throws IOException with one sentence, where it cannot be run, takes too long, or makes no sense
    public OcfDescription description() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(program().toString(), "meta-data")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment());
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            // Nobody waits for ever for an agent that hangs.
            process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).exceptionally(late -> {
                // What it started may hold its output open.
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return process;
            });
            byte[] text = output.readNBytes(MOST_BYTES);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException("%s meta-data %s"
                        .formatted(
                                program(),
                                exit == 128 + 9
                                        ? "did not end within " + LIMIT_SECONDS + " s"
                                        : "failed with exit " + exit));
            }
            return OcfDescription.parse(name(), text);
        } finally {
            process.destroyForcibly();
        }
    }
}
