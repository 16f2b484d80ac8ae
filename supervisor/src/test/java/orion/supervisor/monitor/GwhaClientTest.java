package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentFolder;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.gwha.Accounts;
import orion.supervisor.gwha.GwhaServer;
import orion.supervisor.gwha.GwhaService;
import orion.supervisor.monitor.GwhaAnswer.Outcome;

/// The monitor tells its password to the gwha it knows, and to nobody else.
final class GwhaClientTest {
    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void makeKeys() throws Exception {
        for (String name : List.of("real", "other")) {
            Process openssl = new ProcessBuilder(
                            "sh",
                            "-c",
                            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=x"
                                    + " -keyout %1$s.key -out %1$s.crt".formatted(name))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(openssl.waitFor()).as(output).isZero();
        }
    }

    private GwhaAnswer ask(String trusted) throws Exception {
        AgentFolder agents = new AgentFolder(folder);
        agents.settings("key = real.key\ncert = real.crt\n");
        agents.define("dom", "exit 1", "");
        Accounts accounts = (user, password, host) -> {
            asked.add(password);
            return Optional.of("nobody is let in");
        };
        try (GwhaServer server = new GwhaServer(
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        new GwhaService(agents.configuration(), accounts, ClusterAuthority.NOT_CLUSTERED, line -> {}),
                        line -> {});
                var certificate = Files.newInputStream(folder.resolve(trusted))) {
            X509Certificate known =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(certificate);
            return new GwhaClient(server.port(), "gwha", "word", Optional.of(List.of(known)))
                    .carryOut(Order.START_IF_DOWN, "127.0.0.1", "dom");
        }
    }

    @Test
    void theGwhaThatIsKnownIsToldThePassword() throws Exception {
        assertThat(ask("real.crt").detail()).contains("lets 'gwha' not in: 535 nobody is let in");
        assertThat(asked).containsExactly("word");
    }

    @Test
    void anotherOneIsToldNothing() throws Exception {
        GwhaAnswer answer = ask("other.crt");

        assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(answer.detail()).contains("its certificate is not a known one", "hacert =");
        assertThat(asked).isEmpty();
    }

    @Test
    void nobodyThereIsToldAsSuch() {
        GwhaAnswer answer =
                new GwhaClient(1, "gwha", "word", Optional.empty()).carryOut(Order.RESTART, "127.0.0.1", "dom");

        assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(answer.detail()).contains("gwha at 127.0.0.1:1 cannot be asked");
    }
}
