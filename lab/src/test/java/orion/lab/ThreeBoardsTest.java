package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A white board of three disks: one of them may be lost, hang or be replaced, and the cluster goes on in full;
/// messages
/// on any of them are obeyed.
@OnHosts
final class ThreeBoardsTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> DISKS = List.of("one", "two", "three");

    private static void awaitDisks(Stage stage, List<Host> hosts, int working) {
        for (Host host : hosts) {
            Moments.await(
                    "%s shows %d working disks".formatted(host.name(), working),
                    LIMIT,
                    () -> stage.cluster()
                            .view(host)
                            .filter(view -> view.disksWorking() == working)
                            .isPresent(),
                    () -> stage.cluster().attempt(host, "status").output());
        }
    }

    private static ClusterView view(Stage stage, Host host) {
        return stage.cluster().view(host).orElseThrow();
    }

    @Test
    void oneDiskFailsOnOneHostAndThenOnAllAndAPowerCutIsSurvivedWithoutIt() {
        try (Stage stage = new Stage("three-boards-one", DISKS)) {
            List<Host> all = stage.lab().nodes();
            long before = System.nanoTime();
            stage.node(1).failDisk("two");
            awaitDisks(stage, List.of(stage.node(1)), 2);
            assertThat(view(stage, stage.node(1)).warnings())
                    .contains("protection is reduced: of the white board 2 of its 3 disks work here")
                    .contains("the white board's disk /run/lab/disk/two does not work here");
            Moments.await(
                    "node2 sees that node1 does not write there",
                    LIMIT,
                    () -> view(stage, stage.node(2)).warnings().contains("/run/lab/disk/two is not written by node1"));
            stage.node(2).failDisk("two");
            stage.node(3).failDisk("two");
            awaitDisks(stage, all, 2);
            Moments.letPass(Profile.STEADY.tolerance().multipliedBy(2));
            stage.cluster().awaitMembers(all, LIMIT);
            assertThat(view(stage, stage.node(3)).boardHealthy()).isTrue();
            assertThat(stage.answers().interruptionSince(before)).isEmpty();
            assertThat(stage.cluster().must(stage.node(1), "events"))
                    .contains("2 of the 3 disks of the white board work on this node; protection is reduced");

            stage.node(1).powerCut();
            stage.awaitTakeOver(stage.node(1), LIMIT);

            stage.node(1).boot();
            stage.node(1).failDisk("two");
            stage.cluster().start(stage.node(1));
            stage.cluster().awaitMembers(all, LIMIT);
            all.forEach(host -> host.healDisk("two"));
            awaitDisks(stage, all, 3);
            stage.audit();
        }
    }

    @Test
    void nobodyDiesWhereTwoOfThreeDisksFailAndEverybodySaysSo() {
        try (Stage stage = new Stage("three-boards-two", DISKS)) {
            List<Host> all = stage.lab().nodes();
            long before = System.nanoTime();
            for (Host host : all) {
                host.failDisk("one");
                host.failDisk("three");
            }
            awaitDisks(stage, all, 1);
            Moments.letPass(Profile.STEADY.tolerance().multipliedBy(4));

            stage.cluster().awaitMembers(all, LIMIT);
            for (Host host : all) {
                assertThat(view(stage, host).boardHealthy()).isFalse();
                assertThat(view(stage, host).warnings())
                        .contains("the white board cannot be used (1 of its 3 disks work here, 2 are needed)");
            }
            assertThat(stage.cluster().must(stage.node(2), "events")).contains("that is no majority");
            for (Host host : all) {
                host.healDisk("one");
                host.healDisk("three");
            }
            awaitDisks(stage, all, 3);
            assertThat(stage.answers().interruptionSince(before)).isEmpty();
            stage.audit();
        }
    }

    @Test
    void aDiskThatHangsDelaysNothing() {
        try (Stage stage = new Stage("three-boards-hang", DISKS)) {
            List<Host> all = stage.lab().nodes();
            long before = System.nanoTime();
            stage.lab().hangDisk("two");
            awaitDisks(stage, all, 2);
            assertThat(view(stage, stage.node(1)).warnings()).contains("/run/lab/disk/two", "it has not answered for");
            assertThat(view(stage, stage.node(1)).boardHealthy()).isTrue();
            assertThat(stage.answers().interruptionSince(before)).isEmpty();

            // A change of the agreed state, and a failure that has to be decided.
            stage.cluster().must(stage.node(3), "migrate web node2");
            stage.awaitService(stage.node(2), LIMIT);
            stage.node(2).unplug();
            stage.awaitTakeOver(stage.node(2), LIMIT);
            stage.node(2).plug();
            stage.cluster().awaitMembers(all, LIMIT);
            stage.lab().releaseDisk("two");
            awaitDisks(stage, all, 3);
            stage.audit();
        }
    }

    /// The new disk must carry its part: after it was filled another one fails, and a power cut is decided with it.
    @Test
    void aDiskIsReplacedWhileTheClusterIsStopped() {
        try (Stage stage = new Stage("three-boards-new", DISKS)) {
            List<Host> all = stage.lab().nodes();
            String fill = "sbd fill /run/lab/disk/two --force --yes";
            stage.node(1).run("dd", "if=/dev/zero", "of=/run/lab/disk/two", "bs=1M", "count=32", "oflag=direct");
            awaitDisks(stage, all, 2);
            assertThat(view(stage, stage.node(2)).warnings())
                    .contains("the white board's disk /run/lab/disk/two does not work here");
            assertThat(stage.cluster().attempt(stage.node(1), fill).output())
                    .contains("a disk is filled while the whole cluster is stopped");

            stage.cluster().must(stage.node(1), "down --yes");
            for (Host host : all) {
                host.signal(Cluster.DAEMON, "TERM");
                Moments.await("the daemon of " + host.name() + " has ended", LIMIT, () -> !host.lives(Cluster.DAEMON));
            }
            stage.cluster().must(stage.node(1), fill);
            stage.cluster().repair();

            awaitDisks(stage, all, 3);
            all.forEach(host -> host.failDisk("one"));
            awaitDisks(stage, all, 2);
            Moments.letPass(Profile.STEADY.tolerance().multipliedBy(2));
            stage.cluster().awaitMembers(all, LIMIT);
            stage.awaitService(stage.cluster().awaitRunning(stage.node(2), Service.RESOURCE, LIMIT), LIMIT);
            Host served = stage.serving();
            served.powerCut();
            stage.awaitTakeOver(served, LIMIT);
            stage.cluster().repair();
            stage.audit();
        }
    }

    @Test
    void messagesOfBothToolsAreObeyedAndWhatTheNodeHeldStartsElsewhereAfterwards() {
        try (Stage stage = new Stage("three-boards-messages", DISKS)) {
            List<Host> all = stage.lab().nodes();
            Host first = stage.node(1);
            stage.node(3).start("sbd", "sbd", "-d", "/run/lab/disk/three", "message", "node1", "reset");
            Host second = stage.awaitTakeOver(first, LIMIT);
            assertThat(stage.survivorsEvents()).contains("node1 says on the board that it has stopped");
            assertThat(first.run("cat", "/var/lib/orion/events.log"))
                    .contains("the sbd message 'reset' from node3 on /run/lab/disk/three is obeyed");
            stage.cluster().repair();

            stage.cluster().must(first, "sbd message " + second.name() + " off --yes");
            stage.awaitTakeOver(second, LIMIT);

            for (String disk : DISKS) {
                assertThat(first.run("sbd", "-d", "/run/lab/disk/" + disk, "list"))
                        .contains(second.name() + "\toff\tnode1");
            }
            stage.cluster().repair();
            stage.cluster().awaitMembers(all, LIMIT);
            stage.audit();
        }
    }
}
