package orion.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import orion.node.security.SecretFile;

/// A directory that stands for a cluster elsewhere: whom to ask (`remote.properties`), whom to believe
/// (`ca.crt`) and what to show (`token`, a secret).
final class RemoteDirectory {
    private static final String SETTINGS = "remote.properties";
    private static final String AUTHORITY = "ca.crt";
    private static final String TOKEN = "token";
    private static final String AGAIN = "; make it again with 'orion remote'";

    private RemoteDirectory() {}

    /// Whether a directory is one.
    static boolean isThere(Path directory) {
        return Files.exists(directory.resolve(SETTINGS));
    }

    /// Refuses to make a node in one.
    static void refuse(Path directory) throws CommandFailure {
        if (isThere(directory)) {
            throw new CommandFailure(
                    directory + " stands for a cluster elsewhere; name another directory for this node with --dir");
        }
    }

    /// What is in it.
    ///
    /// @throws IOException where something is missing, wrong or open to others; its message says what
    static RemoteCluster read(Path directory) throws IOException {
        try {
            // Who may write here decides whom the token is shown to.
            SecretFile.requireClosed(directory, "700");
            return new RemoteCluster(
                    directory,
                    servers(directory.resolve(SETTINGS)),
                    Files.readString(directory.resolve(AUTHORITY), StandardCharsets.US_ASCII),
                    token(directory.resolve(TOKEN)));
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no " + missing.getFile() + AGAIN, missing);
        } catch (IllegalArgumentException none) {
            throw new IOException(directory.resolve(TOKEN) + " " + none.getMessage() + AGAIN, none);
        }
    }

    private static List<RemoteServer> servers(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        try {
            return Arrays.stream(properties.getProperty("servers", "").split(",", -1))
                    .map(String::strip)
                    .map(RemoteServer::parse)
                    .toList();
        } catch (IllegalArgumentException wrong) {
            throw new IOException(file + ", servers: " + wrong.getMessage() + AGAIN, wrong);
        }
    }

    private static String token(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return SecretFile.read(file).strip();
    }

    /// Makes one, or replaces what is in it. Nobody else can read it.
    static void write(RemoteCluster cluster) throws IOException {
        Path directory = cluster.directory();
        if (!Files.exists(directory)) {
            Path parent = directory.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            SecretFile.makeDirectory(directory);
        }
        SecretFile.requireClosed(directory, "700");
        SecretFile.replace(directory.resolve(TOKEN), cluster.token() + "\n");
        SecretFile.replace(directory.resolve(AUTHORITY), cluster.authority());
        SecretFile.replace(
                directory.resolve(SETTINGS),
                "servers="
                        + cluster.servers().stream().map(RemoteServer::toString).collect(Collectors.joining(","))
                        + "\n");
    }
}
