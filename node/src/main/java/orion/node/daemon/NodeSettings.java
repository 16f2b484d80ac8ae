package orion.node.daemon;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.node.alert.MailSettings;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.board.DiskPlace;
import orion.node.os.Superuser;
import orion.node.web.ApiAddress;
import orion.node.witness.WitnessWord;

/// What a node must know about itself before it can read anything of the cluster: `node.properties` in its
/// directory, written once by `init` or `enroll`.
///
/// @param cluster which cluster, by name and id
/// @param node    this node's number
/// @param name    this node's name
/// @param boards  the white board's disks, in their order
/// @param api     where the API is served
/// @param mail    who is told by mail what a person should know
public record NodeSettings(
        ClusterIdentity cluster,
        NodeId node,
        String name,
        List<DiskLocation> boards,
        ApiAddress api,
        MailSettings mail) {
    private static final String AGAIN = "; to enroll it again, remove its directory first, or name another with --dir";
    private static final String FILE = "node.properties";
    private static final List<String> KEYS =
            List.of("cluster", "cluster-id", "number", "name", "api", "mail", "sendmail", "board");

    public NodeSettings {
        boards = List.copyOf(boards);
    }

    /// With the API and mail as they usually are.
    public NodeSettings(ClusterIdentity cluster, NodeId node, String name, List<DiskLocation> boards) {
        this(cluster, node, name, boards, ApiAddress.OFF, MailSettings.OFF);
    }

    /// The settings of a node with this definition.
    public NodeSettings(ClusterIdentity cluster, NodeDefinition self, List<DiskLocation> boards) {
        this(cluster, self.id(), self.name(), boards);
    }

    /// Refuses a cluster that does not know this node, or has given its number to another one since it was removed.
    ///
    /// @throws SetupException with one sentence
    void requireConfiguredIn(ClusterConfiguration configuration) throws SetupException {
        NodeDefinition holder = configuration.nodes().get(node);
        if (holder == null) {
            throw new SetupException(
                    "node " + name + " is not (or no longer) configured in cluster " + cluster.name() + AGAIN);
        }
        if (!holder.name().equals(name)) {
            throw new SetupException("node " + name + " is no longer configured in cluster " + cluster.name()
                    + ": its number " + node.number() + " belongs to node " + holder.name() + " now"
                    + AGAIN);
        }
        if (configuration.boards() != boards.size()) {
            throw new SetupException("the white board of cluster " + cluster.name() + " has " + configuration.boards()
                    + (configuration.boards() == 1 ? " disk" : " disks") + ", and " + FILE + " of node " + name
                    + " names " + boards.size() + "; name each of them there");
        }
    }

    /// Whether the directory belongs to a node already.
    public static boolean present(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /// Reads them.
    ///
    /// @throws SetupException naming the file and what is wrong with it
    public static NodeSettings read(Path directory) throws SetupException {
        Path file = directory.resolve(FILE);
        Properties values = new Properties();
        try (Reader text = new StringReader(Files.readString(file))) {
            values.load(text);
            requireKnown(values);
            return new NodeSettings(
                    new ClusterIdentity(
                            value(values, "cluster"),
                            parsed(
                                    values,
                                    "cluster-id",
                                    "an id like 0f8fad5b-d9cb-469f-a165-70867728950e",
                                    UUID::fromString)),
                    parsed(values, "number", "a number from 1 to 32", number -> new NodeId(Integer.parseInt(number))),
                    value(values, "name"),
                    boards(values),
                    values.containsKey("api")
                            ? parsed(
                                    values,
                                    "api",
                                    "an address and a port like 10.0.0.1:7025, nor off",
                                    ApiAddress::parse)
                            : ApiAddress.OFF,
                    MailSettings.of(values.getProperty("mail", ""), values.getProperty("sendmail", "")));
        } catch (NoSuchFileException e) {
            throw new SetupException(
                    "there is no node in " + directory
                            + "; make a cluster with 'orion init' or join one with 'orion enroll'",
                    e);
        } catch (AccessDeniedException e) {
            throw new SetupException(
                    file + " may not be read by user " + Superuser.userName()
                            + "; call it as the user who made this node, usually root (with sudo)",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new SetupException(
                    file + " cannot be used: " + e.getMessage() + "; restore it, or enroll the node again", e);
        }
    }

    /// The first under `board`, the others under `board.2` and so on.
    private static List<DiskLocation> boards(Properties values) {
        List<DiskLocation> boards = new ArrayList<>();
        boards.add(board(values, key(0)));
        while (values.containsKey(key(boards.size()))) {
            boards.add(board(values, key(boards.size())));
        }
        if (!DiskPlace.isSize(boards.size())) {
            throw new IllegalArgumentException(
                    "it names " + boards.size() + " disks of the white board, which has 1, 3 or 5");
        }
        DiskLocation.repetition(boards).ifPresent(twice -> {
            throw new IllegalArgumentException("its '" + key(twice.again()) + "' is the same disk as its '"
                    + key(twice.first()) + "', " + boards.get(twice.first()) + ", and would count twice");
        });
        return boards;
    }

    private static String key(int disk) {
        return disk == 0 ? "board" : "board." + (disk + 1);
    }

    /// What nobody reads would be missed by nobody. A key that is none may be the rest of a witness word that somebody
    /// cut, so only what cannot hold a secret is repeated.
    private static void requireKnown(Properties values) {
        SortedSet<String> unknown = new TreeSet<>(values.stringPropertyNames());
        KEYS.forEach(unknown::remove);
        int disk = 1;
        while (unknown.remove(key(disk))) {
            disk++;
        }
        if (!unknown.isEmpty()) {
            String key = unknown.first();
            throw new IllegalArgumentException("it says "
                    + (key.matches("[a-z.-]{1,20}|board[.][0-9]{1,3}") ? "'" + key + "'" : "something")
                    + ", which is none of " + String.join(", ", KEYS) + ", board.2, board.3 and so on");
        }
    }

    /// What is neither may be a witness word that somebody cut: it is not repeated, for it may hold the secret.
    private static DiskLocation board(Properties values, String key) {
        DiskLocation board;
        try {
            board = DiskLocation.parse(value(values, key));
        } catch (IllegalArgumentException damaged) {
            throw new IllegalArgumentException("its '" + key + "': " + damaged.getMessage(), damaged);
        }
        if (board.localPath().filter(path -> !path.isAbsolute()).isPresent()) {
            throw new IllegalArgumentException(
                    "its '" + key + "' is neither a path from the root on nor a whole witness"
                            + " word, which begins with '" + WitnessWord.BEGINNING + "'");
        }
        return board;
    }

    private static String value(Properties values, String key) {
        String value = values.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("it does not say '" + key + "'");
        }
        return value.strip();
    }

    private static <T> T parsed(Properties values, String key, String what, Function<String, T> parser) {
        String value = value(values, key);
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("its '" + key + "' is '" + value + "', not " + what, wrong);
        }
    }

    /// Writes them as the last step of making a node: only then does the directory belong to one.
    public void write(Path directory) throws IOException {
        String text = """
                # Written by orion. The cluster itself is configured with 'orion apply', not here.
                cluster=%s
                cluster-id=%s
                number=%d
                name=%s
                board=%s
                """.formatted(
                        cluster.name(),
                        cluster.id(),
                        node.number(),
                        name,
                        boards.getFirst().text());
        for (int i = 1; i < boards.size(); i++) {
            text += "board.%d=%s\n".formatted(i + 1, boards.get(i).text());
        }
        text += api.equals(ApiAddress.OFF) ? "" : "api=%s\n".formatted(api);
        text += mail.addresses().isEmpty() ? "" : "mail=%s\n".formatted(String.join(",", mail.addresses()));
        text += mail.sendmail().isEmpty() ? "" : "sendmail=%s\n".formatted(mail.sendmail());
        AtomicFile.write(directory.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
    }
}
