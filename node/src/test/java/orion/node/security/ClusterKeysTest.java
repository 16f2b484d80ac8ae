package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import orion.node.network.DatagramKey;

/// What a node keeps when more pairs come together than it can hold.
final class ClusterKeysTest {
    private static List<ClusterKeys> tenThatBegin(ClusterKeys from) {
        List<ClusterKeys> ten = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ten.add(from.withNew());
        }
        return ten;
    }

    private static ClusterKeys merged(ClusterKeys start, List<ClusterKeys> others) {
        ClusterKeys all = start;
        for (ClusterKeys other : others) {
            all = all.with(other);
        }
        return all;
    }

    private static int newest(ClusterKeys keys) {
        return keys.datagramKeys().getFirst().id();
    }

    @Test
    void ofTooManyTheNewestAndTheOneThatWritesAreKeptInWhateverOrderTheyCome() {
        ClusterKeys old = ClusterKeys.create();
        List<ClusterKeys> ten = tenThatBegin(old);
        ClusterKeys one = merged(ten.getFirst(), ten);
        List<ClusterKeys> backwards = new ArrayList<>(ten);
        Collections.reverse(backwards);
        ClusterKeys other = merged(ten.getLast(), backwards);

        assertThat(one.datagramKeys()).hasSize(8);
        assertThat(one.datagramKeys().stream().map(DatagramKey::id)).contains(newest(old));
        assertThat(one.boardSecrets().getFirst()).isEqualTo(old.boardSecrets().getFirst());
        assertThat(other.text()).isEqualTo(one.text());
        assertThat(merged(one, ten)).as("nothing is to be added").isSameAs(one);
    }

    @Test
    void theOldestIsKeptWhileItWrites() {
        ClusterKeys old = ClusterKeys.create();
        ClusterKeys many = old;
        for (int i = 0; i < 7; i++) {
            many = many.withNew();
        }
        ClusterKeys kept = many.with(many.newestOnly().withNew());

        assertThat(kept.datagramKeys()).hasSize(8);
        assertThat(kept.boardSecrets().getFirst()).isEqualTo(old.boardSecrets().getFirst());
    }

    @Test
    void whatTheOtherWritesWithIsKeptToo() {
        ClusterKeys old = ClusterKeys.create();
        ClusterKeys ahead = old.withNew().writingWithNewest();
        ClusterKeys behind = merged(old, tenThatBegin(ahead));

        assertThat(behind.boardSecrets())
                .hasSize(8)
                .contains(ahead.boardSecrets().getFirst());
        assertThat(behind.boardSecrets().getFirst())
                .isEqualTo(old.boardSecrets().getFirst());
    }
}
