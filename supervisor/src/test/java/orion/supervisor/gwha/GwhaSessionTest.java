package orion.supervisor.gwha;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentFolder;

/// The line protocol: what is answered to whom, and what strangers can do to it.
final class GwhaSessionTest {
    private static final String LOGIN = "USER gwha\r\nPASS right word\r\n";

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final List<String> journal = new ArrayList<>();

    private String talk(String lines) throws Exception {
        return talk(new ByteArrayInputStream(lines.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private String talk(InputStream input) throws Exception {
        AgentFolder agents = new AgentFolder(folder);
        agents.define("dom", "exit 1", "kind = mta\n");
        agents.define("post.dom", "exit 1", "kind = poa\n");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Accounts accounts = (user, password, host) -> user.equals("gwha") && password.equals("right word")
                ? Optional.empty()
                : Optional.of(PamAccounts.WRONG);
        new GwhaSession(
                        "192.0.2.7",
                        accounts,
                        new FailedLogins(
                                folder.resolve("failed-logins"), List.of("gwha"), clock::get, clock::addAndGet),
                        new AgentDesk(agents.configuration(), agents.control()),
                        Duration.ofSeconds(5),
                        () -> {},
                        journal::add)
                .run(input, output);
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoLogsInCanAsk() throws Exception {
        assertThat(talk(LOGIN + "list\r\nSTATUS\nSTATUS post.dom\r\nQUIT\r\nSTATUS\r\n")
                        .lines()
                        .map(line -> line.replaceAll(" [0-9a-f]{8}\\.0$", " RUN")))
                .containsExactly(
                        "220 gwha is ready; log in with USER and PASS; HELP lists the commands",
                        "331 now the password, with PASS",
                        "230 gwha is logged in",
                        "250-dom mta " + folder + "/dom.sh",
                        "250-post.dom poa " + folder + "/post.dom.sh",
                        "250 2 agents",
                        "250-dom stopped 0 RUN",
                        "250-post.dom stopped 0 RUN",
                        "250 2 agents",
                        "250 post.dom stopped 0 RUN",
                        "221 good bye");
        assertThat(journal).containsExactly("gwha has logged in from 192.0.2.7");
    }

    @Test
    void whoHasNotLoggedInLearnsNothing() throws Exception {
        String said = talk("STATUS\r\nSTART dom\r\nPASS right word\r\nUSER root\r\nLIST\r\nUSER\r\n");

        assertThat(said.lines().skip(1).map(line -> line.substring(0, 3)))
                .containsExactly("530", "530", "503", "331", "530", "501");
        assertThat(said).doesNotContain("post.dom");
    }

    @Test
    void aNewNameEndsTheOldLogIn() throws Exception {
        assertThat(talk(LOGIN + "USER other\r\nSTATUS\r\n")).endsWith("530 log in first, with USER and PASS\r\n");
    }

    @Test
    void theThirdWrongPasswordEndsTheConnectionAndTheNextOneWaits() throws Exception {
        String wrong = "USER gwha\r\nPASS wrong\r\n";
        assertThat(talk(wrong.repeat(5)).lines().filter(line -> !line.startsWith("331")))
                .hasSize(4)
                .last()
                .asString()
                .startsWith("421 the name or the password is wrong");

        assertThat(talk(LOGIN)).contains("421 too many log-ins have failed; come back in 3 s");
        clock.addAndGet(2_001);
        assertThat(talk(LOGIN)).contains("230 gwha is logged in");
        // From where it has logged in it is delayed, and let in.
        long before = clock.get();
        assertThat(talk(wrong + LOGIN)).contains("230 gwha is logged in");
        assertThat(clock.get() - before).isEqualTo(4_000);
    }

    @Test
    void whereLogInsCannotBeCountedNoneIsLookedAtAndThatIsSaid() throws Exception {
        Files.createDirectory(folder.resolve("failed-logins"));

        assertThat(talk(LOGIN + "STATUS\r\n").lines().toList().getLast())
                .startsWith("421 log-ins cannot be counted on this host, so none is looked at: ");
        assertThat(journal)
                .singleElement()
                .asString()
                .contains("a log-in from 192.0.2.7 failed: log-ins cannot be counted");
    }

    @Test
    void passwordsAreNotWrittenDown() throws Exception {
        talk("USER hunter2\r\nPASS hunter3\r\n");

        assertThat(journal).hasSize(1).noneMatch(line -> line.contains("hunter"));
    }

    @Test
    void helpNamesEveryCommandWithoutALogIn() throws Exception {
        String said = talk("help\r\n");

        for (GwhaCommand command : GwhaCommand.values()) {
            assertThat(said).contains("214-" + command);
        }
    }

    @Test
    void mistakesAreAnswered() throws Exception {
        assertThat(talk(LOGIN + "FROB\r\nSTART\r\nSTART [dom]\r\nSTATUS nobody\r\n")
                        .lines()
                        .skip(3))
                .containsExactly(
                        "500 there is no such command; HELP lists them",
                        "501 START needs a location; LIST shows them",
                        "550 there is no agent '[dom]' in " + folder + "/gwha.conf; the name is written dom",
                        "550 there is no agent 'nobody' in " + folder + "/gwha.conf; there are dom, post.dom");
    }

    @Test
    void aLineThatNeverEndsIsCut() throws Exception {
        assertThat(talk("A".repeat(1_000_000))).endsWith("500 a line is longer than 512 bytes; good bye\r\n");
    }

    @Test
    void whoNeverLogsInIsSentAway() throws Exception {
        assertThat(talk("HELP\r\n".repeat(1000)).lines().filter(line -> line.startsWith("214 ")))
                .hasSize(20);
    }

    @Test
    void everyKindOfEnterEndsALine() throws Exception {
        assertThat(talk("USER gwha\r\0PASS right word\r\0\r\nHELP\n\nQUIT\r").lines())
                .contains("230 gwha is logged in", "221 good bye")
                .noneMatch(line -> line.startsWith("500"));
    }

    @Test
    void whatTelnetNegotiatesIsSkipped() throws Exception {
        assertThat(talk("\u00ff\u00fb\u0018USER gwha\r\n\u00ff\u00fd\u0001PASS right word\r\n"))
                .contains("230 gwha is logged in");
    }

    @Test
    void whateverIsSaidEveryReplyIsALineOfTheProtocol() throws Exception {
        Random random = new Random(8400);
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            byte[] login = round % 2 == 0 ? LOGIN.getBytes(StandardCharsets.US_ASCII) : new byte[0];
            InputStream input =
                    new SequenceInputStream(new ByteArrayInputStream(login), new ByteArrayInputStream(noise));

            assertThat(talk(input).split("\r\n", -1))
                    .allMatch(line -> line.isEmpty() || line.matches("[2-5]\\d\\d[ -].*"));
        }
    }
}
