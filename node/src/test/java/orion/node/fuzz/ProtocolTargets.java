package orion.node.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import orion.core.configuration.Amounts;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.configuration.Role;
import orion.core.configuration.Trial;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;
import orion.core.resource.Symptom;
import orion.core.resource.Transaction;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.MalformedInput;
import orion.core.wire.Message;
import orion.core.wire.MessageCodec;
import orion.core.wire.NodeBlockCodec;
import orion.core.wire.StateCodec;

/// The formats of the protocol itself: messages, blocks of the white board, states.
public final class ProtocolTargets {
    private static final NodeId ONE = new NodeId(1);
    private static final NodeId TWO = new NodeId(2);
    private static final Member MEMBER = new Member(TWO, 3);
    private static final StateId STATE_ID = new StateId(5, 6);
    /// A set of 32 nodes is four bytes and becomes a tree.
    private static final Target.Limit LIMIT = new Target.Limit(64_000, 100);

    private ProtocolTargets() {}

    static List<Target> all() {
        List<byte[]> messages = messages().stream().map(MessageCodec::encode).toList();
        List<byte[]> blocks = blocks().stream().map(NodeBlockCodec::encode).toList();
        ClusterState state = state();
        return List.of(
                target("messages", 60_000, messages, bytes -> MessageCodec.encode(MessageCodec.decode(bytes))),
                target(
                        "blocks of the board",
                        25_000,
                        blocks,
                        bytes -> NodeBlockCodec.encode(NodeBlockCodec.decode(bytes))),
                target("states", 25_000, List.of(StateCodec.encode(state)), ProtocolTargets::stateAgain),
                target(
                        "configurations",
                        20_000,
                        List.of(StateCodec.encodeConfiguration(state.configuration())),
                        ProtocolTargets::configurationAgain));
    }

    /// What an earlier release wrote has another form, which nobody writes any more; it means the same.
    private static byte[] stateAgain(byte[] input) {
        ClusterState state = StateCodec.decode(input);
        byte[] again = StateCodec.encode(state);
        boolean earlier = input[0] != again[0] && StateCodec.decode(again).equals(state);
        return earlier ? input : again;
    }

    /// All that differs from what an earlier release wrote is the version.
    private static byte[] configurationAgain(byte[] input) {
        byte[] again = StateCodec.encodeConfiguration(StateCodec.decodeConfiguration(input));
        again[0] = input[0];
        return again;
    }

    private static Target target(String name, int quick, List<byte[]> seeds, Function<byte[], byte[]> again) {
        return new Target(name, seeds, 20_000, quick, input -> readOrMalformed(input, again), LIMIT);
    }

    /// Refused as the formats of the protocol refuse.
    public static Optional<byte[]> readOrMalformed(byte[] input, Function<byte[], byte[]> again) {
        try {
            return Optional.of(again.apply(input));
        } catch (MalformedInput refused) {
            return Optional.empty();
        }
    }

    private static SortedSet<NodeId> nodes() {
        return new TreeSet<>(List.of(ONE, TWO));
    }

    private static Generation generation() {
        SortedSet<NodeId> out = new TreeSet<>(List.of(new NodeId(32)));
        return new Generation(5, 4, 1, TWO, nodes(), out, new TreeMap<>(Map.of(ONE, 7L, TWO, 3L, new NodeId(32), 1L)));
    }

    private static List<NodeBlock> blocks() {
        return List.of(
                new NodeBlock(MEMBER, 9, generation(), Ballot.NONE, nodes(), true, false),
                new NodeBlock(
                        MEMBER,
                        10,
                        generation(),
                        new Ballot(6, 12, 11, Optional.of(generation())),
                        nodes(),
                        false,
                        true));
    }

    private static ResourceDefinition resource() {
        return new ResourceDefinition(
                "web",
                List.of(
                        new PartDefinition.Volume("/dev/sdb", "ext4", "/srv/web", "noatime"),
                        new PartDefinition.Address("192.0.2.10/24", Optional.of("eth0")),
                        new PartDefinition.Command(
                                List.of("/usr/sbin/nginx", "-g", "daemon off;"),
                                List.of("/usr/sbin/nginx", "-s", "\u20ac"),
                                20,
                                Map.of("PORT", "8080"),
                                Optional.of("192.0.2.10:80")),
                        new PartDefinition.Unit("web.service"),
                        new PartDefinition.Script("/etc/l", "/etc/u", Optional.of("/etc/m")),
                        new PartDefinition.Ocf("heartbeat", "IPaddr2", Map.of("ip", "192.0.2.11"))),
                List.of("server-2", "server-1"),
                60,
                60,
                ResourcePolicy.USUAL.withFailback(Mode.MANUAL, 5));
    }

    private static NodeDefinition node(NodeId id) {
        return new NodeDefinition(
                id,
                "server-" + id.number(),
                List.of(new Endpoint("10.0.0." + id.number(), 7023), new Endpoint("fd00::" + id.number(), 7023)));
    }

    /// A state with something of everything in it.
    public static ClusterState state() {
        ClusterConfiguration empty =
                new ClusterConfiguration("harbour", 3, Timing.STANDARD, 2, 60, 3, new TreeMap<>(), new TreeMap<>());
        ClusterConfiguration configuration = empty.withNode(node(ONE))
                .withNode(node(TWO))
                .withResource(resource())
                .withToken(TOKEN);
        SortedMap<String, ResourceState> resources = new TreeMap<>();
        resources.put("web", ResourceState.created("web", true).comatose(false, "it did not stop: \u4f60"));
        return new ClusterState(
                STATE_ID,
                4,
                true,
                configuration,
                RecentEdits.NONE.with(EDIT).with(Optional.of(TRIAL)),
                resources,
                nodes(),
                maintenance());
    }

    private static Maintenance maintenance() {
        return Maintenance.NONE
                .with(new Maintenance.Scope.Cluster(), 9)
                .with(new Maintenance.Scope.Node(TWO), Maintenance.UNTIL_ENDED)
                .with(new Maintenance.Scope.Resource("web"), 10)
                .stopped("web", TWO);
    }

    private static final Author AUTHOR = new Author("root", "server-1", "for \u017eofie");
    private static final Edit EDIT =
            new Edit(3, AUTHOR, 1_700_000_000, "web created, server-1 has another capacity", List.of("resource web"));

    private static final Trial TRIAL = new Trial(
            3,
            60_000,
            0,
            Optional.of(AUTHOR),
            1_700_000_100,
            "web runs: \u4f60",
            List.of(new Change.DeleteResource("web"), new Change.SetCapacity(ONE, Amounts.NONE)));

    private static final ApiToken TOKEN =
            new ApiToken("ci", "0123456789abcdef".repeat(4), new TreeSet<>(List.of(Role.ADMINISTRATOR)), 1_800_000_000);

    private static List<Request> requests() {
        return List.of(
                new Request.Online("web", Optional.of(TWO)),
                new Request.Offline("web"),
                new Request.Migrate("web", ONE),
                new Request.Edit(
                        List.of(
                                new Change.PutResource(resource()),
                                new Change.DeleteResource("web"),
                                new Change.AddNode(node(TWO)),
                                new Change.RemoveNode(ONE),
                                new Change.SetCapacity(ONE, new Amounts(new TreeMap<>(Map.of("cpu", 4)))),
                                new Change.PutToken(TOKEN),
                                new Change.RemoveToken("ci")),
                        AUTHOR,
                        1_700_000_000,
                        OptionalLong.of(3),
                        true,
                        60_000),
                new Request.Edit(
                        List.of(new Change.Confirm(3), new Change.Undo(3)), AUTHOR, 0, OptionalLong.empty(), false),
                new Request.Leave(ONE),
                new Request.Down(),
                new Request.BeginMaintenance(new Maintenance.Scope.Node(ONE), 60_000),
                new Request.EndMaintenance(new Maintenance.Scope.Resource("web")),
                new Request.ActionDone("web", MEMBER, 4, true, false, 1_700_000_000, 250, ""),
                new Request.Failed("web", MEMBER, 4, Symptom.BROKEN, "exit code 1"));
    }

    private static List<Message> messages() {
        ClusterState state = state();
        Transaction transaction = new Transaction(
                STATE_ID,
                Optional.of(state.configuration()),
                Optional.of(EDIT),
                Optional.of(TRIAL.undoneThrough(List.of())),
                true,
                nodes(),
                maintenance(),
                List.copyOf(state.resources().values()));
        List<Message> messages = new ArrayList<>(List.of(
                heartbeat(),
                new Message.ViewPrepare(1, 4, 1, new TreeSet<>(List.of(MEMBER))),
                new Message.ViewVote(1, false, "it hears nobody"),
                new Message.GenerationDecided(generation()),
                new Message.StateInquiry(STATE_ID),
                new Message.StateNews(state),
                new Message.StateReport(5, 4, STATE_ID),
                new Message.StateFetch(5),
                new Message.StateCopy(5, state),
                new Message.StateInstall(state),
                new Message.StateInstalled(STATE_ID),
                new Message.Prepare(transaction),
                new Message.Prepared(STATE_ID),
                new Message.Commit(STATE_ID),
                new Message.MasterAnswer(1, true, "done")));
        requests().forEach(request -> messages.add(new Message.MasterRequest(1, request)));
        return messages;
    }

    private static Message.Heartbeat heartbeat() {
        return new Message.Heartbeat(
                Levels.SPOKEN,
                5,
                false,
                nodes(),
                true,
                true,
                99,
                1_000,
                new TreeMap<>(Map.of(ONE, 900L)),
                new TreeSet<>(List.of(MEMBER)),
                STATE_ID,
                Pause.of(1_200, Pause.Cause.STOLEN),
                Pause.NONE,
                3);
    }
}
