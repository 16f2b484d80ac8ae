package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// Whoever runs a release that is not understood is told of once.
final class ArrivalsTest {
    private final List<String> told = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals((_, _) -> {}, node -> "n" + node.number(), told::add);

    private void unreadable(int node, long incarnation) {
        arrivals.unreadable(new Member(new NodeId(node), incarnation), "the message is of version 8");
    }

    @Test
    void aNodeIsToldOfOnceInEachOfItsLives() {
        unreadable(2, 7);
        unreadable(2, 7);
        unreadable(3, 7);
        unreadable(2, 8);

        assertThat(told)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .contains("cannot be understood: the message is of version 8; ", "until both run the same"));
        assertThat(told).extracting(line -> line.substring(13, 20)).containsExactly("node n2", "node n3", "node n2");
    }
}
