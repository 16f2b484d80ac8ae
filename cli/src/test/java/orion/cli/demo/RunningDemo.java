package orion.cli.demo;

import io.avaje.jsonb.Jsonb;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import orion.cli.OrionProcess;

/// `orion demo` as a process of its own, the way a user has it.
final class RunningDemo implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private static final CountDownLatch LOOKING = new CountDownLatch(1);

    private final Path directory;
    private final Process process;
    private final File output;

    private RunningDemo(Path directory, Process process, File output) {
        this.directory = directory;
        this.process = process;
        this.output = output;
    }

    /// Starts a demonstration and waits until it says what to try.
    static RunningDemo in(Path folder) throws IOException, InterruptedException {
        Path directory = folder.resolve("demo");
        File output = folder.resolve("output").toFile();
        return new RunningDemo(directory, start(directory, output), output).whenStarted();
    }

    /// The same in a directory that the demonstration chooses, in this one for what is temporary.
    static RunningDemo anywhereIn(Path temporary, File output) throws IOException, InterruptedException {
        Process process = start(output, List.of("-Djava.io.tmpdir=" + temporary), "demo");
        new RunningDemo(temporary, process, output).whenStarted();
        try (Stream<Path> made = Files.list(temporary)) {
            Path directory = made.filter(path -> Files.exists(path.resolve("demo.json")))
                    .findFirst()
                    .orElseThrow();
            return new RunningDemo(directory, process, output);
        }
    }

    private RunningDemo whenStarted() throws InterruptedException {
        if (!await(START_LIMIT, () -> output().contains("Or type here"))) {
            String said = output();
            close();
            throw new AssertionError("the demonstration did not start: " + said);
        }
        return this;
    }

    /// Starts the program and does not wait.
    static Process start(Path directory, File output) throws IOException {
        return command(output, "demo", "--dir", directory.toString());
    }

    /// Starts a command of the program and does not wait.
    static Process command(File output, String... words) throws IOException {
        return start(output, List.of(), words);
    }

    private static Process start(File output, List<String> settings, String... command) throws IOException {
        return OrionProcess.start(output, settings, List.of(command));
    }

    Path directory() {
        return directory;
    }

    Process process() {
        return process;
    }

    /// All it has written so far.
    String output() {
        try {
            return Files.readString(output.toPath());
        } catch (IOException unreadable) {
            return "";
        }
    }

    /// What it tells programs.
    DemoFile file() throws IOException {
        return Jsonb.builder().build().type(DemoFile.class).fromJson(Files.readString(directory.resolve("demo.json")));
    }

    /// The process of a node.
    ProcessHandle node(String name) throws IOException {
        long pid = file().nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow()
                .pid();
        return ProcessHandle.of(pid).orElseThrow();
    }

    /// The sites, with nothing but their addresses.
    List<Site> sites() throws IOException {
        return file().resources().stream()
                .map(site -> {
                    String port = site.url().replaceAll("^http://127\\.0\\.0\\.1:([0-9]+)/$", "$1");
                    return new Site(site.name(), Integer.parseInt(port), List.of(), List.of());
                })
                .toList();
    }

    /// Whether all sites answer, none of them from this node.
    static boolean served(List<Site> sites, String notBy) {
        return sites.stream().allMatch(site -> {
            Optional<String> node = site.visit();
            return node.isPresent() && !node.get().equals(notBy);
        });
    }

    /// Types a line.
    void type(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /// Every living process that has this directory on its command line, the sites included.
    List<Long> processes(List<Site> sites) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.pid() != ProcessHandle.current().pid())
                .filter(handle -> handle.info()
                        .commandLine()
                        .filter(line -> line.contains(directory.toString())
                                || (line.contains("DemoSite")
                                        && sites.stream().anyMatch(site -> line.endsWith(" " + site.port()))))
                        .isPresent())
                .map(ProcessHandle::pid)
                .toList();
    }

    /// Looks again and again until it is true.
    boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            // Looks ten times a second: what is waited for happens in other processes.
            if (LOOKING.await(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nobody ends the looking");
            }
        }
        return true;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
