package orion.cli.supervisor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import orion.cli.CommandFailure;
import orion.cli.Screen;
import orion.cli.Surroundings;
import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.AgentFailure;
import orion.supervisor.agent.AgentLog;
import orion.supervisor.agent.Supervision;
import orion.supervisor.boot.GwhaFaults;
import orion.supervisor.configuration.AddressWords;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.configuration.Location;
import orion.supervisor.gwha.GwhaServer;
import orion.supervisor.gwha.GwhaService;
import orion.supervisor.gwha.PamAccounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gwha`: serves whoever connects. What it was started with decides how: a connection from xinetd or from
/// systemd on its standard input is served alone; a listening socket there, or `--listen`, makes it stay, and
/// it restarts agents that die.
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Start, stop and report the agents of this host for whoever logs in.",
            "Its standard input is a connection (xinetd, systemd with Accept=yes) or a listening socket (xinetd with"
                    + " wait = yes, systemd); or it listens by itself, with --listen."
        })
final class GwhaProgram extends SupervisorProgram {
    private static final int WAITING_CONNECTIONS = 32;
    /// For what clients have begun and for starts after deaths, one after the other.
    private static final Duration END_LIMIT = Duration.ofSeconds(65);
    private static final Path USUAL_LOG = Path.of("/var/log/orion-agents");

    @Option(names = "--config", paramLabel = "FILE", description = "the file that defines the agents, gwha.conf")
    private Path file = GwhaConfiguration.USUAL_FILE;

    @Option(
            names = "--listen",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "ADDRESS",
            description = "listen at port = of gwha.conf, at all addresses or at this one, and restart agents that die")
    private @Nullable String listen;

    private final AtomicReference<List<AgentDefinition>> lastRead = new AtomicReference<>(List.of());

    GwhaProgram(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Path configuration() {
        return file;
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        try {
            Optional<Channel> inherited = Optional.ofNullable(listen == null ? System.inheritedChannel() : null);
            if (inherited.isPresent()) {
                tellIntoFile();
            }
            GwhaConfiguration configuration = GwhaConfiguration.read(file);
            GwhaService service = new GwhaService(
                    configuration, new PamAccounts(configuration.settings().users()), cluster(), this::tell);
            configuration.warnings().forEach(this::tell);
            if (listen != null) {
                stay(open(configuration, listen), service, configuration);
                return ScriptExit.DONE;
            }
            switch (inherited.orElse(null)) {
                case SocketChannel connection -> service.serve(connection.socket());
                case ServerSocketChannel listening -> stay(listening, service, configuration);
                case null, default ->
                    throw new CommandFailure(
                            ScriptExit.NOT_UNDERSTOOD,
                            "the standard input is no connection; let xinetd or systemd start gwha, or give it --listen");
            }
            return ScriptExit.DONE;
        } catch (ConfigurationFault fault) {
            throw ScriptExit.notConfigured(fault);
        } catch (IOException failed) {
            throw ScriptExit.failure(ScriptExit.FAILED, failed);
        }
    }

    private static ServerSocketChannel open(GwhaConfiguration configuration, String address)
            throws IOException, CommandFailure {
        int port = configuration.settings().port();
        ServerSocketChannel listening = ServerSocketChannel.open();
        try {
            return listening.bind(
                    address.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(address, port),
                    WAITING_CONNECTIONS);
        } catch (BindException | UnresolvedAddressException refused) {
            listening.close();
            throw new CommandFailure(
                    "gwha cannot listen at " + (address.isEmpty() ? "port " : address + ":") + port + ": "
                            + refused.getMessage()
                            + "; it must be an address of this host ('ip address' shows them) and"
                            + " a free port ('ss -ltnp' shows who uses it; perhaps xinetd serves gwha already)",
                    refused);
        }
    }

    private void stay(ServerSocketChannel listening, GwhaService service, GwhaConfiguration configuration)
            throws IOException, InterruptedException {
        new GwhaFaults(configuration).accounts().forEach(this::tell);
        AgentControl control = new AgentControl(configuration.settings(), cluster());
        lastRead.set(configuration.agents());
        try (OrderlyEnd end = new OrderlyEnd(END_LIMIT)) {
            try (Supervision supervision = new Supervision(control, this::agents, this::tell);
                    GwhaServer server = new GwhaServer(listening, service, this::tell)) {
                tell("gwha listens at " + AddressWords.of((InetSocketAddress) listening.getLocalAddress())
                        + " and supervises " + supervision.size() + " agents of " + file);
                server.awaitEnd();
            } catch (InterruptedException stop) {
                if (!end.isAsked()) {
                    throw stop;
                }
                tell("ended; the agents go on");
            }
        }
    }

    /// As the file has them now.
    private List<AgentDefinition> agents() {
        try {
            lastRead.set(GwhaConfiguration.read(file).agents());
        } catch (ConfigurationFault broken) {
            tell(broken.getMessage() + "; what was read before counts on");
        }
        return lastRead.get();
    }

    /// Where the standard input is a connection, so is the error stream: nothing but replies belongs there.
    private void tellIntoFile() {
        Path folder = USUAL_LOG;
        try {
            folder = GwhaConfiguration.folders(file).log();
        } catch (ConfigurationFault told) {
            // Told below, in the usual folder.
        }
        Writer writer = Writer.nullWriter();
        try {
            Path log = AgentLog.open(folder, new Location("gwha")).file();
            writer = Files.newBufferedWriter(log, StandardOpenOption.APPEND);
        } catch (AgentFailure | IOException refused) {
            // There is nobody to tell; whoever is connected must not be.
        }
        spec().commandLine().setErr(new PrintWriter(writer, true));
    }

    private void tell(String sentence) {
        Screen.of(spec()).errorLine(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " gwha: " + Screen.plain(sentence));
    }
}
