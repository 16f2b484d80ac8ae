package orion.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A node that is asked from elsewhere.
///
/// @param node whose certificate it must show; empty for an address that moves from node to node, where any node's of
///             the cluster will do
/// @param host its name or address, an IPv6 address without brackets
/// @param port where it serves the API
record RemoteServer(Optional<String> node, String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z0-9_-]{1,63})@)?(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");

    /// Reads `NODE@HOST:PORT` or `HOST:PORT`.
    ///
    /// @throws IllegalArgumentException with what is wrong, where it is neither
    static RemoteServer parse(String text) {
        Matcher matcher = FORM.matcher(text);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(4)) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is not a node and where it serves the API, like node1@10.0.0.11:7025 or node1@[fd00::11]:7025");
        }
        String host = Optional.ofNullable(matcher.group(2)).orElseGet(() -> matcher.group(3));
        return new RemoteServer(Optional.ofNullable(matcher.group(1)), host, port);
    }

    /// Host and port as a URL has them.
    String place() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return node.map(name -> name + "@").orElse("") + place();
    }
}
