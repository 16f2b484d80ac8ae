package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.cli.WitnessFolder.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// Witnesses from the command line: made, run, and used by two real nodes that share no disk.
@Timeout(900)
final class WitnessCommandsTest {
    private final WitnessFolder at;

    WitnessCommandsTest(@TempDir Path folder) {
        this.at = new WitnessFolder(folder);
    }

    /// Starts a witness as a process, and waits until it serves.
    private Process witness(String name) throws IOException {
        Process process = OrionProcess.usual()
                .startWithErrors("witness", "--dir", at.directory(name).toString());
        BufferedReader lines = process.inputReader();
        String line = lines.readLine();
        while (line != null && !line.contains(" serves ")) {
            line = lines.readLine();
        }
        assertThat(line).endsWith(" serves " + at.directory(name).resolve("board"));
        Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(_ -> {}));
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private String status(String node) {
        Outcome seen = run("status", "--dir", at.directory(node).toString());
        return seen.output() + seen.errors();
    }

    private void await(String node, Predicate<String> wanted) {
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        String said = status(node);
        while (!wanted.test(said)) {
            assertThat(System.nanoTime() - limit)
                    .as("in vain; last seen: %s", said)
                    .isNegative();
            said = status(node);
        }
    }

    private String events(String node) {
        return run("events", "-n", "2000", "--dir", at.directory(node).toString())
                .output();
    }

    private static String epoch(String said) {
        return said.replaceAll("(?s).*epoch ([0-9]+) .*", "$1");
    }

    private String enrolled(String node, List<String> boards) throws IOException {
        String token =
                run("token", "--dir", at.directory("n1").toString()).output().strip();
        List<String> words = new ArrayList<>(List.of(
                "enroll",
                token,
                "--dir",
                at.directory(node).toString(),
                "--node",
                node,
                "--address",
                "127.0.0.1:" + OrionProcess.freePort()));
        boards.forEach(board -> words.addAll(List.of("--board", board)));
        Outcome enrolled = run(words.toArray(String[]::new));
        assertThat(enrolled.errors()).isEmpty();
        return enrolled.output();
    }

    @Test
    void twoNodesLiveOnThreeWitnessesAndOutliveTheLossOfAny() throws Exception {
        List<String> names = List.of("w1", "w2", "w3");
        List<String> words = new ArrayList<>(List.of(
                "init",
                "--dir",
                at.directory("n1").toString(),
                "--cluster",
                "harbour",
                "--node",
                "n1",
                "--address",
                "127.0.0.1:" + OrionProcess.freePort(),
                "--heartbeat",
                "200",
                "--tolerance",
                "10000"));
        for (String name : names) {
            words.addAll(List.of("--board", "@" + at.word(name)));
        }
        Outcome early = run(words.toArray(String[]::new));
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.errors()).contains("cannot be used: nobody listens there; check that 'orion witness' runs");
        assertThat(at.directory("n1")).doesNotExist();

        List<Process> witnesses = new ArrayList<>();
        try {
            for (String name : names) {
                witnesses.add(witness(name));
            }
            assertThat(run(words.toArray(String[]::new)).errors()).isEmpty();
            try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(at.directory("n1"))) {
                enrolled("n2", List.of());
                try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(at.directory("n2"))) {
                    outlive(names, witnesses);
                }
            }
        } finally {
            for (Process witness : witnesses) {
                kill(witness);
            }
        }
    }

    private void outlive(List<String> names, List<Process> witnesses) throws Exception {
        await("n1", said -> said.contains("3 of 3 disks work") && both(said));
        String before =
                epoch(run("view", "--dir", at.directory("n1").toString()).output());
        String secret = Files.readString(at.folder().resolve("w1.word")).strip().substring("witness:".length());
        assertThat(status("n1") + status("n2") + events("n1") + events("n2"))
                .contains("witness:127.0.0.1:")
                .doesNotContain(secret);

        kill(witnesses.get(0));
        for (String node : List.of("n1", "n2")) {
            await(node, said -> said.contains("2 of 3 disks work; protection is reduced"));
        }
        assertThat(status("n1"))
                .contains("check that 'orion witness' runs there")
                .doesNotContain("NOT HEALTHY");

        kill(witnesses.get(1));
        for (String node : List.of("n1", "n2")) {
            await(node, said -> said.contains("NOT HEALTHY") && said.contains("1 of 3 disks work, 2 are needed"));
        }
        // Grants of each other keep both alive for many leases, and nothing new is decided meanwhile.
        for (int more = 0; more < 5; more++) {
            String renewed = leaseOf("n1");
            await("n1", said -> !leaseIn(said).equals(renewed) && both(said));
            await("n2", WitnessCommandsTest::both);
        }
        assertThat(run("leave", "--no-wait", "--dir", at.directory("n2").toString())
                        .errors())
                .as("leaving needs a decision")
                .isNotEmpty();
        assertThat(epoch(run("view", "--dir", at.directory("n1").toString()).output()))
                .isEqualTo(before);

        for (int i = 0; i < 2; i++) {
            witnesses.set(i, witness(names.get(i)));
        }
        for (String node : List.of("n1", "n2")) {
            await(node, said -> said.contains("3 of 3 disks work") && both(said));
        }
        assertThat(run("leave", "--dir", at.directory("n2").toString()).exitCode())
                .isZero();
        await("n1", said -> said.matches("(?s).*n2 .*out.*"));
    }

    private static boolean both(String said) {
        return said.lines().filter(line -> line.matches("n[12] .* member.*")).count() == 2;
    }

    private String leaseOf(String node) {
        return leaseIn(status(node));
    }

    private static String leaseIn(String said) {
        return said.replaceAll("(?s).*lease ([^,]*),.*", "$1");
    }

    @Test
    void aWitnessIsNamedByItsAddressWhereTheNodeKnowsItsWord() throws Exception {
        Path word = at.word("w1");
        Process witness = witness("w1");
        try {
            String[] init = OrionProcess.init(at.directory("n1"), word);
            for (int i = 0; i < init.length; i++) {
                init[i] = init[i].equals(word.toString()) ? "@" + word : init[i];
            }
            assertThat(run(init).errors()).isEmpty();
            String name = run(
                            "witness",
                            "word",
                            "--json",
                            "--dir",
                            at.directory("w1").toString())
                    .output()
                    .replaceAll(".*\"name\":\"([^\"]*)\".*\n", "$1");
            assertThat(run("sbd", "view", "--dir", at.directory("n1").toString())
                            .output())
                    .startsWith("Board " + name + ":");
            Outcome viewed = run(
                    "sbd", "view", name, "--json", "--dir", at.directory("n1").toString());
            assertThat(viewed.output()).contains("\"path\":\"" + name + "\"", "\"proof\":\"proven\"");
            assertThat(run(
                                    "sbd",
                                    "view",
                                    "@" + word,
                                    "--dir",
                                    at.directory("other").toString())
                            .output())
                    .startsWith("Board " + name + ":")
                    .contains("Not verified");
            assertThat(run(
                                    "sbd",
                                    "view",
                                    "witness:127.0.0.1:1",
                                    "--dir",
                                    at.directory("n1").toString())
                            .errors())
                    .contains("the witness at 127.0.0.1:1 is none of the disks of this node's white board");
            assertThat(run("sbd", "create", name, "--dir", at.directory("n1").toString())
                            .errors())
                    .contains(name + " is the board of cluster 'harbour'")
                    .contains("--force");
            assertThat(run(
                                    "sbd",
                                    "create",
                                    name,
                                    "--force",
                                    "--dir",
                                    at.directory("n1").toString())
                            .output())
                    .startsWith(name + " is a board of cluster 'harbour'");
        } finally {
            kill(witness);
        }
    }

    @Test
    void aWitnessEndsInOrderWhenItIsTold() throws Exception {
        at.word("w1");
        Process witness = OrionProcess.usual()
                .startWithErrors("witness", "--dir", at.directory("w1").toString());
        BufferedReader lines = witness.inputReader();
        String line = lines.readLine();
        while (line != null && !line.contains(" serves ")) {
            line = lines.readLine();
        }
        // Process.destroy would close its output as well.
        witness.toHandle().destroy();
        assertThat(lines.lines().toList())
                .last()
                .asString()
                .matches("20[0-9-]+T[0-9:]+Z witness:127.0.0.1:[0-9]+ ends");
        assertThat(witness.waitFor()).isEqualTo(143);
    }
}
