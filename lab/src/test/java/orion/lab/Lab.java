package orion.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Hosts of namespaces, a LAN and shared disks, made by the script `lab/lab`. Closing it leaves nothing behind; so does
/// the death of this JVM, because a keeper outside it waits for that.
final class Lab implements AutoCloseable {
    /// Sources of all modules; the hosts see them as this machine does.
    static final Path REPOSITORY = Path.of(System.getProperty("orion.repository", ".."))
            .toAbsolutePath()
            .normalize();

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final long MEMORY_BYTES = 4L << 30;
    private static final String NETWORK = "10.77.0";

    private final Path directory;
    private final Process keeper;

    /// Makes and boots a client and so many nodes.
    Lab(int nodes) {
        directory = parent().resolve(
                        "orion-lab-%d-%d".formatted(ProcessHandle.current().pid(), NUMBERS.incrementAndGet()));
        try {
            ProcessBuilder keep = command(List.of("keep"));
            // In a session of its own: who ends this JVM's whole group of processes does not end the keeper.
            keep.command().addFirst("setsid");
            keeper = keep.start();
        } catch (IOException fault) {
            throw new UncheckedIOException("the lab's script cannot be started", fault);
        }
        try {
            run("up", Integer.toString(nodes));
        } catch (RuntimeException | Error fault) {
            close();
            throw fault;
        }
    }

    /// In memory where there is enough: the machine's own disk, which others use too, may stop for longer than a fast
    /// lease lasts.
    private static Path parent() {
        Path memory = Path.of("/dev/shm");
        boolean enough = memory.toFile().getUsableSpace() > MEMORY_BYTES;
        return Path.of(System.getProperty("orion.lab.parent", enough ? memory.toString() : "/tmp"));
    }

    Host host(String name) {
        return new Host(this, name);
    }

    Host client() {
        return host("client");
    }

    /// The nodes, without the client.
    List<Host> nodes() {
        try (Stream<Path> hosts = Files.list(directory.resolve("hosts"))) {
            return hosts.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("client"))
                    .sorted()
                    .map(this::host)
                    .toList();
        } catch (IOException fault) {
            throw new UncheckedIOException("the hosts of the lab cannot be listed", fault);
        }
    }

    /// An address of the LAN.
    static String address(int lastNumber) {
        return NETWORK + "." + lastNumber;
    }

    void disk(String name, String size) {
        run("disk", name, size);
    }

    /// A shared disk.
    ///
    /// @param hangs whether it can be made to hang
    void disk(String name, String size, boolean hangs) {
        if (hangs) {
            run("disk", "-h", name, size);
        } else {
            disk(name, size);
        }
    }

    /// From now on a disk answers nothing, on no host.
    void hangDisk(String name) {
        run("diskhang", name);
    }

    void releaseDisk(String name) {
        run("diskrelease", name);
    }

    /// Drops all frames between two hosts.
    void cut(Host one, Host other) {
        run("cut", one.name(), other.name());
    }

    void heal() {
        run("heal");
    }

    /// Cuts the power of several hosts at one instant.
    void powerCut(List<Host> hosts) {
        run("powercut", String.join(",", hosts.stream().map(Host::name).toList()));
    }

    /// The file outside the simulated world which the hosts know as `/run/lab/shared/NAME`.
    Path shared(String name) {
        return directory.resolve("shared").resolve(name);
    }

    /// What the lab keeps for a host: its console, the log of its watchdog.
    Path hostFile(String host, String name) {
        return directory.resolve("hosts").resolve(host).resolve(name);
    }

    /// Where all of its state is.
    Path directory() {
        return directory;
    }

    /// Does a verb of the script, which must succeed.
    ///
    /// @return what it printed
    String run(String... verb) {
        Outcome outcome = attempt(List.of(verb));
        if (outcome.exit() != 0) {
            throw new IllegalStateException("lab %s ended with exit %d: %s"
                    .formatted(String.join(" ", verb), outcome.exit(), outcome.output()));
        }
        return outcome.output();
    }

    /// Does a verb of the script, or a command on a host, which may fail.
    Outcome attempt(List<String> verb) {
        try {
            Process process = command(verb).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException fault) {
            throw new UncheckedIOException("the lab's script cannot be run", fault);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the lab did " + verb, stop);
        }
    }

    private ProcessBuilder command(List<String> verb) {
        List<String> words = new ArrayList<>();
        words.add(REPOSITORY.resolve("lab/lab").toString());
        words.addAll(verb);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("LAB_DIR", directory.toString());
        builder.environment().put("LAB_NET", NETWORK);
        builder.environment().put("LAB_PASS", "JAVA_HOME ORION_NO_BUILD");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ORION_NO_BUILD", "1");
        return builder;
    }

    /// Ends everything on the hosts and takes the lab away.
    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            String complaints = new String(keeper.getErrorStream().readAllBytes(), UTF_8);
            if (!keeper.waitFor(180, TimeUnit.SECONDS) || keeper.exitValue() != 0) {
                throw new IllegalStateException(
                        "the lab in %s was not taken away: %s".formatted(directory, complaints));
            }
        } catch (IOException fault) {
            throw new UncheckedIOException("the lab's keeper cannot be told to end", fault);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
