package orion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A small machine in a folder for the launcher to find its way in: own commands, own JDKs, own source tree.
///
/// The launcher is the real one; what it calls are scripts that write down how they were called. No command of the
/// real machine is within its reach but the plain tools listed here, so it can neither install nor build anything.
final class LauncherMachine {
    private static final List<String> TOOLS = List.of(
            "cat", "find", "flock", "grep", "head", "mkdir", "mv", "readlink", "rm", "sed", "sort", "tail", "touch");

    private static final int LIMIT_SECONDS = 180;

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    /// How a call of the launcher ended, and the process id that the caller saw.
    record Outcome(int exitCode, String output, String errors, long pid) {}

    private LauncherMachine(Path folder) {
        this.folder = folder;
    }

    /// A machine with a source tree but without JDK, Maven or package system; its user is not root.
    static LauncherMachine in(Path folder) throws IOException {
        LauncherMachine machine = new LauncherMachine(folder);
        Files.createDirectories(machine.bin());
        Files.createDirectories(folder.resolve("jdks"));
        for (String tool : TOOLS) {
            machine.tool(tool, "exec " + realTool(tool) + " \"$@\"");
        }
        machine.tool("id", "echo 1000");
        machine.environment("PATH", machine.bin().toString());
        machine.environment("ORION_JDK_FOLDERS", folder.resolve("jdks").toString());
        Files.createDirectories(machine.top());
        Files.copy(repository().resolve("orion"), machine.top().resolve("orion"), StandardCopyOption.COPY_ATTRIBUTES);
        machine.file("tree/pom.xml", "<project/>");
        machine.file("tree/cli/src/main/java/Main.java", "class Main {}");
        machine.file("tree/packages.txt", "# why\niproute2\n\nnginx-light\na-kernel unpacked\n");
        return machine;
    }

    /// Sets a variable of the environment in which the launcher runs; there are no others.
    LauncherMachine environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Puts a command on the machine.
    LauncherMachine tool(String name, String script) throws IOException {
        executable(bin().resolve(name), script);
        return this;
    }

    /// Puts a JDK of the release on the machine; its `java` prints its process id and every argument on its own line.
    Path jdk(int release) throws IOException {
        Path jdk = folder.resolve("jdks/jdk-" + release);
        file("jdks/jdk-" + release + "/release", "IMPLEMENTOR=\"test\"\nJAVA_VERSION=\"" + release + ".0.3\"\n");
        executable(jdk.resolve("bin/java"), "echo \"pid $$\"\nprintf '<%s>\\n' \"$@\"\nexit \"${JVM_EXIT:-0}\"");
        executable(jdk.resolve("bin/javac"), "exit 1");
        return jdk;
    }

    /// Puts a Maven on the machine that makes the program and counts its calls in the file `mvn-calls`.
    LauncherMachine maven() throws IOException {
        return tool(
                "mvn",
                "echo \"$JAVA_HOME $*\" >>'" + folder.resolve("mvn-calls") + "'\n"
                        + "echo '[INFO] Building cli 0.1.0-SNAPSHOT    [5/6]'\n"
                        + "mkdir -p '" + top().resolve("dist/target/orion/lib") + "'");
    }

    /// The calls that Maven received so far: its JVM, then its arguments.
    List<String> mavenCalls() throws IOException {
        Path calls = folder.resolve("mvn-calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /// Writes a file of the machine, folders included.
    Path file(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// Makes a file or folder of the machine look changed after everything that happened so far.
    void changeLater(String path) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve(path), FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
    }

    /// The folder of the source tree.
    Path top() {
        return folder.resolve("tree");
    }

    /// Runs the launcher of the source tree.
    Outcome orion(String... arguments) throws IOException, InterruptedException {
        return run(top().resolve("orion"), arguments);
    }

    /// Runs the launcher found at `launcher`.
    Outcome run(Path launcher, String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        List<String> words = Stream.concat(Stream.of(launcher.toString()), Arrays.stream(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher did not end within " + LIMIT_SECONDS + " s");
        }
        return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors), process.pid());
    }

    private Path bin() {
        return folder.resolve("bin");
    }

    private static Path repository() {
        return Path.of(System.getProperty("orion.repository", ".."));
    }

    private static Path realTool(String name) {
        return Stream.of("/usr/bin", "/bin")
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this machine has no command " + name));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
