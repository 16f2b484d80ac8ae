package orion.node.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import orion.core.configuration.PartDefinition;
import orion.node.guard.HeldRecords;

/// A file system on a shared disk, mounted here and nowhere else. It replays its own journal when it is mounted. A
/// volume that cannot be unmounted is never detached lazily: it would still be written to while another node mounts
/// it.
final class VolumePart implements Part {
    private static final int FILE_TYPE_BITS = 0170000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int NOTHING_FOUND = 2;
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
    private static final Duration UNMOUNT_TRY = Duration.ofSeconds(60);
    private static final Duration POLITE = Duration.ofSeconds(2);
    private static final Duration FORCED = Duration.ofSeconds(2);
    private static final int FORCED_ROUNDS = 5;
    private static final long PAUSE_MILLIS = 20;

    private final PartDefinition.Volume definition;
    private final PartContext context;
    private final Enclosure enclosure;
    private final Tools tools;
    private volatile Optional<HeldRecords.Held> held = Optional.empty();
    private volatile String deviceNumber = "";
    private volatile String mountPoint;

    VolumePart(PartDefinition.Volume definition, PartContext context) {
        this.definition = definition;
        this.context = context;
        this.enclosure = context.enclosure("tools");
        this.tools = context.tools(enclosure);
        this.mountPoint = definition.mountPoint();
    }

    @Override
    public String load(Deadline deadline) throws PartFailure, InterruptedException {
        context.requireRoot(definition.label());
        deviceNumber = findDevice();
        mountPoint = findMountPoint();
        refuseUsed(deadline);
        checkFileSystem(deadline.atMost(PROBE_LIMIT));
        try {
            held = Optional.of(context.records().holdMount(context.resource(), mountPoint, deviceNumber));
        } catch (IOException failed) {
            throw new PartFailure("volume %s was not mounted: it could not be put on record: %s"
                    .formatted(mountPoint, failed.getMessage()));
        }
        String options = definition.options().isEmpty() ? "defaults" : definition.options();
        tools.require(
                "volume %s could not be mounted on %s".formatted(definition.device(), mountPoint),
                deadline,
                "mount",
                "-t",
                definition.type(),
                "-o",
                options,
                "--",
                definition.device(),
                mountPoint);
        if (mounted().isEmpty()) {
            throw new PartFailure(
                    "mount succeeded, but %s is not mounted on %s".formatted(definition.device(), mountPoint));
        }
        enclosure.release();
        return "mounted %s on %s".formatted(definition.device(), mountPoint);
    }

    private String findDevice() throws PartFailure {
        Path device = Path.of(definition.device());
        try {
            int mode = (Integer) Files.getAttribute(device, "unix:mode");
            if ((mode & FILE_TYPE_BITS) != BLOCK_DEVICE) {
                throw new PartFailure("%s is not a block device; name a disk or partition".formatted(device));
            }
            long number = (Long) Files.getAttribute(device, "unix:rdev");
            // The C library's layout of device numbers.
            long major = ((number >> 8) & 0xfff) | ((number >> 32) & 0xfffff000L);
            long minor = (number & 0xff) | ((number >> 12) & 0xffffff00L);
            return major + ":" + minor;
        } catch (IOException absent) {
            throw new PartFailure("device %s does not exist on this host; check the disk's connection and its name"
                    .formatted(device));
        }
    }

    private String findMountPoint() throws PartFailure {
        Path wanted = Path.of(definition.mountPoint());
        try {
            // The real path is what the kernel lists.
            return Files.createDirectories(wanted).toRealPath().toString();
        } catch (IOException refused) {
            throw new PartFailure("mount point %s cannot be made: %s".formatted(wanted, refused.getMessage()));
        }
    }

    private void refuseUsed(Deadline deadline) throws PartFailure, InterruptedException {
        for (MountTable.Mount mount : MountTable.read()) {
            if (mount.deviceNumber().equals(deviceNumber)) {
                throw new PartFailure("device %s is already mounted on %s of this host; unmount it there"
                        .formatted(definition.device(), mount.mountPoint()));
            }
            if (mount.mountPoint().equals(mountPoint)) {
                throw new PartFailure(
                        "mount point %s is taken: another file system is mounted there".formatted(mountPoint));
            }
        }
        if (!becomesFree(tools, deadline)) {
            throw new PartFailure("device %s is in use on this host already%s; end that use"
                    .formatted(definition.device(), usedBy(DeviceUse.holdersElsewhere(deviceNumber))));
        }
    }

    private void checkFileSystem(Deadline deadline) throws PartFailure, InterruptedException {
        Tools.Result probe = tools.run(deadline, "blkid", "-p", "-o", "value", "-s", "TYPE", definition.device());
        if (probe.exit() == NOTHING_FOUND || (probe.ok() && probe.output().isEmpty())) {
            throw new PartFailure("device %s holds no file system that can be recognised, or cannot be read"
                    .formatted(definition.device()));
        }
        if (!probe.ok()) {
            throw new PartFailure(
                    "device %s could not be examined: blkid ended with exit %d"
                            .formatted(definition.device(), probe.exit()),
                    probe.output());
        }
        if (!probe.output().equals(definition.type())) {
            throw new PartFailure("device %s holds %s, but the resource says %s; correct the definition"
                    .formatted(definition.device(), probe.output(), definition.type()));
        }
    }

    @Override
    public String unload(Deadline deadline) throws PartFailure, InterruptedException {
        if (held.isEmpty()) {
            return "%s was not mounted".formatted(mountPoint);
        }
        String killed = unmount(tools, deadline, true);
        enclosure.release();
        return "unmounted " + mountPoint + killed;
    }

    /// @return an addition to the sentence about who had to be killed, may be empty
    private String unmount(Tools with, Deadline deadline, boolean politely) throws PartFailure, InterruptedException {
        String killed = "";
        Tools.Result last = new Tools.Result(0, "");
        boolean free = false;
        for (int round = 0; round <= FORCED_ROUNDS && !free; round++) {
            Optional<String> place = lastPlace();
            if (place.isPresent()) {
                last = with.run(deadline.atMost(UNMOUNT_TRY), "umount", "--", place.get());
                if (last.ok()) {
                    // Somebody may have mounted it twice over; look again.
                    continue;
                }
            } else if (becomesFree(with, deadline)) {
                free = true;
                continue;
            }
            Set<Long> holders = holders(place);
            if (!holders.isEmpty()) {
                killed = " after ending " + described(holders);
                endAll(holders, round == 0 && politely);
            }
            if (deadline.hasPassed()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        if (!free) {
            throw stillUsed(last.output());
        }
        try {
            if (held.isPresent()) {
                held.get().release();
            }
        } catch (IOException kept) {
            throw new PartFailure(
                    "the record of volume %s could not be deleted: %s".formatted(mountPoint, kept.getMessage()));
        }
        held = Optional.empty();
        return killed;
    }

    private PartFailure stillUsed(String lastOutput) throws PartFailure {
        Optional<String> place = lastPlace();
        if (place.isPresent()) {
            return new PartFailure(
                    "volume %s could not be unmounted%s".formatted(place.get(), usedBy(holders(place))), lastOutput);
        }
        return new PartFailure(("volume %s is unmounted, but its device %s is still in use on this host%s; look for"
                        + " containers and other mount namespaces that hold it")
                .formatted(mountPoint, definition.device(), usedBy(holders(place))));
    }

    private Set<Long> holders(Optional<String> place) {
        return place.isPresent() ? MountTable.holders(place.get()) : DeviceUse.holdersElsewhere(deviceNumber);
    }

    private static String usedBy(Set<Long> holders) {
        return holders.isEmpty() ? "" : ", by " + described(holders);
    }

    /// The kernel frees a device a little after the last process that held it has ended; and whoever looks at all
    /// disks holds this one for a moment.
    private boolean becomesFree(Tools with, Deadline deadline) throws PartFailure, InterruptedException {
        Deadline limit = deadline.atMost(FORCED);
        while (!DeviceUse.isFree(with, deadline.atMost(PROBE_LIMIT), deviceNumber)) {
            if (limit.hasPassed() || !DeviceUse.holdersElsewhere(deviceNumber).isEmpty()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    private static void endAll(Set<Long> pids, boolean politely) throws InterruptedException {
        if (politely) {
            pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
            awaitEnd(pids, Deadline.in(POLITE));
        }
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        awaitEnd(pids, Deadline.in(FORCED));
    }

    private static void awaitEnd(Set<Long> pids, Deadline deadline) throws InterruptedException {
        while (!deadline.hasPassed() && pids.stream().anyMatch(VolumePart::lives)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean lives(long pid) {
        return ProcessTable.find(pid).filter(entry -> !entry.isDead()).isPresent();
    }

    private static String described(Set<Long> pids) {
        return pids.stream().limit(5).map(ProcessTable::describe).collect(Collectors.joining(", ", "process ", ""));
    }

    /// Where the device is mounted last in this namespace: here, or where somebody has mounted it besides.
    private Optional<String> lastPlace() throws PartFailure {
        return MountTable.read().stream()
                .filter(mount -> mount.deviceNumber().equals(deviceNumber))
                .map(MountTable.Mount::mountPoint)
                .reduce((earlier, later) -> later);
    }

    private Optional<MountTable.Mount> mounted() throws PartFailure {
        return MountTable.read().stream()
                .filter(mount -> mount.mountPoint().equals(mountPoint)
                        && mount.deviceNumber().equals(deviceNumber))
                .findFirst();
    }

    @Override
    public String check(Deadline deadline) throws PartFailure, InterruptedException {
        MountTable.Mount mount = mounted()
                .orElseThrow(() -> new PartFailure(
                        "volume %s is no longer mounted on %s".formatted(definition.device(), mountPoint)));
        boolean wantedReadOnly = ("," + definition.options() + ",").contains(",ro,");
        if (mount.readOnly() && !wantedReadOnly) {
            throw new PartFailure("volume %s has become read-only, probably after errors of the disk %s"
                    .formatted(mountPoint, definition.device()));
        }
        tools.require(
                "volume %s does not answer".formatted(mountPoint),
                deadline.atMost(PROBE_LIMIT),
                "stat",
                "-c",
                "%i",
                "--",
                mountPoint + "/.");
        enclosure.release();
        return "mounted on " + mountPoint;
    }

    @Override
    public List<Enclosure> enclosures() {
        return List.of(enclosure);
    }

    @Override
    public boolean abandon(Deadline deadline) throws InterruptedException {
        try {
            if (held.isPresent()) {
                unmount(context.cleaner(), deadline, false);
            }
            return true;
        } catch (PartFailure failed) {
            return false;
        }
    }

    @Override
    public String label() {
        return definition.label();
    }
}
