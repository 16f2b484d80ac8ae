package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.core.configuration.PartDefinition;
import orion.node.guard.Leftovers;
import orion.node.guard.RunClaim;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;
import orion.node.os.OpenMode;

/// File systems on loop devices that the test makes and frees.
@Tag("root")
final class VolumeTest {
    private final Path folder;
    private final Workplace place;
    private final Path mountPoint;
    private String device = "";

    VolumeTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.place = new Workplace(folder);
        this.mountPoint = folder.resolve("mount point");
    }

    private PartDefinition volume(String type) throws IOException, InterruptedException {
        Path image = folder.resolve("image");
        // The smallest that mkfs.xfs makes; sparse, so it takes next to no room.
        Host.run("truncate", "-s", "300M", image.toString());
        Host.run("mkfs." + type, "-q", image.toString());
        device = Host.run("losetup", "--find", "--show", image.toString());
        return new PartDefinition.Volume(device, type, mountPoint.toString(), "noatime");
    }

    @AfterEach
    void free() throws Exception {
        if (!device.isEmpty()) {
            if (mounts().contains(device + " ")) {
                Host.run("umount", device);
            }
            Host.run("losetup", "--detach", device);
        }
    }

    private static String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mounts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void aVolumeIsMountedUsedAndUnmounted(String type) throws Exception {
        ResourceRunner runner = place.runner(HostAccess.usual(), volume(type));

        ResourceOutcome loaded = runner.load();

        assertThat(loaded.ok()).as(loaded.reason()).isTrue();
        Files.writeString(mountPoint.resolve("data"), "kept");
        assertThat(runner.check(Duration.ofMinutes(1)).ok()).isTrue();
        assertThat(runner.unload().stopped()).isTrue();
        assertThat(mounts()).doesNotContain(device + " ");
        assertThat(place.recordFiles()).isEmpty();
        assertThat(runner.load().ok()).isTrue();
        assertThat(mountPoint.resolve("data")).hasContent("kept");
        assertThat(runner.kill()).isTrue();
        assertThat(mounts()).doesNotContain(device + " ");
    }

    @Test
    void aVolumeHeldByAStrangerIsUnmountedAfterEndingTheStranger() throws Exception {
        ResourceRunner runner = place.runner(HostAccess.usual(), volume("ext4"));
        assertThat(runner.load().ok()).isTrue();
        Process shell = new ProcessBuilder("sh", "-c", "trap '' TERM; echo in; while :; do sleep 1; done")
                .directory(mountPoint.toFile())
                .start();
        try (var output = shell.inputReader()) {
            assertThat(output.readLine()).isEqualTo("in");

            ResourceOutcome unloaded = runner.unload();

            assertThat(unloaded.ok()).as(unloaded.reason()).isTrue();
            assertThat(shell.waitFor()).isEqualTo(137);
            assertThat(mounts()).doesNotContain(device + " ");
        } finally {
            shell.destroyForcibly().waitFor();
        }
    }

    @Test
    void aVolumeThatCannotBeUnmountedIsReportedAndNeverDetachedLazily() throws Exception {
        ResourceRunner runner = place.runner(HostAccess.usual(), volume("ext4"));
        assertThat(runner.load().ok()).isTrue();
        // A mount below keeps it busy, and no process can be blamed.
        Path inner = Files.createDirectory(mountPoint.resolve("inner"));
        Host.run("mount", "-t", "tmpfs", "none", inner.toString());

        ResourceOutcome unloaded = runner.unload();

        Host.run("umount", inner.toString());
        assertThat(unloaded.ok()).isFalse();
        assertThat(unloaded.stopped()).isFalse();
        assertThat(unloaded.reason()).contains("could not be unmounted");
        assertThat(mounts()).contains(device + " ");
        assertThat(place.recordFiles()).isNotEmpty();
        assertThat(runner.kill()).isTrue();
    }

    @Test
    void aServiceOnTheVolumeThatNeverEndsIsStoppedBeforeItIsUnmounted() throws Exception {
        PartDefinition volume = volume("ext4");
        ResourceRunner runner = place.runner(
                HostAccess.usual(),
                volume,
                Workplace.shell("cd '" + mountPoint + "'; while :; do echo record >> log; sync log; done"));
        assertThat(runner.load().ok()).isTrue();

        assertThat(runner.kill()).isTrue();

        assertThat(mounts()).doesNotContain(device + " ");
        assertThat(place.marked()).isEmpty();
    }

    @Test
    void whatIsNotTheWantedFileSystemIsRefusedWithTheReason() throws Exception {
        PartDefinition ext4 = volume("ext4");
        String path = mountPoint.toString();

        assertThat(reason(new PartDefinition.Volume(device, "xfs", path, "")))
                .contains("device " + device + " holds ext4, but the resource says xfs");
        assertThat(reason(new PartDefinition.Volume("/dev/no-such-disk", "xfs", path, "")))
                .contains("device /dev/no-such-disk does not exist on this host");
        assertThat(reason(new PartDefinition.Volume("/dev/null", "xfs", path, "")))
                .contains("/dev/null is not a block device");
        ResourceRunner holder = place.runner(HostAccess.usual(), ext4);
        assertThat(holder.load().ok()).isTrue();
        assertThat(reason(new PartDefinition.Volume(device, "ext4", folder + "/other", "")))
                .contains("device " + device + " is already mounted on " + path);
        assertThat(holder.unload().stopped()).isTrue();
        Host.run("wipefs", "--all", device);
        assertThat(reason(ext4)).contains("holds no file system that can be recognised");
        assertThat(place.recordFiles()).isEmpty();
    }

    private String reason(PartDefinition part) throws InterruptedException {
        ResourceOutcome outcome = place.runner(HostAccess.usual(), part).load();
        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.stopped()).isTrue();
        return outcome.reason();
    }

    @Test
    void theCleanUpUnmountsWhatADeadDaemonLeftEvenWhileItIsUsed() throws Exception {
        PartDefinition volume = volume("ext4");
        ResourceRunner runner = place.runner(
                HostAccess.usual(), volume, Workplace.shell("cd '" + mountPoint + "'; while :; do sleep 1; done"));
        assertThat(runner.load().ok()).isTrue();
        Process shell = new ProcessBuilder("sh", "-c", "echo in; while :; do sleep 1; done")
                .directory(mountPoint.toFile())
                .start();
        try (var output = shell.inputReader()) {
            assertThat(output.readLine()).isEqualTo("in");

            Leftovers leftovers;
            try (RunClaim claim = RunClaim.take(place.run)) {
                leftovers = Leftovers.stop(claim, Workplace.guardScript());
            }

            assertThat(leftovers.lines()).contains("unmounted " + mountPoint);
            assertThat(leftovers.everythingStopped()).isTrue();
            assertThat(mounts()).doesNotContain(device + " ");
            assertThat(shell.waitFor()).isEqualTo(137);
            assertThat(List.of(place.recordFiles(), place.marked())).allMatch(List::isEmpty);
        } finally {
            shell.destroyForcibly().waitFor();
        }
    }

    /// A process whose mount namespace was made while the volume was mounted, as a container's may be.
    private Process keeper() throws Exception {
        Process keeper = new ProcessBuilder(
                        "unshare", "--mount", "--propagation", "private", "sh", "-c", "echo in; exec sleep 1000")
                .start();
        assertThat(keeper.inputReader().readLine()).isEqualTo("in");
        return keeper;
    }

    @Test
    void aVolumeThatAnotherMountNamespaceKeepsIsProvedUnmountedOnlyAfterThatEnds() throws Exception {
        ResourceRunner runner = place.runner(HostAccess.usual(), volume("ext4"));
        assertThat(runner.load().ok()).isTrue();
        Process keeper = keeper();
        try {
            ResourceOutcome unloaded = runner.unload();

            assertThat(unloaded.stopped()).as(unloaded.reason()).isTrue();
            assertThat(isClaimed()).isFalse();
            assertThat(keeper.isAlive()).isFalse();
        } finally {
            keeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void theCleanUpEndsWhatKeepsTheVolumeInAnotherMountNamespace() throws Exception {
        ResourceRunner runner = place.runner(HostAccess.usual(), volume("ext4"));
        assertThat(runner.load().ok()).isTrue();
        Process keeper = keeper();
        try (RunClaim claim = RunClaim.take(place.run)) {
            Leftovers leftovers = Leftovers.stop(claim, Workplace.guardScript());

            assertThat(leftovers.lines()).containsExactly("unmounted " + mountPoint);
            assertThat(isClaimed()).isFalse();
            assertThat(place.recordFiles()).isEmpty();
        } finally {
            keeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void aVolumeKeptByAMountNamespaceWithoutProcessesIsNotProvedUnmounted() throws Exception {
        ResourceRunner runner = place.runner(HostAccess.usual(), volume("ext4"));
        assertThat(runner.load().ok()).isTrue();
        // The kernel allows a namespace to be kept by a file only on a mount that is not shared.
        Path namespaces = Files.createDirectory(folder.resolve("namespaces"));
        Host.run("mount", "-t", "tmpfs", "--make-private", "none", namespaces.toString());
        try {
            Path kept = Files.createFile(namespaces.resolve("kept"));
            Host.run("unshare", "--mount=" + kept, "--propagation", "private", "true");

            ResourceOutcome unloaded = runner.unload();
            Leftovers leftovers;
            try (RunClaim claim = RunClaim.take(place.run)) {
                leftovers = Leftovers.stop(claim, Workplace.guardScript());
            }

            assertThat(unloaded.stopped()).isFalse();
            assertThat(unloaded.reason()).contains("is unmounted, but its device " + device + " is still in use");
            assertThat(leftovers.everythingStopped()).isFalse();
            assertThat(leftovers.lines()).first().asString().contains("is still in use on this host");
            assertThat(reason(new PartDefinition.Volume(device, "ext4", mountPoint.toString(), "")))
                    .contains("device " + device + " is in use on this host already");
            Host.run("umount", kept.toString());
            assertThat(runner.kill()).isTrue();
            assertThat(place.recordFiles()).isEmpty();
        } finally {
            Host.run("umount", "--recursive", namespaces.toString());
        }
    }

    private boolean isClaimed() {
        try {
            DirectFile.open(Path.of(device), OpenMode.WRITE_EXCLUSIVE).close();
            return false;
        } catch (LinuxException busy) {
            return true;
        }
    }
}
