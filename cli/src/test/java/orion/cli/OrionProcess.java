package orion.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import orion.cli.CommandRun.Outcome;
import orion.cli.demo.FreePorts;
import orion.node.os.Superuser;

/// The program as processes of their own: daemons, and commands of a user who is not root.
public final class OrionProcess {
    private static final String NOBODY = "65534";
    private static final FreePorts PORTS = new FreePorts();
    /// For a Java that starts where many others do.
    private static final int LIMIT_SECONDS = 180;
    private static final int USUAL_HEARTBEAT_MILLIS = 200;

    private final String classPath;
    private final Path home;
    private final List<String> prefix;

    private OrionProcess(String classPath, Path home, List<String> prefix) {
        this.classPath = classPath;
        this.home = home;
        this.prefix = prefix;
    }

    /// As the user who runs the tests.
    static OrionProcess usual() {
        return new OrionProcess(System.getProperty("java.class.path"), shipped(), List.of());
    }

    /// As the user who runs the tests, but writing to a file fails behind so many bytes.
    static OrionProcess writingAtMost(long bytes) {
        return new OrionProcess(
                System.getProperty("java.class.path"), shipped(), List.of("prlimit", "--fsize=" + bytes, "--"));
    }

    private static Path shipped() {
        return Path.of(System.getProperty("orion.repository", ".."), "dist")
                .toAbsolutePath()
                .normalize();
    }

    /// As somebody who is not root: where root runs the tests, that is nobody, who can read neither the sources nor
    /// root's libraries and gets copies of them.
    static OrionProcess notRoot(Path folder) throws IOException {
        if (!Superuser.runsThis()) {
            return usual();
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path copies = Files.createDirectory(folder.resolve("program"));
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.exists(Path.of(entry))) {
                Path copy = copies.resolve(entries.size() + "-" + Path.of(entry).getFileName());
                copy(Path.of(entry), copy);
                entries.add(copy.toString());
            }
        }
        Path home = copies.resolve("home");
        copy(shipped(), home);
        return new OrionProcess(
                String.join(File.pathSeparator, entries),
                home,
                List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path made = Files.createDirectory(to.resolve(from.relativize(folder)));
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path made = Files.copy(file, to.resolve(from.relativize(file)));
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private ProcessBuilder words(List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(program(home, classPath, List.of(), words));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().remove("ORION_DIR");
        return builder;
    }

    private static List<String> program(Path home, String classPath, List<String> settings, List<String> words) {
        List<String> all = new ArrayList<>(List.of(
                // As the launcher does: tests that run in the background of a shell may be deaf to Ctrl-C.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djsonb.parserCharBufferSize=262144",
                "-Dorion.home=" + home,
                "-cp",
                classPath));
        all.addAll(settings);
        all.add("orion.cli.Main");
        all.addAll(words);
        return all;
    }

    /// Starts a command as the user who runs the tests, with both its outputs going to a file, and does not wait.
    ///
    /// @param settings system properties, as flags of its Java
    public static Process start(File output, List<String> settings, List<String> words) throws IOException {
        return new ProcessBuilder(program(shipped(), System.getProperty("java.class.path"), settings, words))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    /// Starts a command whose output the caller reads, and does not wait.
    Process start(String... words) throws IOException {
        return words(List.of(words))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// The same, with its error stream in its output.
    Process startWithErrors(String... words) throws IOException {
        return words(List.of(words)).redirectErrorStream(true).start();
    }

    /// Runs a command to its end.
    Outcome run(String... command) throws IOException, InterruptedException {
        File output = File.createTempFile("orion", "output");
        File errors = File.createTempFile("orion", "errors");
        try {
            Process process = words(List.of(command))
                    .redirectError(errors)
                    .redirectOutput(output)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command) + " does not end");
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(output.toPath()),
                    withoutWarnings(Files.readString(errors.toPath())));
        } finally {
            Files.delete(output.toPath());
            Files.delete(errors.toPath());
        }
    }

    /// What the Java machine itself may say is not the program's.
    private static String withoutWarnings(String errors) {
        return errors.lines().filter(line -> !line.startsWith("WARNING: ")).collect(Collectors.joining("\n"));
    }

    /// Makes a cluster of one node and its board, with short heartbeats. Its lease outlasts a
    /// disk that stands still for some seconds, as one does to which others write.
    static String[] init(Path directory, Path board) throws IOException {
        return init(directory, board, USUAL_HEARTBEAT_MILLIS);
    }

    /// The same with another heartbeat: for two of them a command looks who writes to a board.
    static String[] init(Path directory, Path board, int heartbeatMillis) throws IOException {
        return new String[] {
            "init",
            "--dir",
            directory.toString(),
            "--cluster",
            "harbour",
            "--node",
            "node1",
            "--address",
            "127.0.0.1:" + freePort(),
            "--board",
            board.toString(),
            "--create-board",
            "--heartbeat",
            Integer.toString(heartbeatMillis),
            "--tolerance",
            Integer.toString(Math.max(10_000, 6 * heartbeatMillis))
        };
    }

    /// A port on loopback that nobody uses, neither for datagrams nor for connections.
    static int freePort() throws IOException {
        return PORTS.at("127.0.0.1");
    }

    /// Starts the daemon of a directory and waits until it is a member of its cluster.
    Daemon daemon(Path directory) throws IOException {
        Process process = words(List.of(
                        "node",
                        "--dir",
                        directory.toString(),
                        "--run",
                        directory.resolve("run").toString(),
                        "--fence",
                        "kill",
                        "--end-with-input"))
                .redirectErrorStream(true)
                .start();
        Daemon daemon = new Daemon(process);
        StringBuilder said = new StringBuilder();
        BufferedReader lines = process.inputReader();
        String line = lines.readLine();
        while (line != null && !line.contains("of cluster harbour starts")) {
            said.append(line).append('\n');
            line = lines.readLine();
        }
        if (line == null) {
            throw new AssertionError("the daemon did not start: " + said);
        }
        Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(_ -> {}));
        Outcome joined =
                new CommandRun().run("join", "--wait", Integer.toString(LIMIT_SECONDS), "--dir", directory.toString());
        if (joined.exitCode() != 0) {
            daemon.close();
            throw new AssertionError("the daemon is no member: " + joined);
        }
        return daemon;
    }

    /// A daemon that ends with its input.
    record Daemon(Process process) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
