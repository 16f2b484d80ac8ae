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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.ResourceState;
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
        Generation largest =
                new Generation(Long.MAX_VALUE, Long.MAX_VALUE, new NodeId(32), all, new TreeSet<>(), admitted);
        Ballot ballot = new Ballot(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Optional.of(largest));
        Member writer = new Member(new NodeId(32), Long.MAX_VALUE);
        NodeBlock block = new NodeBlock(writer, Long.MAX_VALUE, largest, ballot, all, true, true);

        byte[] bytes = NodeBlockCodec.encode(block);

        assertThat(bytes).hasSizeLessThan(NodeBlockCodec.LONGEST);
        assertThat(NodeBlockCodec.decode(bytes)).isEqualTo(block);
    }

    @Test
    void aStateBeyondTheLimitDoesNotFitAndIsNotWritten() {
        String longest = "x".repeat(4096);
        List<String> arguments = IntStream.range(0, 200).mapToObj(i -> longest).toList();
        List<PartDefinition> parts = List.of(new PartDefinition.Command(prepend("/bin/true", arguments)));
        ClusterConfiguration fits =
                new ClusterConfiguration("one", 1, Timing.STANDARD, 1, 0, 1, new TreeMap<>(), new TreeMap<>());
        for (int i = 0; i < 4; i++) {
            fits = fits.withResource(new ResourceDefinition("large" + i, parts));
        }
        ClusterState fitting = ClusterState.initial(fits);
        ClusterState tooLarge = fitting.withConfiguration(fits.withResource(new ResourceDefinition("more", parts))
                .withResource(new ResourceDefinition("evenmore", parts)));

        assertThat(StateCodec.fits(fitting)).isTrue();
        assertThat(StateCodec.decode(StateCodec.encode(fitting))).isEqualTo(fitting);
        assertThat(StateCodec.fits(tooLarge)).isFalse();
        assertThatExceptionOfType(TooLarge.class).isThrownBy(() -> StateCodec.encode(tooLarge));
    }

    @Test
    void aReasonWithHalfASurrogatePairIsTheSameOnAllMembers() {
        ClusterState state = new Generated(1).state();
        ResourceDefinition resource = new Generated(2).resource();
        ClusterState odd = state.withConfiguration(state.configuration().withResource(resource))
                .with(ResourceState.created(resource.name(), true).comatose(false, "said \ud83d, then ended"));

        assertThat(StateCodec.decode(StateCodec.encode(odd))).isEqualTo(odd);
    }

    private static List<String> prepend(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }
}
