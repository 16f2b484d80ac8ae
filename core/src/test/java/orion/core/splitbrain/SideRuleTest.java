package orion.core.splitbrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.core.model.NodeId;
import orion.core.splitbrain.SideRule.Standing;

/// Which side lives after a cut, by examples and against a search of all sides there are.
final class SideRuleTest {
    private static SortedSet<NodeId> nodes(Integer... numbers) {
        return Arrays.stream(numbers).map(NodeId::new).collect(Collectors.toCollection(TreeSet::new));
    }

    /// Each of these nodes hears all of them.
    private static SortedMap<NodeId, Standing> group(boolean linkUp, Integer... numbers) {
        SortedMap<NodeId, Standing> living = new TreeMap<>();
        nodes(numbers).forEach(node -> living.put(node, new Standing(nodes(numbers), linkUp)));
        return living;
    }

    private static SortedMap<NodeId, Standing> cut(
            SortedMap<NodeId, Standing> oneSide, SortedMap<NodeId, Standing> otherSide) {
        SortedMap<NodeId, Standing> living = new TreeMap<>(oneSide);
        living.putAll(otherSide);
        return living;
    }

    private static Optional<NodeId> master(int number) {
        return Optional.of(new NodeId(number));
    }

    @Test
    void whereNobodyLivesNobodySurvives() {
        assertThat(SideRule.survivors(new TreeMap<>(), master(1))).isEmpty();
    }

    @Test
    void aNodeAloneSurvivesWhoeverItClaimsToHear() {
        SortedMap<NodeId, Standing> alone = new TreeMap<>();
        alone.put(new NodeId(4), new Standing(nodes(1, 2, 3), false));

        assertThat(SideRule.survivors(alone, master(1))).isEqualTo(nodes(4));
    }

    @Test
    void moreNodesComeBeforeLinksMasterAndNumbers() {
        assertThat(SideRule.survivors(cut(group(false, 1, 2, 3), group(true, 8, 9)), master(9)))
                .isEqualTo(nodes(1, 2, 3));
    }

    @Test
    void ofEqualSidesTheOneWithItsLinksUpComesBeforeMasterAndNumbers() {
        assertThat(SideRule.survivors(cut(group(true, 1, 2), group(false, 8, 9)), master(9)))
                .isEqualTo(nodes(1, 2));
    }

    @Test
    void thenTheMastersSideComesBeforeTheHigherNumbers() {
        assertThat(SideRule.survivors(cut(group(true, 1, 2), group(true, 8, 9)), master(2)))
                .isEqualTo(nodes(1, 2));
    }

    @Test
    void thenTheSideWithTheHighestNumberLives() {
        assertThat(SideRule.survivors(cut(group(true, 1, 9), group(true, 7, 8)), Optional.empty()))
                .isEqualTo(nodes(1, 9));
    }

    @Test
    void hearingInOneDirectionOnlyIsNotHearing() {
        SortedMap<NodeId, Standing> living = group(true, 1, 2, 3);
        living.put(new NodeId(3), new Standing(nodes(3), true));

        assertThat(SideRule.survivors(living, master(3))).isEqualTo(nodes(1, 2));
    }

    @Test
    void whereTheMasterIsInBothGroupsTheHighestNumberDecides() {
        SortedMap<NodeId, Standing> living = group(true, 1, 2, 3);
        living.put(new NodeId(3), new Standing(nodes(1, 3), true));

        assertThat(SideRule.survivors(living, master(1))).isEqualTo(nodes(1, 3));
    }

    @Test
    void aPartialCutLeavesTheLargestGroupThatHearsItself() {
        SortedMap<NodeId, Standing> living = group(true, 1, 2, 3, 4);
        living.put(new NodeId(1), new Standing(nodes(2, 3), true));
        living.put(new NodeId(4), new Standing(nodes(2, 3), true));

        assertThat(SideRule.survivors(living, master(3))).isEqualTo(nodes(2, 3, 4));
        assertThat(SideRule.survivors(living, master(1))).isEqualTo(nodes(1, 2, 3));
    }

    @Test
    void thirtyTwoNodesOfWhichEachMissesTwoOthersAreDecidedAtOnce() {
        // Groups of three that do not hear one another: the most sides that this many nodes can form.
        SortedMap<NodeId, Standing> living = new TreeMap<>();
        for (int number = 1; number <= NodeId.LARGEST; number++) {
            SortedSet<NodeId> hears = new TreeSet<>();
            for (int other = 1; other <= NodeId.LARGEST; other++) {
                if ((other - 1) / 3 != (number - 1) / 3) {
                    hears.add(new NodeId(other));
                }
            }
            living.put(new NodeId(number), new Standing(hears, true));
        }

        assertThat(SideRule.survivors(living, Optional.empty()))
                .isEqualTo(nodes(3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 32));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everySmallClusterIsDecidedAsByASearchOfAllSides(int size) {
        int hearings = size * (size - 1);
        for (long hears = 0; hears < 1L << hearings; hears++) {
            for (long links = 0; links < 1L << size; links++) {
                SortedMap<NodeId, Standing> living = living(size, hears, links);
                for (int master = 0; master <= size; master++) {
                    compare(living, master);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void manyLargerClustersAreDecidedAsByASearchOfAllSides(int size) {
        SplittableRandom random = new SplittableRandom(size);
        for (int round = 0; round < 20_000; round++) {
            // Two draws joined, so that most hear most others, as in life.
            long hears = random.nextLong();
            hears |= random.nextLong();
            SortedMap<NodeId, Standing> living = living(size, hears, random.nextLong());
            compare(living, random.nextInt(size + 1));
        }
    }

    private static void compare(SortedMap<NodeId, Standing> living, int masterNumber) {
        Optional<NodeId> master = masterNumber == 0 ? Optional.empty() : master(masterNumber);
        assertThat(SideRule.survivors(living, master))
                .as("survivors of %s with master %s", living, master)
                .isEqualTo(searched(living, master));
    }

    /// Nodes 1 to `size`; each bit of `hears` says whether one node hears another, each of `links` whether a link is
    /// up.
    private static SortedMap<NodeId, Standing> living(int size, long hears, long links) {
        SortedMap<NodeId, Standing> living = new TreeMap<>();
        int bit = 0;
        for (int number = 1; number <= size; number++) {
            SortedSet<NodeId> heard = new TreeSet<>();
            for (int other = 1; other <= size; other++) {
                if (other != number && (hears >>> bit++ & 1) != 0) {
                    heard.add(new NodeId(other));
                }
            }
            living.put(new NodeId(number), new Standing(heard, (links >>> number & 1) != 0));
        }
        return living;
    }

    /// The answer by trying every set of nodes.
    private static SortedSet<NodeId> searched(SortedMap<NodeId, Standing> living, Optional<NodeId> master) {
        Comparator<Integer> better = Comparator.<Integer>comparingInt(Integer::bitCount)
                .thenComparingLong(side -> membersOf(side).stream()
                        .filter(node -> linkUp(living, node))
                        .count())
                .thenComparing(side -> master.filter(membersOf(side)::contains).isPresent())
                // Bit `n` stands for node `n`, so the larger number has the higher nodes.
                .thenComparing(Comparator.naturalOrder());
        int best = 0;
        for (int side = 2; side < 2 << living.size(); side += 2) {
            if (hearOneAnother(membersOf(side), living) && better.compare(side, best) > 0) {
                best = side;
            }
        }
        return membersOf(best);
    }

    private static boolean linkUp(SortedMap<NodeId, Standing> living, NodeId node) {
        Standing standing = living.get(node);
        return standing != null && standing.linkUp();
    }

    private static boolean hearOneAnother(SortedSet<NodeId> side, SortedMap<NodeId, Standing> living) {
        return side.stream().allMatch(node -> {
            Standing standing = living.get(node);
            return standing != null
                    && side.stream()
                            .allMatch(other ->
                                    other.equals(node) || standing.hears().contains(other));
        });
    }

    private static SortedSet<NodeId> membersOf(int side) {
        SortedSet<NodeId> members = new TreeSet<>();
        for (int number = 1; number < Integer.SIZE - 1; number++) {
            if ((side >>> number & 1) != 0) {
                members.add(new NodeId(number));
            }
        }
        return members;
    }
}
