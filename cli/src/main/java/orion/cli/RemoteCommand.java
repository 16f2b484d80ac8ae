package orion.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.StatusData;
import orion.node.daemon.NodeSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion remote`: makes a directory through which all other commands ask a cluster elsewhere, once that
/// cluster has answered.
@Command(
        name = "remote",
        description = {
            "Make DIR stand for a cluster elsewhere, which is asked over HTTPS with a token.",
            "Every command that asks a daemon does so there, then: orion --dir DIR status."
        },
        footer = {
            "",
            "Example: orion remote --dir ~/harbour --server node1@10.0.0.11:7025 --server node2@10.0.0.12:7025 --ca ca.crt"
                    + " --token-file backup.token"
        })
final class RemoteCommand implements Callable<Integer> {
    private static final int LONGEST_FILE = 64 * 1024;

    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Option(
            names = "--server",
            required = true,
            paramLabel = "[NODE@]HOST:PORT",
            description = {
                "where a node serves the API, and which node that is; once for each node, the first that can be asked is asked.",
                "Without NODE any node of the cluster will do, as at an address that moves between them."
            })
    private List<String> servers = List.of();

    @Option(
            names = "--ca",
            required = true,
            paramLabel = "FILE",
            description = "certificate of the cluster's authority: identity/ca.crt in the directory of a node")
    private Path authority = Path.of("");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "the secret that 'orion access add' printed; the input when left out")
    private Path token = Path.of("-");

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        Path directory = call.directory();
        requireOwnDirectory(call);
        try {
            RemoteCluster cluster = cluster(call);
            StatusData status = ControlClient.of(cluster).statusEvenOutside();
            RemoteDirectory.write(cluster);
            RemoteReport report = new RemoteReport(
                    directory.toString(),
                    status.cluster(),
                    cluster.servers().stream().map(RemoteServer::toString).toList());
            if (format.json()) {
                format.write(report);
            } else {
                call.screen()
                        .line(Screen.plain("cluster " + report.cluster() + " answers; 'orion --dir " + directory
                                + " status' asks it"));
            }
            return ExitCode.DONE;
        } catch (IOException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    private RemoteCluster cluster(Call call) throws IOException, CommandFailure {
        List<RemoteServer> asked = asked();
        String believed = new String(read(authority), StandardCharsets.US_ASCII);
        try {
            return new RemoteCluster(call.directory(), asked, believed, secret(call));
        } catch (IllegalArgumentException none) {
            String where = token.toString().equals("-") ? "the input " : "the file " + token + " ";
            throw new CommandFailure(where + none.getMessage(), none);
        }
    }

    private void requireOwnDirectory(Call call) throws CommandFailure {
        if (call.chosenDirectory().isEmpty()
                && call.surroundings().variable("ORION_DIR").isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name the directory to make with --dir");
        }
        Path directory = call.directory();
        if (NodeSettings.present(directory)) {
            throw new CommandFailure(directory + " is the directory of a node; name another one with --dir");
        }
        if (Files.exists(directory) && !RemoteDirectory.isThere(directory)) {
            throw new CommandFailure(
                    directory + " is there already and holds something else; name another one with --dir");
        }
    }

    private List<RemoteServer> asked() throws CommandFailure {
        try {
            return servers.stream().map(RemoteServer::parse).toList();
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure("--server " + wrong.getMessage(), wrong);
        }
    }

    private static byte[] read(Path file) throws IOException, CommandFailure {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bounded(bytes, file.toString());
        } catch (IOException cannot) {
            throw new CommandFailure("the file " + file + " cannot be read: " + cannot.getMessage(), cannot);
        }
    }

    private static byte[] bounded(InputStream bytes, String name) throws IOException, CommandFailure {
        byte[] content = bytes.readNBytes(LONGEST_FILE + 1);
        if (content.length > LONGEST_FILE) {
            throw new CommandFailure(name + " is too long to be a certificate or a token");
        }
        return content;
    }

    private String secret(Call call) throws IOException, CommandFailure {
        byte[] content =
                token.toString().equals("-") ? bounded(call.surroundings().input(), "the input") : read(token);
        return new String(content, StandardCharsets.US_ASCII).strip();
    }
}
