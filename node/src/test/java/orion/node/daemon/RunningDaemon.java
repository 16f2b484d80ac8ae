package orion.node.daemon;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.splitbrain.NodeBlock;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.board.BoardDevice;
import orion.node.board.DiskLocation;
import orion.node.os.FreePorts;
import orion.node.security.NodeIdentity;
import orion.node.web.ApiAddress;

/// A cluster of one node, n1, whose daemon is a process of its own, with a file as its white board.
final class RunningDaemon implements AutoCloseable {
    private static final JsonType<ControlRequest> REQUEST =
            Jsonb.builder().build().type(ControlRequest.class);
    private static final JsonType<ControlReply> REPLY = Jsonb.builder().build().type(ControlReply.class);

    private final Path folder;
    private Process process;

    private RunningDaemon(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /// Makes the node and starts its daemon; what it prints is thrown away.
    static RunningDaemon start(Path folder) throws Exception {
        return start(folder, ProcessBuilder.Redirect.DISCARD, List.of());
    }

    /// As [#start(Path)], with its API served there, to those whom [ObedientDaemon] knows.
    static RunningDaemon startWithApi(Path folder, Endpoint at) throws Exception {
        initialise(folder, DiskLocation.of(List.of(folder.resolve("board"))), LoneNode.TIMES);
        Path directory = folder.resolve("n1");
        NodeSettings made = NodeSettings.read(directory);
        new NodeSettings(
                        made.cluster(),
                        made.node(),
                        made.name(),
                        made.boards(),
                        ApiAddress.parse(at.toString()),
                        made.mail())
                .write(directory);
        return new RunningDaemon(
                folder, launch(folder, ProcessBuilder.Redirect.DISCARD, List.of(), usualRun(folder), "none"));
    }

    /// As [#start(Path)], with a white board of these disks.
    static RunningDaemon start(Path folder, List<Path> boards) throws Exception {
        return startOn(folder, DiskLocation.of(boards), LoneNode.TIMES);
    }

    /// The same, wherever these disks are, with these times.
    static RunningDaemon startOn(Path folder, List<DiskLocation> boards, Timing times) throws Exception {
        initialise(folder, boards, times);
        return new RunningDaemon(
                folder, launch(folder, ProcessBuilder.Redirect.DISCARD, List.of(), usualRun(folder), "none"));
    }

    /// As [#start(Path)], with a watchdog, named as an administrator would.
    static RunningDaemon start(Path folder, String watchdog) throws Exception {
        initialise(folder, DiskLocation.of(List.of(folder.resolve("board"))), LoneNode.TIMES);
        return new RunningDaemon(
                folder, launch(folder, ProcessBuilder.Redirect.DISCARD, List.of(), usualRun(folder), watchdog));
    }

    /// As [#start(Path)], with both outputs of the daemon going to the same place, and more flags for its Java.
    static RunningDaemon start(Path folder, ProcessBuilder.Redirect output, List<String> flags) throws Exception {
        initialise(folder, DiskLocation.of(List.of(folder.resolve("board"))), LoneNode.TIMES);
        return new RunningDaemon(folder, launch(folder, output, flags, usualRun(folder), "none"));
    }

    private static void initialise(Path folder, List<DiskLocation> boards, Timing times) throws Exception {
        NodeSetup.initialise(
                folder.resolve("n1"),
                new NodeSetup.NewCluster(
                        "harbour", "n1", List.of(FreePorts.one()), Optional.empty(), boards, false, times, 1, 60));
    }

    private static Path usualRun(Path folder) {
        return folder.resolve("n1/run");
    }

    private static Process launch(
            Path folder, ProcessBuilder.Redirect output, List<String> flags, Path run, String watchdog)
            throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(List.of(
                "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        words.addAll(flags);
        words.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ObedientDaemon.class.getName(),
                folder.resolve("n1").toString(),
                Path.of(System.getProperty("orion.repository"), "dist", "orion-guard")
                        .toString(),
                run.toString(),
                watchdog));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    /// Starts a daemon for the same node again.
    void startAgain() throws IOException {
        startAgain(usualRun(folder));
    }

    /// Starts a daemon for the same node again, with this run directory.
    void startAgain(Path run) throws IOException {
        process = launch(folder, ProcessBuilder.Redirect.DISCARD, List.of(), run, "none");
    }

    /// Kills the daemon, and first its guard.
    void killWithItsGuard() throws InterruptedException {
        guards().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /// The guards of this node's daemons, living or dead.
    private List<ProcessHandle> guards() {
        return ProcessHandle.allProcesses().filter(this::isGuard).toList();
    }

    private boolean isGuard(ProcessHandle process) {
        List<String> words = process.info().arguments().map(List::of).orElse(List.of());
        return words.stream().anyMatch(word -> word.endsWith("orion-guard"))
                && words.stream().anyMatch(word -> word.startsWith(folder.toString()));
    }

    Process process() {
        return process;
    }

    Path directory() {
        return folder.resolve("n1");
    }

    /// Says a word to the program; see [ObedientDaemon].
    void tell(String word) throws IOException {
        process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /// Asks over the command socket.
    ControlReply ask(String verb, String... words) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(directory().resolve(ControlServer.SOCKET)));
            String line = REQUEST.toJson(new ControlRequest(verb, List.of(words))) + "\n";
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            String answer = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
            return answer == null ? ControlReply.refused("hung up") : REPLY.fromJson(answer);
        }
    }

    /// Asks the same two times without waiting for the first answer.
    List<String> askTwice(String verb) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(directory().resolve(ControlServer.SOCKET)));
            String line = REQUEST.toJson(new ControlRequest(verb, List.of())) + "\n";
            channel.write(ByteBuffer.wrap((line + line).getBytes(StandardCharsets.UTF_8)));
            BufferedReader answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            return List.of(
                    REPLY.fromJson(answers.readLine()).text(),
                    REPLY.fromJson(answers.readLine()).text());
        }
    }

    private ControlReply tryToAsk(String verb) {
        try {
            return ask(verb);
        } catch (IOException notYet) {
            return ControlReply.refused("no daemon answers: " + notYet.getMessage());
        }
    }

    void awaitMember() throws Exception {
        Eventually.is(
                "n1 is a member",
                () -> tryToAsk("status").status().filter(it -> it.member()).isPresent());
    }

    void awaitOut() throws Exception {
        Eventually.is("n1 is out", () -> ask("status").text().contains("is not in the cluster"));
    }

    void awaitPhase(String resource, String phase) throws Exception {
        Eventually.is(
                resource + " is " + phase,
                () -> ask("status").status().stream()
                        .flatMap(it -> it.resources().stream())
                        .anyMatch(it -> it.name().equals(resource) && it.state().equals(phase)));
    }

    /// Defines a resource of one program, and waits until it runs.
    void run(String resource, String program) throws Exception {
        String text = "resources: {%s: {parts: [{service: {command: [%s]}}]}}".formatted(resource, program);
        ControlReply reply = ask("apply", text, "test.yaml");
        if (!reply.done()) {
            throw new AssertionError(reply.text());
        }
        awaitPhase(resource, "Running");
    }

    /// The texts of all events of this daemon so far.
    List<String> events() throws IOException {
        return ask("events", "2000").events().stream().map(it -> it.text()).toList();
    }

    /// Which life of the node wrote last to the white board.
    long incarnation() throws Exception {
        NodeSettings settings = NodeSettings.read(directory());
        NodeIdentity identity = NodeIdentity.load(directory());
        try (BoardDevice board =
                BoardDevice.open(settings.boards().getFirst(), settings.cluster(), identity.boardKey())) {
            NodeBlock own = BoardPort.blocks(board.readAll()).get(new NodeId(1));
            return own == null ? 0 : own.writer().incarnation();
        }
    }

    /// Waits for the end of the process.
    int exit() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("the daemon did not end");
        }
        return process.exitValue();
    }

    /// Kills the daemon if it still runs, and waits until its guard has stopped what it held.
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        // However the daemon ended, and whoever killed it: what its guard does is part of its end.
        guards().forEach(guard -> guard.onExit().join());
    }
}
