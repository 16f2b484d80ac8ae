package orion.node.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.IpPrefix;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDevice;
import orion.node.board.BoardException;
import orion.node.board.BoardKey;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.board.DiskPlace;
import orion.node.board.Superblock;
import orion.node.security.Enrolled;
import orion.node.security.EnrolmentClient;
import orion.node.security.EnrolmentToken;
import orion.node.security.NodeIdentity;
import orion.node.trouble.FileFault;

/// Makes a node: the first of a new cluster, or a further one. Either everything is made or nothing.
public final class NodeSetup {
    /// The resource that carries the cluster address, in the original's spelling.
    public static final String CLUSTER_ADDRESS_RESOURCE = "Master_IP_Address_Resource";

    private static final int ADDRESS_SECONDS = 30;

    /// What an administrator says of a new cluster.
    ///
    /// @param clusterAddress address and prefix length that the master carries, if any
    /// @param boards         disks that become the white board: 1, 3 or 5
    /// @param force          whether what is on them may be destroyed
    public record NewCluster(
            String name,
            String node,
            List<Endpoint> links,
            Optional<String> clusterAddress,
            List<DiskLocation> boards,
            boolean force,
            Timing timing,
            int quorumMembership,
            int quorumTimeoutSeconds) {}

    private NodeSetup() {}

    /// Makes a cluster with this node in it.
    ///
    /// @throws SetupException with one sentence; the directory is as it was then
    public static void initialise(Path directory, NewCluster wanted) throws SetupException {
        refuseExisting(directory);
        NodeDefinition self;
        ClusterConfiguration configuration;
        try {
            self = new NodeDefinition(new NodeId(1), wanted.node(), wanted.links());
            configuration = configuration(wanted, self);
        } catch (IllegalArgumentException e) {
            throw new SetupException(SetupException.reason(e), e);
        }
        OwnAddresses.require(wanted.links());
        requireDifferent(wanted.boards());
        boolean made = makeDirectory(directory);
        try {
            ClusterIdentity cluster = new ClusterIdentity(wanted.name(), UUID.randomUUID());
            NodeIdentity identity = NodeIdentity.createCluster(directory, wanted.name(), wanted.node());
            BoardAdministration.create(wanted.boards(), cluster, identity.boardKey(), wanted.force());
            new StateStore(directory, 1, _ -> {}).write(ClusterState.initial(configuration));
            new NodeSettings(cluster, self, absolute(wanted.boards())).write(directory);
        } catch (BoardException e) {
            remove(directory, made);
            throw new SetupException(SetupException.reason(e), e);
        } catch (IOException e) {
            remove(directory, made);
            throw new SetupException("the node cannot be made in " + directory + ": " + e.getMessage(), e);
        }
    }

    /// Makes a further node of an existing cluster.
    ///
    /// @param boards where this host sees the disks of the white board, in their order; empty for where the member
    ///               that lets it in sees them
    /// @return a sentence for each disk that cannot be used at the moment; a majority can
    /// @throws SetupException with one sentence; the directory is as it was then
    public static List<String> enroll(
            Path directory, String token, String name, List<Endpoint> links, List<DiskLocation> boards)
            throws SetupException {
        refuseExisting(directory);
        OwnAddresses.require(links);
        EnrolmentToken word = read(token);
        if (!boards.isEmpty()) {
            // Looked at before anybody is asked: what the cluster has agreed to cannot be taken back.
            requireDifferent(boards);
            NamedDisks.require(boards, boards.size(), disk -> placeInBoardOf(word.cluster(), disk));
        }
        boolean made = makeDirectory(directory);
        try {
            Enrolled enrolled = EnrolmentClient.enroll(word, name, links);
            if (boards.isEmpty()) {
                requireThere(enrolled.boards());
            }
            List<DiskLocation> seen = absolute(boards.isEmpty() ? enrolled.boards() : boards);
            List<String> unusable =
                    NamedDisks.require(seen, enrolled.boards().size(), disk -> placeInBoardOf(enrolled, disk));
            enrolled.identity().write(directory);
            new StateStore(directory, enrolled.node().number(), _ -> {}).write(enrolled.state());
            new NodeSettings(enrolled.cluster(), enrolled.node(), name, seen).write(directory);
            return unusable;
        } catch (IOException | IllegalArgumentException e) {
            remove(directory, made);
            throw new SetupException(SetupException.reason(e), e);
        } catch (SetupException e) {
            remove(directory, made);
            throw e;
        }
    }

    /// The member that let this node in sees its disks under these names. It may have one that nobody else has, such as
    /// the file of the witness on its own host; a name given for this host may be that of a disk that is away.
    private static void requireThere(List<DiskLocation> handedOut) throws SetupException {
        List<Path> missing = handedOut.stream()
                .flatMap(disk -> disk.localPath().stream())
                .filter(Files::notExists)
                .toList();
        if (!missing.isEmpty()) {
            throw new SetupException("the member that let this node in has "
                    + missing.stream().map(Path::toString).collect(Collectors.joining(" and "))
                    + " among the disks of the white board, and this host has not; take another token and name all "
                    + handedOut.size() + (handedOut.size() == 1 ? " disk" : " disks")
                    + " as this host reaches them with --board, in the order of the member's node.properties; a witness"
                    + " by a file with its word, @FILE");
        }
    }

    /// Without the key, which only members have.
    private static DiskPlace placeInBoardOf(UUID cluster, DiskLocation board) throws BoardException {
        Superblock found = BoardAdministration.view(board, Optional.empty()).superblock();
        if (!found.cluster().id().equals(cluster)) {
            throw new BoardException(
                    BoardException.Fault.OTHER_CLUSTER,
                    "the white board at " + board + " belongs to another cluster, "
                            + found.cluster().name()
                            + ", not to the one this token is for; name the right device or file with --board");
        }
        return found.place();
    }

    private static DiskPlace placeInBoardOf(Enrolled enrolled, DiskLocation board) throws BoardException {
        BoardKey key = enrolled.identity().boardKey();
        try (BoardDevice disk = BoardDevice.open(board, enrolled.cluster(), key)) {
            return disk.place();
        }
    }

    private static EnrolmentToken read(String token) throws SetupException {
        try {
            return EnrolmentToken.parse(token);
        } catch (IOException e) {
            throw new SetupException(SetupException.reason(e), e);
        }
    }

    private static void requireDifferent(List<DiskLocation> boards) throws SetupException {
        try {
            BoardAdministration.requireDifferent(boards);
        } catch (BoardException e) {
            throw new SetupException(SetupException.reason(e), e);
        }
    }

    private static List<DiskLocation> absolute(List<DiskLocation> boards) {
        return boards.stream().map(DiskLocation::absolute).toList();
    }

    private static ClusterConfiguration configuration(NewCluster wanted, NodeDefinition self) throws SetupException {
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        nodes.put(self.id(), self);
        SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
        if (wanted.clusterAddress().isPresent()) {
            String address = wanted.clusterAddress().get();
            String own = self.links().getFirst().host();
            if (!IpPrefix.parse(address).contains(IpPrefix.parseHost(own))) {
                throw new SetupException(
                        "the cluster address " + address + " is not in the subnet of this node's address " + own
                                + "; choose a free address of that subnet");
            }
            PartDefinition part = new PartDefinition.Address(address, Optional.empty());
            resources.put(
                    CLUSTER_ADDRESS_RESOURCE,
                    new ResourceDefinition(
                            CLUSTER_ADDRESS_RESOURCE,
                            List.of(part),
                            List.of(),
                            ADDRESS_SECONDS,
                            ADDRESS_SECONDS,
                            ResourcePolicy.USUAL.ignoringQuorum().followingMaster()));
        }
        return new ClusterConfiguration(
                wanted.name(),
                1,
                wanted.timing(),
                wanted.quorumMembership(),
                wanted.quorumTimeoutSeconds(),
                wanted.boards().size(),
                nodes,
                resources);
    }

    /// Refuses a directory in which a node lives.
    ///
    /// @throws SetupException where a node lives in the directory already
    static void refuseExisting(Path directory) throws SetupException {
        if (NodeSettings.present(directory)) {
            throw new SetupException("there is already a node in " + directory
                    + "; choose another directory with --dir, or remove it if that node is to be forgotten");
        }
        // A refused set-up takes back what it made, and must not find anything there that it did not make.
        for (String left : List.of("identity", "state")) {
            if (Files.exists(directory.resolve(left))) {
                throw new SetupException("there is something of a node in " + directory + " already (" + left
                        + "); choose another directory with --dir, or remove it");
            }
        }
    }

    /// Makes a directory that only its owner can look into.
    ///
    /// @return whether it had to be made
    static boolean makeDirectory(Path directory) throws SetupException {
        try {
            if (Files.isDirectory(directory)) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
                return false;
            }
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return true;
        } catch (IOException e) {
            throw new SetupException(
                    "directory " + directory + " cannot be made or closed to others: " + FileFault.reason(e)
                            + "; use --dir, or become root",
                    e);
        }
    }

    static void remove(Path directory, boolean all) {
        try {
            NodeIdentity.remove(directory);
            Files.deleteIfExists(directory.resolve("state"));
            if (all) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            System.getLogger("orion")
                    .log(System.Logger.Level.WARNING, "{0} not removed: {1}", directory, e.getMessage());
        }
    }
}
