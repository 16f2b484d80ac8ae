package orion.core.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.Alert;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;
import orion.core.resource.Symptom;
import orion.core.resource.Tally;
import orion.core.resource.Transaction;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;

/// Values of every kind that can be written as bytes, all decided by one seed (SplitMix64), so that a failure can be
/// repeated by its seed alone.
final class Generated {
    private static final String ALPHABET = "abcXYZ019_ \t\n=\"\\äß\u20ac\ud83d\udd25\ud800";

    private final List<Phase> phases = List.of(Phase.values());
    private long state;

    Generated(long seed) {
        this.state = seed;
    }

    long int64() {
        state += 0x9e37_79b9_7f4a_7c15L;
        long mixed = (state ^ (state >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ (mixed >>> 31);
    }

    /// 0 to `bound - 1`.
    int below(int bound) {
        return (int) Long.remainderUnsigned(int64(), bound);
    }

    boolean flag() {
        return below(2) == 1;
    }

    private long positive() {
        return 1 + (int64() >>> (1 + below(62)));
    }

    private <T> Optional<T> optional(Supplier<T> value) {
        return flag() ? Optional.of(value.get()) : Optional.empty();
    }

    <T> List<T> list(int least, int most, Supplier<T> value) {
        List<T> values = new ArrayList<>();
        int count = least + below(most - least + 1);
        for (int i = 0; i < count; i++) {
            values.add(value.get());
        }
        return values;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = below(12);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(below(ALPHABET.length())));
        }
        return text.toString();
    }

    String name() {
        return "n" + Long.toString(int64() >>> 40, 36);
    }

    NodeId node() {
        return new NodeId(1 + below(NodeId.LARGEST));
    }

    private Member member() {
        return new Member(node(), positive());
    }

    private SortedSet<NodeId> nodes() {
        return new TreeSet<>(list(0, 6, this::node));
    }

    private StateId stateId() {
        return new StateId(int64(), int64());
    }

    Generation generation() {
        SortedMap<NodeId, Long> admitted = new TreeMap<>();
        SortedSet<NodeId> members = new TreeSet<>();
        SortedSet<NodeId> excluded = new TreeSet<>();
        for (NodeId node : nodes()) {
            admitted.put(node, positive());
            switch (below(3)) {
                case 0 -> members.add(node);
                case 1 -> excluded.add(node);
                default -> {}
            }
        }
        long number = positive();
        return new Generation(number, number - below(2), below(4), node(), members, excluded, admitted);
    }

    NodeBlock nodeBlock() {
        long accepted = flag() ? positive() : 0;
        Optional<Generation> value = accepted > 0 ? Optional.of(generation()) : Optional.empty();
        long promised = Math.max(accepted, positive());
        Ballot ballot = new Ballot(int64(), promised, accepted, value);
        return new NodeBlock(member(), int64(), generation(), ballot, nodes(), flag(), flag());
    }

    private Endpoint endpoint() {
        String host = flag()
                ? "10.%d.%d.%d".formatted(below(256), below(256), below(256))
                : "fd00::%x:%x".formatted(below(65_536), below(65_536));
        return new Endpoint(host, 1 + below(65_535));
    }

    NodeDefinition nodeDefinition() {
        return new NodeDefinition(node(), name(), list(1, 4, this::endpoint), new GeneratedPolicy(this).amounts());
    }

    private PartDefinition part() {
        return switch (below(7)) {
            case 0 -> new PartDefinition.Address(endpoint().host() + "/" + below(33), optional(() -> "eth" + below(9)));
            case 1 ->
                new PartDefinition.Volume(
                        "/dev/" + name(), flag() ? "ext4" : "xfs", "/srv/" + name(), flag() ? "" : "noatime");
            case 2 -> command();
            case 3 -> new PartDefinition.Unit(name() + ".service");
            case 4 ->
                new PartDefinition.Ocf(
                        "p" + below(9), "T" + below(9), flag() ? Map.of() : Map.of("p" + below(9), "a " + below(9)));
            case 5 ->
                new PartDefinition.Licences(endpoint().host(), flag() ? List.of() : List.of(80, 443), 1 + below(99));
            default -> new PartDefinition.Script("/" + name(), "/" + name(), optional(() -> "/" + name()));
        };
    }

    private PartDefinition.Command command() {
        List<String> command = new ArrayList<>(List.of("/bin/" + name()));
        command.addAll(list(0, 4, this::text));
        List<String> stop = flag() ? List.of() : List.of("/bin/" + name(), text());
        Map<String, String> environment = new LinkedHashMap<>();
        list(0, 3, this::name).forEach(name -> environment.put(name.toUpperCase(Locale.ROOT), name));
        return new PartDefinition.Command(
                command,
                stop,
                1 + below(100),
                environment,
                optional(() -> endpoint().host() + ":" + (1 + below(65_535))));
    }

    ResourceDefinition resource() {
        return new ResourceDefinition(
                name(),
                List.copyOf(new LinkedHashSet<>(list(1, 4, this::part))),
                List.copyOf(new TreeSet<>(list(0, 3, this::name))),
                1 + below(600),
                1 + below(600),
                new GeneratedPolicy(this).policy());
    }

    ClusterConfiguration configuration() {
        long heartbeatMillis = 50L + below(5_000);
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        list(0, 5, this::nodeDefinition).forEach(node -> nodes.put(node.id(), node));
        SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
        list(0, 4, this::resource).forEach(resource -> resources.put(resource.name(), resource));
        return new ClusterConfiguration(
                name(),
                positive(),
                new Timing(heartbeatMillis, heartbeatMillis * (6L + below(20))),
                1 + below(32),
                below(86_401),
                1 + 2 * below(3),
                nodes,
                resources,
                new GeneratedEdit(this).tokens());
    }

    private ResourceState resourceState(String name) {
        return new ResourceState(
                name,
                phases.get(below(phases.size())),
                optional(this::member),
                int64(),
                flag(),
                optional(this::node),
                flag(),
                optional(() -> new Alert(alertKind(), text())),
                optional(this::member),
                new Tally((int) int64(), int64(), (int) int64(), (int) int64(), (int) int64(), flag(), (int) int64()),
                text());
    }

    private Alert.Kind alertKind() {
        return List.of(Alert.Kind.values()).get(below(3));
    }

    ClusterState state() {
        ClusterConfiguration configuration = configuration();
        SortedMap<String, ResourceState> resources = new TreeMap<>();
        configuration.resources().keySet().forEach(name -> resources.put(name, resourceState(name)));
        return new ClusterState(
                stateId(),
                int64(),
                flag(),
                configuration,
                new GeneratedEdit(this).recent(configuration),
                resources,
                nodes(),
                maintenance(configuration));
    }

    private Maintenance.Scope scope() {
        return switch (below(3)) {
            case 0 -> new Maintenance.Scope.Cluster();
            case 1 -> new Maintenance.Scope.Node(node());
            default -> new Maintenance.Scope.Resource(name());
        };
    }

    private Maintenance maintenance() {
        Maintenance maintenance = Maintenance.NONE;
        for (Maintenance.Scope scope : list(0, 4, this::scope)) {
            maintenance = maintenance.with(scope, flag() ? Maintenance.UNTIL_ENDED : 1 + below(Integer.MAX_VALUE));
        }
        for (String name : list(0, 2, this::name)) {
            maintenance = maintenance.stopped(name, node());
        }
        return maintenance;
    }

    /// Of some of what is configured.
    private Maintenance maintenance(ClusterConfiguration configuration) {
        Maintenance maintenance =
                flag() ? Maintenance.NONE : Maintenance.NONE.with(new Maintenance.Scope.Cluster(), 1 + below(9));
        for (NodeId node : configuration.nodes().keySet()) {
            maintenance = flag() ? maintenance : maintenance.with(new Maintenance.Scope.Node(node), 1 + below(9));
        }
        for (String name : configuration.resources().keySet()) {
            maintenance = flag() ? maintenance : maintenance.with(new Maintenance.Scope.Resource(name), 1 + below(9));
            maintenance = flag() ? maintenance : maintenance.stopped(name, node());
        }
        return maintenance;
    }

    private Transaction transaction() {
        return new Transaction(
                stateId(),
                optional(this::configuration),
                optional(() -> new GeneratedEdit(this).edit(positive())),
                optional(() -> new GeneratedEdit(this).trial(positive(), List.of())),
                flag(),
                nodes(),
                maintenance(),
                list(0, 4, () -> resourceState(name())));
    }

    private Request request() {
        return switch (below(15)) {
            case 0 -> new Request.Online(name(), optional(this::node));
            case 1 -> new Request.Offline(name());
            case 2 -> new Request.Migrate(name(), node());
            case 3, 4, 5, 9, 13 -> new GeneratedEdit(this).request();
            case 6 -> new Request.Leave(node());
            case 7 -> new Request.Down();
            case 10 -> new Request.BeginMaintenance(scope(), int64());
            case 11 -> new Request.EndMaintenance(scope());
            case 8 -> new Request.ActionDone(name(), member(), int64(), flag(), flag(), int64(), (int) int64(), text());
            case 12 -> new Request.Answer(name(), alertKind(), flag());
            default ->
                new Request.Failed(
                        name(), member(), int64(), List.of(Symptom.values()).get(below(3)), text());
        };
    }

    private Message.Heartbeat heartbeat() {
        SortedMap<NodeId, Long> grants = new TreeMap<>();
        nodes().forEach(node -> grants.put(node, int64()));
        int lowest = 1 + below(9);
        return new Message.Heartbeat(
                new Levels(lowest, lowest + below(9)),
                int64(),
                flag(),
                nodes(),
                flag(),
                flag(),
                int64(),
                int64(),
                grants,
                new TreeSet<>(list(0, 3, this::member)),
                stateId(),
                Pause.of(
                        below(Integer.MAX_VALUE),
                        List.of(Pause.Cause.values()).get(below(Pause.Cause.values().length))),
                Pause.of(
                        below(Integer.MAX_VALUE),
                        List.of(Pause.Cause.values()).get(below(Pause.Cause.values().length))),
                (int) int64());
    }

    Message message() {
        return switch (below(16)) {
            case 0 -> heartbeat();
            case 1 -> new Message.ViewPrepare(int64(), int64(), below(9), new TreeSet<>(list(0, 5, this::member)));
            case 2 -> new Message.ViewVote(int64(), flag(), text());
            case 3 -> new Message.GenerationDecided(generation());
            case 4 -> new Message.StateReport(int64(), int64(), stateId());
            case 5 -> new Message.StateFetch(int64());
            case 6 -> new Message.StateCopy(int64(), state());
            case 7 -> new Message.StateInstall(state());
            case 8 -> new Message.StateInstalled(stateId());
            case 9 -> new Message.Prepare(transaction());
            case 10 -> new Message.Prepared(stateId());
            case 11 -> new Message.Commit(stateId());
            case 12 -> new Message.MasterRequest(int64(), request());
            case 13 -> new Message.StateInquiry(stateId());
            case 14 -> new Message.StateNews(state());
            default -> new Message.MasterAnswer(int64(), flag(), int64(), text());
        };
    }

    /// Bytes of any kind.
    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) below(256);
        }
        return bytes;
    }

    /// The same bytes with a few faults: flipped, cut, doubled, or with lengths blown up.
    byte[] mutated(byte[] original) {
        byte[] bytes = original.clone();
        int faults = 1 + below(3);
        for (int i = 0; i < faults && bytes.length > 0; i++) {
            int at = below(bytes.length);
            switch (below(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << below(8));
                case 1 -> bytes[at] = (byte) below(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + below(8));
                default -> bytes[at] = (byte) (flag() ? 0xff : 0x7f);
            }
        }
        return bytes;
    }
}
