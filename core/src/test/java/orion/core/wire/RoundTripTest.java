package orion.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;

/// What is written is read back as it was, in one form only and within the limits.
final class RoundTripTest {
    private static final int VALUES = 20_000;

    @Test
    void everyMessageComesBackAsItWasAndHasOneFormOnly() {
        LongStream.range(0, VALUES).forEach(seed -> {
            Message message = new Generated(seed).message();
            byte[] bytes = MessageCodec.encode(message);
            Message again = MessageCodec.decode(bytes);
            assertThat(again).as("seed %d", seed).isEqualTo(message);
            assertThat(MessageCodec.encode(again)).as("seed %d", seed).isEqualTo(bytes);
        });
    }

    @Test
    void everyKindOfMessageIsAmongTheGenerated() {
        List<Class<?>> kinds = LongStream.range(0, 1_000)
                .<Class<?>>mapToObj(seed -> new Generated(seed).message().getClass())
                .distinct()
                .toList();

        assertThat(kinds).hasSize(16);
    }

    @Test
    void everyBlockComesBackAsItWas() {
        LongStream.range(0, VALUES).forEach(seed -> {
            NodeBlock block = new Generated(seed).nodeBlock();
            assertThat(NodeBlockCodec.decode(NodeBlockCodec.encode(block)))
                    .as("seed %d", seed)
                    .isEqualTo(block);
        });
    }

    @Test
    void everyStateAndConfigurationComesBackAsItWas() {
        LongStream.range(0, VALUES / 4).forEach(seed -> {
            ClusterState state = new Generated(seed).state();
            assertThat(StateCodec.decode(StateCodec.encode(state)))
                    .as("seed %d", seed)
                    .isEqualTo(state);
            ClusterConfiguration configuration = state.configuration();
            assertThat(StateCodec.decodeConfiguration(StateCodec.encodeConfiguration(configuration)))
                    .as("seed %d", seed)
                    .isEqualTo(configuration);
        });
    }

    @Test
    void theLargestBlockOfThirtyTwoNodesFitsIntoTheBoard() {
        SortedMap<NodeId, Long> admitted = new TreeMap<>();
        IntStream.rangeClosed(1, NodeId.LARGEST).forEach(node -> admitted.put(new NodeId(node), Long.MAX_VALUE));
        SortedSet<NodeId> all = new TreeSet<>(admitted.keySet());
        Generation largest = new Generation(
                Long.MAX_VALUE, Long.MAX_VALUE, Levels.LAST, new NodeId(32), all, new TreeSet<>(), admitted);
        Ballot ballot = new Ballot(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Optional.of(largest));
        Member writer = new Member(new NodeId(32), Long.MAX_VALUE);
        NodeBlock block = new NodeBlock(writer, Long.MAX_VALUE, largest, ballot, all, true, true);

        byte[] bytes = NodeBlockCodec.encode(block);

        assertThat(bytes).hasSizeLessThan(NodeBlockCodec.LONGEST);
        assertThat(NodeBlockCodec.decode(bytes)).isEqualTo(block);
    }

    @Test
    void theCopyOfAStateLacksOnlyReasonsAndQuestionsAndIsNeverLargerThanWasSaid() {
        LongStream.range(0, VALUES / 4).forEach(seed -> {
            ClusterState state = new Generated(seed).state();
            byte[] copy = StateCodec.encodeCopy(state);
            ClusterState bare = state;
            for (ResourceState resource : state.resources().values()) {
                bare = bare.with(resource.because("").asking(Optional.empty()).stayingFrom(Optional.empty()));
            }
            bare = bare.withTrial(bare.edits().trial().map(trial -> trial.because("")));
            assertThat(StateCodec.decode(copy)).as("seed %d", seed).isEqualTo(bare);
            assertThat(copy.length)
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(StateCodec.copyBytes(
                            state.configuration(), state.edits().trial()));
        });
    }

    @Test
    void aStateWithTheMostResourcesThatFitTheBoardAndLongReasonsFitsAMessage() {
        SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
        List<PartDefinition> parts = List.of(new PartDefinition.Unit("a.b"));
        ClusterConfiguration most = configuration(resources);
        while (StateCodec.copyBytes(most) <= StateCodec.LONGEST_COPY) {
            for (int i = 0; i < 50; i++) {
                String name = Integer.toString(resources.size(), Character.MAX_RADIX);
                resources.put(name, new ResourceDefinition(name, parts));
            }
            most = configuration(resources);
        }
        SortedMap<String, ResourceState> states = new TreeMap<>();
        String reason = "\u4f60".repeat(900);
        most.resources()
                .keySet()
                .forEach(name ->
                        states.put(name, ResourceState.created(name, true).comatose(false, reason)));
        ClusterState state = new ClusterState(
                new StateId(1, 1), 1, true, most, RecentEdits.NONE, states, new TreeSet<>(), Maintenance.NONE);

        assertThat(resources).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(MessageCodec.decode(MessageCodec.encode(new Message.StateInstall(state))))
                .isEqualTo(new Message.StateInstall(state));
    }

    @Test
    void whatIsLargerThanTheLimitIsNotWritten() {
        SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
        resources.put("web", new ResourceDefinition("web", List.of(new PartDefinition.Unit("a.b"))));
        ClusterState state = ClusterState.initial(configuration(resources));
        ClusterState verbose = state.with(state.resource("web").because("x".repeat(StateCodec.LONGEST)));

        assertThatExceptionOfType(TooLarge.class).isThrownBy(() -> StateCodec.encode(verbose));
        assertThat(StateCodec.encodeCopy(verbose)).hasSizeLessThan(StateCodec.LONGEST_COPY);
    }

    private static ClusterConfiguration configuration(SortedMap<String, ResourceDefinition> resources) {
        return new ClusterConfiguration("one", 1, Timing.STANDARD, 1, 0, 1, new TreeMap<>(), resources);
    }

    @Test
    void aReasonWithHalfASurrogatePairIsTheSameOnAllMembers() {
        ClusterState state = new Generated(1).state();
        ResourceDefinition resource = new Generated(2).resource();
        ClusterState odd = state.withConfiguration(state.configuration().withResource(resource))
                .with(ResourceState.created(resource.name(), true).comatose(false, "said \ud83d, then ended"));

        assertThat(StateCodec.decode(StateCodec.encode(odd))).isEqualTo(odd);
    }
}
