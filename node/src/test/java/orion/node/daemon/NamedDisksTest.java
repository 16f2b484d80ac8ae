package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import orion.node.board.BoardException;
import orion.node.board.BoardException.Fault;
import orion.node.board.DiskLocation;
import orion.node.board.DiskPlace;

/// Which disks a new node may be given, in every order in which they can be named.
final class NamedDisksTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);
    private static final UUID LOST = new UUID(0, 9);
    private static final List<UUID> NOW = List.of(A, B, C);

    /// What is on the disks; what is not there cannot be read.
    private static final Map<String, DiskPlace> DISKS = Map.of(
            "a", new DiskPlace(1, 7, NOW, true),
            "b", new DiskPlace(2, 7, NOW, true),
            "c", new DiskPlace(3, 7, NOW, true),
            "unfilled-b", new DiskPlace(2, 7, NOW, false),
            "lost-a", new DiskPlace(1, 6, List.of(LOST, B, C), true),
            "lost-b", new DiskPlace(2, 6, List.of(A, LOST, C), true),
            "lost-c", new DiskPlace(3, 6, List.of(A, B, LOST), true),
            "alone", new DiskPlace(1, 7, List.of(A), true));

    private static DiskPlace look(DiskLocation path) throws BoardException {
        DiskPlace place = DISKS.get(path.toString());
        if (place == null) {
            boolean other = path.toString().equals("foreign");
            throw new BoardException(
                    other ? Fault.OTHER_CLUSTER : Fault.MISSING,
                    other ? "foreign is of another cluster." : "There is no device or file " + path + ".");
        }
        return place;
    }

    private static List<String> unusable(String... disks) throws SetupException {
        return NamedDisks.require(
                List.of(disks).stream().map(DiskLocation::parse).toList(), disks.length, NamedDisksTest::look);
    }

    private static AbstractStringAssert<?> refused(String... disks) {
        return assertThat(assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> unusable(disks))
                .actual()
                .getMessage());
    }

    @Test
    void theDisksOfTheNewestEditionAreTaken() throws Exception {
        assertThat(unusable("a", "b", "c")).isEmpty();
        assertThat(unusable("alone")).isEmpty();
    }

    @Test
    void aReplacedDiskIsNamedAndNoOtherWhereverItStands() {
        refused("lost-a", "b", "c")
                .startsWith("lost-a was replaced as disk 1 of 3")
                .doesNotContain("b was", "c was");
        refused("a", "lost-b", "c")
                .startsWith("lost-b was replaced as disk 2 of 3")
                .doesNotContain("a was", "c was");
        refused("a", "b", "lost-c")
                .startsWith("lost-c was replaced as disk 3 of 3")
                .doesNotContain("a was", "b was");
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        refused("lost-a", "b", "foreign").contains("lost-a was replaced").contains("foreign is of another cluster");
    }

    @Test
    void aMajorityIsEnoughAndWhatCannotBeUsedIsTold() throws Exception {
        assertThat(unusable("a", "away", "c")).containsExactly("There is no device or file away.");
        assertThat(unusable("a", "unfilled-b", "c"))
                .singleElement()
                .asString()
                .startsWith("unfilled-b is new in the white board and not filled");
        refused("away", "b", "gone")
                .startsWith("of the 3 disks of the white board 1 can be used here and 2 are needed")
                .contains("no device or file away", "no device or file gone");
        refused("away").isEqualTo("there is no device or file away");
    }

    @Test
    void aReplacedDiskIsRefusedAlsoWhereTheOthersWouldBeEnough() {
        refused("a", "lost-b", "c").contains("lost-b was replaced");
        refused("a", "lost-b", "away").contains("lost-b was replaced");
    }
}
