package orion.lab;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the cluster keeps running on a stage.
enum Service {
    /// nginx behind an address, its pages and a writer's records on an ext4 volume of the shared disk.
    WITH_VOLUME,
    /// The same, and a script that cannot be unloaded on a host where `/run/stubborn` is.
    WITH_STUBBORN_SCRIPT,
    /// nginx behind an address, its pages on every host: what the benchmarks of the peers served.
    WITHOUT_VOLUME,
    /// The same, restarted as often as it ends, and not looked at for an hour: only its end itself can be noticed.
    LOOKED_AT_ONCE_AN_HOUR,
    /// nginx behind an address, where nginx is an agent that the cluster's scripts start and stop by `grpwise`, see
    /// [Supervised].
    AS_AGENT;

    /// Name of the resource.
    static final String RESOURCE = "web";

    static final String MOUNT_POINT = "/var/srv/web";
    static final String DISK = "/run/lab/disk/data";

    private static final Path FILES = Lab.REPOSITORY.resolve("lab/src/test/resources");

    /// The address that moves with it.
    static String address() {
        return Lab.address(50);
    }

    /// Whether there is something to lose.
    boolean hasVolume() {
        return this == WITH_VOLUME || this == WITH_STUBBORN_SCRIPT;
    }

    /// Makes the shared disk and the pages.
    void prepare(Lab lab) {
        lab.disk("data", "128M");
        if (hasVolume()) {
            lab.nodes().getFirst().run("bash", "-c", """
                    set -e
                    mkfs.ext4 -q $0
                    mkdir -p $1
                    mount $0 $1
                    mkdir $1/pages
                    echo intact >$1/pages/page
                    umount $1
                    """, DISK, MOUNT_POINT);
        } else {
            for (Host node : lab.nodes()) {
                node.run("bash", "-c", "mkdir -p $0/pages && echo intact >$0/pages/page", MOUNT_POINT);
                if (this == AS_AGENT) {
                    Supervised.prepare(node);
                }
            }
        }
    }

    /// The definition that `orion apply` takes.
    ///
    /// @param nodes how many nodes the cluster has: it may run on the first three
    String definition(int nodes) {
        String nginx = this == AS_AGENT
                ? "script: {load: %1$s/start, unload: %1$s/stop}".formatted(Supervised.FILES)
                : "service: {command: [nginx, -c, %s]}".formatted(FILES.resolve("nginx.conf"));
        String common = """
                resources:
                  %s:
                    nodes: [%s]
                    parts:
                      - address: %s/24
                      - %s
                """.formatted(RESOURCE, first(nodes), address(), nginx);
        String volume = "      - volume: {device: %s, type: ext4, mount: %s}\n".formatted(DISK, MOUNT_POINT);
        String writer = "      - service: {command: [%s, %s/records, /run/lab/shared/safe]}\n"
                .formatted(FILES.resolve("record-writer"), MOUNT_POINT);
        String script = "      - script: {load: /bin/true, unload: %s}\n".formatted(FILES.resolve("unless-stubborn"));
        String whole = hasVolume() ? common.replace("parts:\n", "parts:\n" + volume) + writer : common;
        return switch (this) {
            case WITH_STUBBORN_SCRIPT -> whole + script;
            case LOOKED_AT_ONCE_AN_HOUR ->
                whole.replace("    parts:\n", "    monitor: {every: 3600, restarts: 1000}\n    parts:\n");
            case WITH_VOLUME, WITHOUT_VOLUME, AS_AGENT -> whole;
        };
    }

    private static String first(int nodes) {
        return IntStream.rangeClosed(1, Math.min(3, nodes))
                .mapToObj(number -> "node" + number)
                .collect(Collectors.joining(", "));
    }
}
