package orion.node.witness.server;

import java.io.IOException;
import java.net.Socket;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Connections that have not shown the secret yet. Where there are too many the one that has waited longest is closed:
/// whoever opens connections and says nothing then keeps out only others like it, for a node needs milliseconds. An
/// address is never locked out, because the programs of a node's host share one with the node.
final class Strangers {
    static final int MOST = 32;

    private final Set<Socket> waiting = new LinkedHashSet<>();

    void enter(Socket socket) throws IOException {
        Optional<Socket> oldest = add(socket);
        if (oldest.isPresent()) {
            oldest.get().close();
        }
    }

    /// Who has to go, if anybody.
    private synchronized Optional<Socket> add(Socket socket) {
        waiting.add(socket);
        Optional<Socket> oldest =
                waiting.size() > MOST ? Optional.of(waiting.iterator().next()) : Optional.empty();
        oldest.ifPresent(waiting::remove);
        return oldest;
    }

    synchronized void leave(Socket socket) {
        waiting.remove(socket);
    }
}
