package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import picocli.CommandLine;

/// Every command ends as the table of exit codes in the manual says, where there is no node, and where
/// its daemon does not answer.
final class ExitCodeTest {
    private @TempDir Path folder = Path.of("");

    /// Calls of the commands that are about a node.
    private List<String> needingANode(Path file) {
        return List.of(
                "view",
                "status",
                "resources",
                "resources web",
                "online web",
                "online web node1",
                "offline web",
                "migrate web node1",
                "alert web yes",
                "explain web",
                "what-if",
                "what-if node-loss node1",
                "check",
                "check web",
                "check -f " + file,
                "join",
                "leave",
                "down",
                "down --yes",
                "events",
                "events --follow",
                "apply -f " + file,
                "apply --dry-run -f " + file,
                "set web priority=5",
                "delete web",
                "export",
                "diff 1",
                "diff -f " + file,
                "history",
                "rollback 1",
                "confirm",
                "confirm 1 --undo",
                "confirm-off node1",
                "confirm-off node1 --yes",
                "fence node1",
                "fence node1 --yes",
                "maintenance on",
                "maintenance off",
                "token",
                "keys",
                "keys rotate",
                "access list",
                "access add ci --role operator",
                "access remove ci",
                "node remove node1",
                "node capacity node1 cpu=4",
                "demo restart node1",
                "sbd create " + folder.resolve("board"),
                "sbd view",
                "sbd fill " + folder.resolve("board"),
                "sbd message node1 test --yes",
                "sbd init",
                "sbd init --node 1",
                "sbd init --slot 1");
    }

    /// What each command is called with, and how it ends where there is no node.
    private Map<String, Integer> calls() throws Exception {
        Path file = Files.writeString(
                folder.resolve("web.yaml"), "resources: {web: {parts: [{service: {unit: nginx.service}}]}}\n");
        Map<String, Integer> calls = new TreeMap<>();
        for (String call : needingANode(file)) {
            calls.put(call, ExitCode.UNREACHABLE);
        }
        String nodeOptions = " --node n1 --address 127.0.0.1:1";
        calls.put("init --cluster c --board " + folder.resolve("none") + nodeOptions, ExitCode.FAILED);
        calls.put("enroll nonsense" + nodeOptions, ExitCode.FAILED);
        calls.put("node --fence kill", ExitCode.FAILED);
        calls.put("sbd view " + folder.resolve("none"), ExitCode.FAILED);
        calls.put("sbd find " + folder.resolve("none"), ExitCode.FAILED);
        String noWitness = " --dir " + folder.resolve("no-witness");
        calls.put("witness" + noWitness, ExitCode.FAILED);
        calls.put("witness word" + noWitness, ExitCode.FAILED);
        calls.put("witness init --address nonsense" + noWitness, ExitCode.FAILED);
        calls.put("demo --nodes 1", ExitCode.NOT_UNDERSTOOD);
        for (String noEdit : List.of(
                "diff", "diff x", "diff 1 -1", "rollback 0", "rollback x", "confirm x", "set web a=1 --based-on x")) {
            calls.put(noEdit, ExitCode.NOT_UNDERSTOOD);
        }
        calls.put("remote --server nonsense --ca none", ExitCode.FAILED);
        calls.put("sim dance", ExitCode.NOT_UNDERSTOOD);
        calls.put("ocf list", ExitCode.FAILED);
        calls.put("ocf show test:None", ExitCode.FAILED);
        calls.put("template list", ExitCode.FAILED);
        calls.put("template show nginx", ExitCode.FAILED);
        calls.put("create web --template nginx", ExitCode.FAILED);
        calls.put("ncsfuncs", ExitCode.FAILED);
        calls.put("bench planner", ExitCode.DONE);
        calls.put("completion", ExitCode.DONE);
        calls.put("version", ExitCode.DONE);
        return calls;
    }

    private static Outcome run(String call, Path directory) {
        return new CommandRun()
                .with("ORION_DIR", directory.toString())
                .with("OCF_ROOT", "/nonexistent")
                .run(call.split(" ", -1));
    }

    @Test
    void whereThereIsNoNodeEveryCommandSaysSo() throws Exception {
        Map<String, Integer> ends = new TreeMap<>();
        Path nowhere = folder.resolve("nowhere");
        for (String call : calls().keySet()) {
            Outcome outcome = run(call, nowhere);
            ends.put(call, outcome.exitCode());
            if (outcome.exitCode() == ExitCode.UNREACHABLE && !call.startsWith("demo")) {
                assertThat(outcome.errors())
                        .as(call)
                        .contains("there is no node in " + nowhere)
                        .hasLineCount(1);
            }
        }

        assertThat(ends).isEqualTo(calls());
        assertThat(nowhere).doesNotExist();
        assertThat(folder.resolve("board")).doesNotExist();
    }

    @Test
    void whereTheDaemonDoesNotAnswerEveryCommandThatNeedsItSaysSo() throws Exception {
        Path node = folder.resolve("node");
        assertThat(new CommandRun()
                        .run(OrionProcess.init(node, folder.resolve("white-board")))
                        .exitCode())
                .isZero();
        Map<String, Integer> expected = calls();
        // These need the node's directory only.
        expected.keySet().removeIf(call -> call.startsWith("sbd") || call.startsWith("node --fence"));
        Map<String, Integer> ends = new TreeMap<>();
        for (String call : expected.keySet()) {
            ends.put(call, run(call, node).exitCode());
        }

        assertThat(ends).isEqualTo(expected);
    }

    @Test
    void everyCommandIsInTheTableAndRefusesAnUnknownOption() throws Exception {
        List<String> commands = new ArrayList<>();
        addCommands(Main.commandLine("orion", Surroundings.ofProcess()), "", commands);
        assertThat(commands).hasSizeGreaterThan(20);
        for (String command : commands) {
            assertThat(calls().keySet())
                    .as(command)
                    .anyMatch(call -> call.equals(command) || call.startsWith(command + " "));
            // What follows sim is the simulator's own.
            if (!command.equals("sim")) {
                assertThat(run(command + " --frobnicate", folder).exitCode())
                        .as(command)
                        .isEqualTo(ExitCode.NOT_UNDERSTOOD);
            }
        }
    }

    private static void addCommands(CommandLine command, String name, List<String> commands) {
        if (command.getCommand() instanceof Callable<?>) {
            commands.add(name);
        }
        command.getSubcommands()
                .forEach((word, sub) -> addCommands(sub, name.isEmpty() ? word : name + " " + word, commands));
    }
}
