package orion.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Amounts;
import orion.core.configuration.Change;
import orion.core.configuration.Trial;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Request;
import orion.core.resource.StateId;
import orion.core.resource.Transaction;
import orion.core.splitbrain.NodeBlock;

/// Whatever bytes come in, decoding gives a valid value or [MalformedInput], and nothing else.
final class MalformedInputTest {
    private static final int MUTATED = 700_000;
    private static final int RANDOM = 500_000;

    /// A decoder and the encoder that must bring back the same bytes.
    private record Codec(Function<byte[], Object> decode, Function<Object, byte[]> encode) {}

    private static final Codec MESSAGES =
            new Codec(MessageCodec::decode, value -> MessageCodec.encode((Message) value));
    private static final Codec BLOCKS =
            new Codec(NodeBlockCodec::decode, value -> NodeBlockCodec.encode((NodeBlock) value));
    private static final Codec STATES = new Codec(StateCodec::decode, value -> StateCodec.encode((ClusterState) value));

    @Test
    void mutatedMessagesBlocksAndStatesAreReadOrRefused() {
        List<byte[]> messages = LongStream.range(0, 300)
                .mapToObj(seed -> MessageCodec.encode(new Generated(seed).message()))
                .toList();
        List<byte[]> blocks = LongStream.range(0, 100)
                .mapToObj(seed -> NodeBlockCodec.encode(new Generated(seed).nodeBlock()))
                .toList();
        List<byte[]> states = LongStream.range(0, 50)
                .mapToObj(seed -> StateCodec.encode(new Generated(seed).state()))
                .toList();
        Generated faults = new Generated(4711);
        int read = 0;
        for (int i = 0; i < MUTATED; i++) {
            read += switch (i % 8) {
                case 0 -> readOrRefused(BLOCKS, faults.mutated(blocks.get(i % blocks.size())));
                case 1 -> readOrRefused(STATES, faults.mutated(states.get(i % states.size())));
                default -> readOrRefused(MESSAGES, faults.mutated(messages.get(i % messages.size())));
            };
        }
        assertThat(read).as("some mutations hit only values").isBetween(1, MUTATED - 1);
    }

    @Test
    void randomBytesAreReadOrRefused() {
        byte messageVersion = MessageCodec.encode(new Message.StateFetch(1))[0];
        byte blockVersion = NodeBlockCodec.encode(new Generated(1).nodeBlock())[0];
        Generated faults = new Generated(815);
        int read = 0;
        for (int i = 0; i < RANDOM; i++) {
            byte[] bytes = faults.bytes(faults.below(48));
            boolean block = i % 8 == 0;
            if (bytes.length > 1) {
                // Past the version and into the kinds that there are, or nothing would be tried but the first byte.
                bytes[0] = block ? blockVersion : messageVersion;
                bytes[1] = block ? bytes[1] : (byte) faults.below(18);
            }
            read += readOrRefused(block ? BLOCKS : MESSAGES, bytes);
        }
        assertThat(read).as("short messages are met by chance").isBetween(1, RANDOM - 1);
    }

    private static int readOrRefused(Codec codec, byte[] bytes) {
        try {
            Object value = codec.decode().apply(bytes);
            byte[] again = codec.encode().apply(value);
            // What a release before wrote is written as of this one, and means the same.
            boolean earlier = again[0] > bytes[0] && codec.decode().apply(again).equals(value);
            if (!earlier && !Arrays.equals(again, bytes)) {
                fail("two forms of one value: %s", Arrays.toString(bytes));
            }
            return 1;
        } catch (MalformedInput refused) {
            return 0;
        } catch (RuntimeException wrong) {
            return fail("%s for %s".formatted(wrong, Arrays.toString(bytes)), wrong);
        }
    }

    @Test
    void everyCutMessageIsRefused() {
        LongStream.range(0, 200).forEach(seed -> {
            byte[] whole = MessageCodec.encode(new Generated(seed).message());
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> MessageCodec.decode(cut));
            }
        });
    }

    @Test
    void anotherVersionIsRefusedByItsNumber() {
        byte[] message = MessageCodec.encode(new Message.StateFetch(1));
        message[0] = 9;

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> MessageCodec.decode(message))
                .withMessageContaining("version 9, this release reads version 10");
    }

    @Test
    void anUnknownKindIsRefusedByItsNumber() {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> MessageCodec.decode(new byte[] {10, 99}))
                .withMessageContaining("kind 99")
                .satisfies(fault -> assertThat(fault.offset()).isEqualTo(2));
    }

    @Test
    void whatUndoesAnEditMustFitWhatThereIs() {
        ClusterState state = LongStream.iterate(1, seed -> seed + 1)
                .mapToObj(seed -> new Generated(seed).state())
                .filter(it -> it.edits().trial().isPresent())
                .findFirst()
                .orElseThrow();
        NodeId absent = LongStream.rangeClosed(1, NodeId.LARGEST)
                .mapToObj(number -> new NodeId((int) number))
                .filter(node -> !state.configuration().nodes().containsKey(node))
                .findFirst()
                .orElseThrow();

        for (Change change : List.of(
                new Change.DeleteResource("no-such"),
                new Change.SetCapacity(absent, Amounts.NONE),
                new Change.RemoveNode(state.configuration().nodes().firstKey()),
                new Change.RemoveToken("ci"),
                new Change.Undo(1))) {
            Trial trial = state.edits().trial().orElseThrow().undoneThrough(List.of(change));
            byte[] bytes = StateCodec.encode(state.withTrial(Optional.of(trial)));

            assertThatExceptionOfType(MalformedInput.class)
                    .as("%s", change)
                    .isThrownBy(() -> StateCodec.decode(bytes))
                    .withMessageContaining("what undoes the edit on trial does not fit");
        }
    }

    @Test
    void aChangeDoesNotTellWhatUndoesAnEdit() {
        Trial trial = new GeneratedEdit(new Generated(1)).trial(1, List.of(new Change.DeleteResource("web")));
        Transaction change = new Transaction(
                StateId.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(trial),
                true,
                new TreeSet<>(),
                Maintenance.NONE,
                List.of());
        byte[] bytes = MessageCodec.encode(new Message.Prepare(change));

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> MessageCodec.decode(bytes))
                .withMessageContaining("which every member works out itself");
    }

    @Test
    void bytesAfterTheEndAreRefused() {
        byte[] message = MessageCodec.encode(new Message.StateFetch(1));

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> MessageCodec.decode(Arrays.copyOf(message, message.length + 1)))
                .withMessageContaining("left over");
    }

    @Test
    void aLengthBeyondTheInputIsRefusedBeforeAnythingIsAllocated() {
        byte[] answer = MessageCodec.encode(new Message.MasterAnswer(1, true, "yes"));
        byte[] huge = answer.clone();
        Arrays.fill(huge, 19, 23, (byte) 0x7f);

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> MessageCodec.decode(huge))
                .withMessageContaining("2139062143 characters");
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> new BoundedReader(new byte[] {-1, -1, -1, -1}).block(100));
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> new BoundedReader(new byte[] {(byte) 0xff, (byte) 0xff}).count(70_000, 1));
    }

    @Test
    void anInputBeyondTheLimitIsNotEvenRead() {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> NodeBlockCodec.decode(new byte[NodeBlockCodec.LONGEST + 1]));
    }

    @Test
    void aRuleOfAValueBrokenIsMalformedInput() {
        byte[] leave = MessageCodec.encode(new Message.MasterRequest(1, new Request.Leave(new NodeId(32))));
        leave[leave.length - 1] = 33;

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> MessageCodec.decode(leave))
                .withMessageContaining("node number 33 is not between 1 and 32");
    }
}
