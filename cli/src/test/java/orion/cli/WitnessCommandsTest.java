package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// Witnesses from the command line: made, run, and used by two real nodes that share no disk.
@Timeout(300)
final class WitnessCommandsTest {
    private final Path folder;

    WitnessCommandsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Outcome run(String... words) {
        return new CommandRun().run(words);
    }

    private static String freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private Path directory(String name) {
        return folder.resolve(name);
    }

    /// Makes a witness and keeps its word in a file beside it.
    private Path word(String name) throws IOException {
        Outcome made = run(
                "witness", "init", "--dir", directory(name).toString(), "--address", freeAddress(), "--size", "20M");
        assertThat(made.errors()).contains("is its word, and secret");
        assertThat(made.output()).matches("witness:[A-Za-z0-9_-]+\n");
        return secret(name + ".word", made.output());
    }

    /// A file that nobody else may read.
    private Path secret(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /// Starts a witness as a process, and waits until it serves.
    private Process witness(String name) throws IOException {
        Process process = OrionProcess.usual()
                .startWithErrors("witness", "--dir", directory(name).toString());
        BufferedReader lines = process.inputReader();
        String line = lines.readLine();
        while (line != null && !line.contains(" serves ")) {
            line = lines.readLine();
        }
        assertThat(line).endsWith(" serves " + directory(name).resolve("board"));
        Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(_ -> {}));
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private String status(String node) {
        Outcome seen = run("status", "--dir", directory(node).toString());
        return seen.output() + seen.errors();
    }

    private void await(String node, Predicate<String> wanted) {
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        String said = status(node);
        while (!wanted.test(said)) {
            assertThat(System.nanoTime() - limit)
                    .as("in vain; last seen: %s", said)
                    .isNegative();
            said = status(node);
        }
    }

    private String events(String node) {
        return run("events", "-n", "2000", "--dir", directory(node).toString()).output();
    }

    private static String epoch(String said) {
        return said.replaceAll("(?s).*epoch ([0-9]+) .*", "$1");
    }

    private String enrolled(String node, List<String> boards) throws IOException {
        String token =
                run("token", "--dir", directory("n1").toString()).output().strip();
        List<String> words = new ArrayList<>(List.of(
                "enroll",
                token,
                "--dir",
                directory(node).toString(),
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
                directory("n1").toString(),
                "--cluster",
                "harbour",
                "--node",
                "n1",
                "--address",
                "127.0.0.1:" + OrionProcess.freePort(),
                "--heartbeat",
                "200",
                "--tolerance",
                "1500"));
        for (String name : names) {
            words.addAll(List.of("--board", "@" + word(name)));
        }
        Outcome early = run(words.toArray(String[]::new));
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.errors()).contains("cannot be used: nobody listens there; check that 'orion witness' runs");
        assertThat(directory("n1")).doesNotExist();

        List<Process> witnesses = new ArrayList<>();
        try {
            for (String name : names) {
                witnesses.add(witness(name));
            }
            assertThat(run(words.toArray(String[]::new)).errors()).isEmpty();
            try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(directory("n1"))) {
                enrolled("n2", List.of());
                try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(directory("n2"))) {
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
        String before = epoch(run("view", "--dir", directory("n1").toString()).output());
        String secret = Files.readString(folder.resolve("w1.word")).strip().substring("witness:".length());
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
        assertThat(run("leave", "--no-wait", "--dir", directory("n2").toString())
                        .errors())
                .as("leaving needs a decision")
                .isNotEmpty();
        assertThat(epoch(run("view", "--dir", directory("n1").toString()).output()))
                .isEqualTo(before);

        for (int i = 0; i < 2; i++) {
            witnesses.set(i, witness(names.get(i)));
        }
        for (String node : List.of("n1", "n2")) {
            await(node, said -> said.contains("3 of 3 disks work") && both(said));
        }
        assertThat(run("leave", "--dir", directory("n2").toString()).exitCode()).isZero();
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
        Path word = word("w1");
        Process witness = witness("w1");
        try {
            String[] init = OrionProcess.init(directory("n1"), word);
            for (int i = 0; i < init.length; i++) {
                init[i] = init[i].equals(word.toString()) ? "@" + word : init[i];
            }
            assertThat(run(init).errors()).isEmpty();
            String name = run(
                            "witness",
                            "word",
                            "--json",
                            "--dir",
                            directory("w1").toString())
                    .output()
                    .replaceAll(".*\"name\":\"([^\"]*)\".*\n", "$1");
            assertThat(run("sbd", "view", "--dir", directory("n1").toString()).output())
                    .startsWith("Board " + name + ":");
            Outcome viewed =
                    run("sbd", "view", name, "--json", "--dir", directory("n1").toString());
            assertThat(viewed.output()).contains("\"path\":\"" + name + "\"", "\"proof\":\"proven\"");
            assertThat(run(
                                    "sbd",
                                    "view",
                                    "@" + word,
                                    "--dir",
                                    directory("other").toString())
                            .output())
                    .startsWith("Board " + name + ":")
                    .contains("Not verified");
            assertThat(run(
                                    "sbd",
                                    "view",
                                    "witness:127.0.0.1:1",
                                    "--dir",
                                    directory("n1").toString())
                            .errors())
                    .contains("the witness at 127.0.0.1:1 is none of the disks of this node's white board");
            assertThat(run("sbd", "create", name, "--dir", directory("n1").toString())
                            .errors())
                    .contains(name + " is the board of cluster 'harbour'")
                    .contains("--force");
            assertThat(run(
                                    "sbd",
                                    "create",
                                    name,
                                    "--force",
                                    "--dir",
                                    directory("n1").toString())
                            .output())
                    .startsWith(name + " is a board of cluster 'harbour'");
        } finally {
            kill(witness);
        }
    }

    @Test
    void wordsThatAreDamagedOrMissingAreRefusedWithoutRepeatingThem() throws Exception {
        String word = Files.readString(word("w1")).strip();
        String damaged = word.substring(0, word.length() - 3);
        for (String board : List.of(damaged, "@" + secret("damaged", damaged))) {
            Outcome refused = run(
                    "init",
                    "--dir",
                    directory("n1").toString(),
                    "--cluster",
                    "harbour",
                    "--node",
                    "n1",
                    "--address",
                    "127.0.0.1:" + OrionProcess.freePort(),
                    "--board",
                    board);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains("the witness word cannot be read: a character is missing or wrong; copy the whole line")
                    .doesNotContain(damaged.substring(20));
        }
        assertThat(run("sbd", "view", "@" + folder.resolve("nothing")).errors())
                .contains("the witness word in " + folder.resolve("nothing") + " cannot be read");
        assertThat(run("witness", "word", "--dir", directory("w1").toString()).output())
                .isEqualTo(word + "\n");
        assertThat(run("witness", "word", "--dir", directory("w9").toString()).errors())
                .contains("there is no witness in " + directory("w9") + "; make one with 'orion witness init'");
        Outcome again = run("witness", "init", "--dir", directory("w1").toString(), "--address", freeAddress());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errors()).contains("there is a witness in " + directory("w1") + " already", "--force");
        assertThat(run("witness", "init", "--dir", directory("w2").toString(), "--address", "here")
                        .errors())
                .contains("'here' is not an address and a port");
        assertThat(run(
                                "witness",
                                "init",
                                "--dir",
                                directory("w2").toString(),
                                "--address",
                                freeAddress(),
                                "--size",
                                "big")
                        .errors())
                .contains("--size takes a number of bytes");
        assertThat(directory("w2")).doesNotExist();
    }

    @Test
    void aFileIsNeverRepeatedAndMustHoldAWordThatNobodyElseMayRead() throws Exception {
        Path word = word("w1");
        String json = run("witness", "word", "--json", "--dir", directory("w1").toString())
                .output();
        String secret = Files.readString(word).strip().substring("witness:".length());
        assertThat(json).contains(secret);
        int number = 0;
        for (String content : List.of(json, secret, "witness:" + secret + ":7024", "", "x".repeat(5_000))) {
            number++;
            Outcome refused = run("sbd", "view", "@" + secret("content" + number, content));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains("content" + number + " holds no witness word; name a file with nothing but the line")
                    .doesNotContain(secret, "xxx");
        }

        Files.setPosixFilePermissions(word, PosixFilePermissions.fromString("rw-r--r--"));
        Outcome open = run("sbd", "view", "@" + word);
        assertThat(open.exitCode()).isEqualTo(1);
        assertThat(open.errors()).contains("is open to other users (rw-r--r--); run 'chmod 600 " + word + "'");
    }

    @Test
    void aWitnessIsMadeAtAnAddressOfItsHostAndAnOldOneStaysWhereTheNewOneCannotBeMade() throws Exception {
        for (String address : List.of("0.0.0.0:7024", "192.0.2.7:7024")) {
            Outcome refused = run("witness", "init", "--dir", directory("w2").toString(), "--address", address);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors()).contains("is on no network interface of this host", "--address");
            assertThat(directory("w2")).doesNotExist();
        }

        String word = Files.readString(word("w1"));
        byte[] board = Files.readAllBytes(directory("w1").resolve("board"));
        String[] again = {
            "witness",
            "init",
            "--force",
            "--dir",
            directory("w1").toString(),
            "--address",
            freeAddress(),
            "--size",
            "20M"
        };
        Outcome failed = OrionProcess.writingAtMost(4 << 20).run(again);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.errors()).contains("the witness cannot be made in " + directory("w1"));
        assertThat(run("witness", "word", "--dir", directory("w1").toString()).output())
                .isEqualTo(word);
        assertThat(Files.readAllBytes(directory("w1").resolve("board"))).isEqualTo(board);
        assertThat(directory("w1").resolve("new")).doesNotExist();

        Outcome made = run(again);
        assertThat(made.exitCode()).isZero();
        assertThat(run("witness", "word", "--dir", directory("w1").toString()).output())
                .isEqualTo(made.output())
                .isNotEqualTo(word);
        assertThat(directory("w1").resolve("new")).doesNotExist();
    }

    @Test
    void aWitnessEndsInOrderWhenItIsTold() throws Exception {
        word("w1");
        Process witness = OrionProcess.usual()
                .startWithErrors("witness", "--dir", directory("w1").toString());
        BufferedReader lines = witness.inputReader();
        String line = lines.readLine();
        while (line != null && !line.contains(" serves ")) {
            line = lines.readLine();
        }
        // Process.destroy would close its output as well.
        witness.toHandle().destroy();
        assertThat(lines.lines().toList()).last().asString().matches("witness:127.0.0.1:[0-9]+ ends");
        assertThat(witness.waitFor()).isEqualTo(143);
    }
}
