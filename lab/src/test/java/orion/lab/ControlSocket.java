package orion.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The daemon's command socket, seen through the host's process 1: asking there many times a second costs
/// nothing, while a command line started each time would disturb what is measured.
final class ControlSocket {
    private static final String SOCKET = "root/var/lib/orion/orion.sock";
    private static final String STATUS = "{\"verb\":\"status\",\"words\":[]}\n";

    private ControlSocket() {}

    /// The cluster as the node shows it; nothing when its daemon does not answer or is in no cluster.
    static Optional<ClusterView> view(Lab lab, Host node) {
        try {
            String process = Files.readString(lab.hostFile(node.name(), "pid")).split(" ", -1)[0];
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(Path.of("/proc", process, SOCKET)));
                channel.write(ByteBuffer.wrap(STATUS.getBytes(UTF_8)));
                String line = readLine(channel);
                // JSON is YAML, for which there is a reader here anyway.
                return new Load(LoadSettings.builder().build()).loadFromString(line) instanceof Map<?, ?> reply
                                && Boolean.TRUE.equals(reply.get("done"))
                                && reply.get("status") instanceof Map<?, ?> status
                        ? Optional.of(new ClusterView(status))
                        : Optional.empty();
            }
        } catch (IOException off) {
            return Optional.empty();
        }
    }

    private static String readLine(SocketChannel channel) throws IOException {
        StringBuilder line = new StringBuilder();
        try (var reader = Channels.newReader(channel, UTF_8)) {
            for (int character = reader.read(); character >= 0 && character != '\n'; character = reader.read()) {
                line.append((char) character);
            }
        }
        return line.toString();
    }
}
