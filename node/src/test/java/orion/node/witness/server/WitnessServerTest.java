package orion.node.witness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;
import orion.node.os.DirectFile;
import orion.node.os.FreePorts;
import orion.node.os.LinuxException;
import orion.node.witness.WitnessDisk;
import orion.node.witness.WitnessWord;

/// Whom a witness lets in, whom not, and what is told of it.
// On a thread of its own: a read that hangs is not interrupted.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WitnessServerTest {
    private final Path folder;
    private final RunningWitness witness;

    WitnessServerTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.witness = RunningWitness.start(folder.resolve("witness"));
    }

    @AfterEach
    void stop() {
        witness.close();
    }

    private static String refusal(WitnessWord word) {
        WitnessDisk.Unreachable refused =
                catchThrowableOfType(WitnessDisk.Unreachable.class, () -> WitnessDisk.open(word));
        assertThat(refused).isNotNull();
        return String.valueOf(refused.getMessage());
    }

    private Socket plain() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), witness.word().address().port());
    }

    private void requireServing() throws IOException {
        try (WitnessDisk disk = WitnessDisk.open(witness.word())) {
            disk.read(0, DirectFile.buffer(4096), 0, 4096);
        }
    }

    @Test
    void whoHasAnotherSecretIsRefusedWithASentenceAndTold() throws Exception {
        WitnessWord word = witness.word();
        String secret = word.secret();
        for (String wrong : List.of("00".repeat(32), secret.substring(0, 62) + (secret.endsWith("00") ? "01" : "00"))) {
            assertThat(refusal(new WitnessWord(word.address(), word.fingerprint(), wrong)))
                    .isEqualTo("The witness at " + word.address() + " refuses: the secret in its word is another one;"
                            + " take the word from 'orion witness word'");
        }
        assertThat(witness.journal())
                .filteredOn(line -> line.contains("127.0.0.1 was refused: the secret in its word is another one"))
                .as("told once a minute")
                .hasSize(1);
        assertThat(String.join("\n", witness.journal())).doesNotContain(secret);
        requireServing();
    }

    /// What somebody who listens with a key of his own gets of a client before it hangs up, in hexadecimal.
    ///
    /// @param fingerprint of the key that the client expects; empty for that of this listener
    private String shownTo(WitnessDirectory listener, Optional<String> fingerprint) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(listener.readKey().keyManagers(), null, null);
        try (ServerSocket socket =
                tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            Thread records = Thread.ofPlatform().daemon().start(() -> {
                try (Socket client = socket.accept()) {
                    client.getInputStream().transferTo(got);
                } catch (IOException hungUp) {
                    // As it must, for it is never answered.
                }
            });
            WitnessWord word = new WitnessWord(
                    new Endpoint("127.0.0.1", socket.getLocalPort()),
                    fingerprint.orElse(listener.readWord().fingerprint()),
                    witness.word().secret());
            // Whoever it is, it never answers.
            refusal(word);
            records.join();
            return HexFormat.of().formatHex(got.toByteArray());
        }
    }

    @Test
    void theSecretIsNotShownToWhoHasAnotherKey() throws Exception {
        WitnessDirectory listener = new WitnessDirectory(folder.resolve("listener"));
        listener.create(FreePorts.one(), 20 << 20, false);
        assertThat(shownTo(listener, Optional.empty()))
                .as("where the key is the right one")
                .contains(witness.word().secret());
        assertThat(shownTo(listener, Optional.of(witness.word().fingerprint()))).isEmpty();
        WitnessWord word = witness.word();
        assertThat(refusal(new WitnessWord(word.address(), "00".repeat(32), word.secret())))
                .startsWith("What answers at " + word.address() + " is not the witness of this word");
    }

    @Test
    void whatIsNoTlsIsHungUpOnAndRandomBytesChangeNothing() throws Exception {
        byte[] before = Files.readAllBytes(witness.board());
        Random random = new Random(8);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[1 + random.nextInt(300)];
            random.nextBytes(bytes);
            try (Socket socket = plain()) {
                OutputStream out = socket.getOutputStream();
                out.write(round == 0 ? "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII) : bytes);
                socket.shutdownOutput();
                // Whatever it says, it ends.
                socket.getInputStream().readAllBytes();
            } catch (IOException reset) {
                // As good as an end.
            }
        }
        assertThat(Files.readAllBytes(witness.board())).isEqualTo(before);
        requireServing();
    }

    @Test
    void connectionsThatSayNothingKeepNobodyOutAndAreClosedWhenThereAreTooMany() throws Exception {
        List<Socket> silent = new ArrayList<>();
        witness.stop();
        witness.startAgain(Duration.ofDays(1));
        try {
            for (int i = 0; i < Strangers.MOST + 8; i++) {
                silent.add(plain());
            }
            requireServing();
            // For the others: its own time is a day.
            silent.getFirst().setSoTimeout(60_000);
            assertThat(silent.getFirst().getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aWitnessThatStopsFailsTransfersAndServesAgainLater() throws Exception {
        try (WitnessDisk disk = WitnessDisk.open(witness.word())) {
            disk.read(0, DirectFile.buffer(4096), 0, 4096);
            witness.stop();
            assertThatThrownBy(() -> disk.read(0, DirectFile.buffer(4096), 0, 4096))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageStartingWith("cannot read 4096 bytes at 0 of " + witness.word() + ": ");
            assertThat(refusal(witness.word()))
                    .isEqualTo("The witness at " + witness.word().address()
                            + " cannot be used: nobody listens there; check that 'orion witness' runs there, and the"
                            + " network to TCP port " + witness.word().address().port());
            witness.startAgain();
            // What failed once has to be opened again: nobody knows what of it arrived.
            assertThatThrownBy(() -> disk.read(0, DirectFile.buffer(4096), 0, 4096))
                    .hasMessageContaining("the connection was lost before");
        }
        requireServing();
        assertThat(witness.journal())
                .containsSubsequence(
                        witness.word() + " serves " + witness.board(),
                        witness.word() + " ends",
                        witness.word() + " serves " + witness.board());
    }

    @Test
    void aHostThatAcceptsAndSaysNothingIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Endpoint address = new Endpoint("127.0.0.1", silent.getLocalPort());
            assertThat(refusal(new WitnessWord(address, "00".repeat(32), "00".repeat(32))))
                    .contains("cannot be used: it did not answer within 3 s");
        }
    }

    @Test
    void oneFileIsServedOnceAndNotMadeAnewMeanwhile() throws Exception {
        assertThatThrownBy(() -> WitnessServer.start(witness.directory(), _ -> {}, () -> {}))
                .isInstanceOf(WitnessException.class)
                .hasMessageStartingWith(
                        "the witness in " + folder.resolve("witness") + " is already running, process ");
        Endpoint address = witness.word().address();
        assertThatThrownBy(() -> witness.directory().create(address, 20 << 20, false))
                .hasMessageContaining("there is a witness in")
                .hasMessageContaining("--force");
        assertThatThrownBy(() -> witness.directory().create(address, 20 << 20, true))
                .hasMessageContaining("is already running");
        requireServing();

        witness.stop();
        WitnessWord next = witness.directory().create(address, 20 << 20, true);
        assertThat(next.secret()).isNotEqualTo(witness.word().secret());
        witness.startAgain();
        assertThat(refusal(witness.word())).contains("is not the witness of this word");
    }

    @Test
    void aWitnessIsMadeWholeAndClosedToOthersOrNotAtAll() throws Exception {
        Path path = folder.resolve("witness");
        try (var files = Files.list(path)) {
            for (Path file : files.filter(it -> !it.endsWith("lock")).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("of %s", file)
                        .isEqualTo("rw-------");
            }
        }
        assertThat(witness.directory().readWord()).isEqualTo(witness.word());
        Endpoint address = FreePorts.one();
        WitnessDirectory small = new WitnessDirectory(folder.resolve("small"));
        assertThatThrownBy(() -> small.create(address, 1 << 20, false)).hasMessageContaining("give --size from 20M");
        assertThat(folder.resolve("small")).doesNotExist();
        assertThatThrownBy(small::readWord).hasMessageContaining("make one with 'orion witness init'");
        WitnessDirectory taken = new WitnessDirectory(folder.resolve("taken"));
        taken.create(witness.word().address(), 20 << 20, false);
        assertThatThrownBy(() -> WitnessServer.start(taken, _ -> {}, () -> {}))
                .hasMessageStartingWith(
                        "a witness cannot listen at TCP " + witness.word().address());
    }
}
