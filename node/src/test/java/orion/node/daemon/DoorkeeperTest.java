package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.Output;
import orion.core.Standing;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;
import orion.core.resource.Request;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.security.Admission.Decision;
import orion.node.security.Admission.Newcomer;

/// Who may become a node: asked of a real life of the only member.
@Timeout(600)
final class DoorkeeperTest {
    private static final NodeSettings SETTINGS = new NodeSettings(
            new ClusterIdentity("harbour", new UUID(1, 2)),
            HarbourCluster.N1,
            "n1",
            DiskLocation.of(List.of(Path.of("/dev/board"))));

    @TempDir
    private Path folder = Path.of("");

    private static Newcomer newcomer(String name, String address, Optional<NodeId> before) {
        return new Newcomer(name, List.of(Endpoint.parse(address)), before);
    }

    private static String refusal(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused) decision).sentence();
    }

    @Test
    void aMemberLetsANewcomerInAndRefusesWhatCannotBe() throws Exception {
        try (LoneNode node = new LoneNode(folder)) {
            Life life = node.life(node.state());
            CompletableFuture<Output.End> end = new CompletableFuture<>();
            Thread.ofPlatform().daemon().name("protocol").start(() -> {
                try {
                    end.complete(life.run());
                } catch (Exception e) {
                    end.completeExceptionally(e);
                }
            });
            Eventually.is(
                    "it is a member",
                    () -> life.view().get(120, TimeUnit.SECONDS).standing() == Standing.MEMBER);
            Doorkeeper doorkeeper = new Doorkeeper(SETTINGS, () -> Optional.of(life), Set::of);

            assertThat(doorkeeper.belongs("n1")).isTrue();
            assertThat(doorkeeper.belongs("n2")).isFalse();
            Decision let = doorkeeper.admit(newcomer("n2", "127.0.0.1:7", Optional.empty()));

            assertThat(let).isInstanceOfSatisfying(Decision.Admitted.class, admitted -> {
                assertThat(admitted.node()).isEqualTo(HarbourCluster.N2);
                assertThat(admitted.state().configuration().nodes()).containsKey(HarbourCluster.N2);
                assertThat(admitted.boards()).containsExactly(DiskLocation.of(Path.of("/dev/board")));
            });
            assertThat(doorkeeper.admit(newcomer("n2", "127.0.0.1:7", Optional.of(HarbourCluster.N2))))
                    .as("the answer to the first was lost")
                    .isInstanceOf(Decision.Admitted.class);
            assertThat(doorkeeper.admit(newcomer("n2", "127.0.0.1:7", Optional.empty())))
                    .as("it never came, and tries again with another token")
                    .isInstanceOfSatisfying(
                            Decision.Admitted.class,
                            admitted -> assertThat(admitted.node()).isEqualTo(HarbourCluster.N2));
            assertThat(refusal(doorkeeper.admit(newcomer("n2", "127.0.0.1:8", Optional.empty()))))
                    .contains("n2");
            assertThat(refusal(doorkeeper.admit(newcomer("n 3", "127.0.0.1:9", Optional.empty()))))
                    .contains("n 3")
                    .doesNotContain("Exception");
            assertThat(life.ask(new Request.Down()).get(120, TimeUnit.SECONDS).accepted())
                    .isTrue();
            assertThat(end.get(120, TimeUnit.SECONDS).ending()).isEqualTo(Output.Ending.LEFT);
        }
    }

    @Test
    void onlyAMemberSaysWhoBelongsToTheCluster() throws Exception {
        try (LoneNode node = new LoneNode(folder)) {
            // Without its board the node has no lease and stays outside, with what it remembers.
            node.hangBoard();
            Life life = node.life(node.state());
            Thread.ofPlatform().daemon().name("protocol").start(() -> {
                try {
                    life.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(life.view().get(120, TimeUnit.SECONDS).standing()).isEqualTo(Standing.OUTSIDE);
            Doorkeeper doorkeeper = new Doorkeeper(SETTINGS, () -> Optional.of(life), Set::of);

            assertThat(doorkeeper.belongs("n1")).isFalse();
            assertThat(life.view().get(120, TimeUnit.SECONDS).standing()).isEqualTo(Standing.OUTSIDE);
        }
    }

    @Test
    void aNodeThatIsOutLetsNobodyIn() throws Exception {
        Doorkeeper doorkeeper = new Doorkeeper(SETTINGS, Optional::empty, Set::of);

        assertThat(refusal(doorkeeper.admit(newcomer("n2", "127.0.0.1:7", Optional.empty()))))
                .isEqualTo("node n1 is not in the cluster at the moment; make a token on a node that is");
    }

    @Test
    void aBoardThatHangsIsNotWaitedForForEver() throws Exception {
        try (LoneNode node = new LoneNode(folder)) {
            Doorkeeper.Writers writers = new BoardWriters(node.board);
            assertThat(writers.onBoard()).isEmpty();
            node.hangBoard();
            assertThatExceptionOfType(SetupException.class)
                    .isThrownBy(writers::onBoard)
                    .withMessageContaining("the white board does not tell which are free");
        }
    }

    private static Set<NodeId> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(NodeId::new).collect(Collectors.toSet());
    }

    @Test
    void aNumberIsGivenTwiceOnlyWhenNoneIsLeftAndItsBlockIsEmptied() throws Exception {
        Doorkeeper.Writers unasked = () -> {
            throw new SetupException("the board is asked only when all numbers were used");
        };

        assertThat(Doorkeeper.freeNumber(numbers(1, 3), numbers(1, 9), unasked)).contains(new NodeId(10));
        assertThat(Doorkeeper.freeNumber(numbers(1, 32), numbers(1, 32), unasked))
                .isEmpty();
        assertThat(Doorkeeper.freeNumber(numbers(1, 3), numbers(1, 32), () -> numbers(1, 32)))
                .as("each removed node could turn up again")
                .isEmpty();
        assertThat(Doorkeeper.freeNumber(numbers(1, 3), numbers(1, 32), () -> numbers(1, 7)))
                .contains(new NodeId(8));
    }
}
