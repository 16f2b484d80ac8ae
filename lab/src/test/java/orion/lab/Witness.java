package orion.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/// A witness on a host of the lab. Among the disks of a white board it is named by `@` and its host.
record Witness(Host host) {
    private static final String MARK = "witness";
    static final String STATE = "/var/lib/orion-witness";
    private static final String SHARED = "/run/lab/shared/";
    private static final Duration START = Duration.ofMinutes(3);
    private static final int PORT = 7024;

    /// The name of the disk that a witness on this host has.
    static String named(String host) {
        return "@" + host;
    }

    /// The witness that has this disk, if one has it.
    static Optional<Witness> of(Lab lab, String disk) {
        return disk.startsWith("@") ? Optional.of(new Witness(lab.host(disk.substring(1)))) : Optional.empty();
    }

    /// How a command line names this disk, if a witness has it.
    static Optional<String> option(String disk) {
        return disk.startsWith("@") ? Optional.of("@" + SHARED + disk.substring(1) + ".word") : Optional.empty();
    }

    /// Makes it, with its word in a file that all hosts see, and starts it.
    void make() {
        String address = host.name().equals("client")
                ? Lab.address(250)
                : Lab.address(10 + Integer.parseInt(host.name().substring("node".length())));
        String word = host.run(
                        Cluster.PROGRAM,
                        "witness",
                        "init",
                        "--dir",
                        STATE,
                        "--address",
                        address + ":" + PORT,
                        "--size",
                        "20M")
                .lines()
                .filter(line -> line.startsWith("witness:"))
                .findFirst()
                .orElseThrow();
        try {
            Path file = Files.writeString(host.lab().shared(host.name() + ".word"), word);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException fault) {
            throw new UncheckedIOException("the word of a witness cannot be kept", fault);
        }
        start();
    }

    /// Starts it, and waits until it serves.
    void start() {
        long before = timesServing();
        host.start(MARK, Cluster.PROGRAM, "witness", "--dir", STATE);
        Moments.await("the witness on %s serves".formatted(host.name()), START, () -> timesServing() > before);
    }

    private long timesServing() {
        try {
            return Files.readAllLines(host.lab().shared(MARK + "." + host.name() + ".log")).stream()
                    .filter(line -> line.contains(" serves "))
                    .count();
        } catch (IOException notYet) {
            return 0;
        }
    }
}
