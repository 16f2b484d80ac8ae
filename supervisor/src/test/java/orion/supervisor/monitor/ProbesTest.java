package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import orion.supervisor.monitor.Verdict.Sign;

/// Each probe tells a service that works from one that only accepts connections, and from none.
final class ProbesTest {
    @TempDir
    private Path folder;

    /// A service that says the same to everybody.
    private static final class Speaker implements AutoCloseable {
        final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        Speaker(String words) throws IOException {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = listening.accept()) {
                    socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getInputStream().readAllBytes();
                } catch (IOException over) {
                    return;
                }
            });
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    private static Verdict look(String scheme, int port, Duration limit) throws Exception {
        URI uri = new URI(scheme + "://127.0.0.1:" + port + "/status");
        return new StreamProbe(uri, Dialogue.of(uri).orElseThrow(), limit).look();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("tcp", "", Sign.USEFUL),
                Arguments.of("smtp", "220 mail.example ESMTP\r\n", Sign.USEFUL),
                Arguments.of("smtp", "554 no service\r\n", Sign.USELESS),
                Arguments.of("pop3", "+OK ready\r\n", Sign.USEFUL),
                Arguments.of("pop3", "-ERR disk full\r\n", Sign.USELESS),
                Arguments.of("imap", "* OK IMAP4rev1\r\n", Sign.USEFUL),
                Arguments.of("imap", "* BYE too many\r\n", Sign.USELESS),
                Arguments.of("http", "HTTP/1.1 200 OK\r\n\r\n", Sign.USEFUL),
                Arguments.of("http", "HTTP/1.1 503 Service Unavailable\r\n\r\n", Sign.USELESS),
                Arguments.of("http", "HTTP/1.1 401 Unauthorized\r\n\r\n", Sign.UNCLEAR),
                Arguments.of("http", "HTTP/1.0 403 Forbidden\r\n\r\n", Sign.UNCLEAR),
                Arguments.of("http", "HTTP/1.1 404 Not Found\r\n\r\n", Sign.USELESS),
                Arguments.of("smtp", "HTTP/1.1 401 Unauthorized\r\n\r\n", Sign.USELESS),
                Arguments.of("http", "rubbish\r\n", Sign.USELESS),
                Arguments.of(
                        "ldap", "0\u000c\u0002\u0001\u0001a\u0007\n\u0001\u0000\u0004\u0000\u0004\u0000", Sign.USEFUL),
                Arguments.of("ldap", "220 no directory\r\n", Sign.USELESS));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerIsTakenForWhatItIs(String scheme, String words, Sign sign) throws Exception {
        try (Speaker speaker = new Speaker(words)) {
            assertThat(look(scheme, speaker.listening.getLocalPort(), Duration.ofSeconds(20))
                            .sign())
                    .isEqualTo(sign);
        }
    }

    @Test
    void whoAcceptsAndSaysNothingIsUseless() throws Exception {
        try (Speaker speaker = new Speaker("")) {
            Verdict verdict = look("smtp", speaker.listening.getLocalPort(), Duration.ofMillis(200));

            assertThat(verdict.sign()).isEqualTo(Sign.USELESS);
            assertThat(verdict.detail()).contains("says nothing");
        }
    }

    @Test
    void nobodyIsAbsent() throws Exception {
        int port = 1;
        assertThat(look("http", port, Duration.ofSeconds(20)).sign()).isEqualTo(Sign.ABSENT);
    }

    @Test
    void aNameThatNobodyKnowsIsNoIllnessOfTheAgent() throws Exception {
        for (String probe : List.of("http://nobody.invalid/", "snmp://nobody.invalid")) {
            Verdict verdict = Probes.of(probe).orElseThrow().look();
            assertThat(verdict.sign()).as(probe).isEqualTo(Sign.UNCLEAR);
            assertThat(verdict.detail()).contains("there is no host nobody.invalid");
        }
    }

    @Test
    void aProgramMayLook() throws Exception {
        assertThat(new ScriptProbe("/bin/true").look().sign()).isEqualTo(Sign.USEFUL);
        assertThat(new ScriptProbe("/bin/false").look().sign()).isEqualTo(Sign.USELESS);
        assertThat(new ScriptProbe("/nonexistent/program").look().detail()).contains("cannot be run");
        assertThat(new ScriptProbe("/nonexistent/program").look().sign()).isEqualTo(Sign.UNCLEAR);
        assertThat(new ScriptProbe("/bin/sleep 1000", Duration.ofMillis(100))
                        .look()
                        .detail())
                .contains("did not end within");
    }

    @Test
    void whatAProgramThatHangsHasStartedEndsWithIt() throws Exception {
        Path started = folder.resolve("started");
        Path script = Files.writeString(folder.resolve("look"), """
                #!/bin/sh
                sleep 1000 &
                echo $! >%s
                wait
                """.formatted(started));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(new ScriptProbe(script.toString(), Duration.ofSeconds(10))
                        .look()
                        .detail())
                .contains("did not end within");
        long pid = Long.parseLong(Files.readString(started).strip());
        Waiting.until(
                "its child is gone",
                () -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void whatNamesNoProbeIsNone() {
        assertThat(Probes.of("http://127.0.0.1:7181/")).isPresent();
        assertThat(Probes.of("script:/bin/true")).isPresent();
        assertThat(Probes.of("gopher://127.0.0.1/")).isEmpty();
        assertThat(Probes.of("https://name:word@127.0.0.1/")).isEmpty();
        assertThat(Probes.of("snmp://public@127.0.0.1")).isPresent();
        assertThat(Probes.of("127.0.0.1:80")).isEmpty();
        assertThat(Probes.of("")).isEmpty();
    }
}
