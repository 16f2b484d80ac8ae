package orion.node.fuzz;

import java.util.ArrayList;
import java.util.List;
import orion.node.board.BoardTargets;
import orion.node.daemon.ControlTargets;
import orion.node.definition.DefinitionTargets;
import orion.node.edit.HistoryTargets;
import orion.node.network.NetworkTargets;
import orion.node.security.SecurityTargets;
import orion.node.web.WebTargets;
import orion.node.witness.server.WitnessTargets;

/// Every decoder that sees bytes from outside. Whoever writes a new one adds it here.
final class Targets {
    private Targets() {}

    static List<Target> all() {
        List<Target> all = new ArrayList<>();
        all.addAll(ProtocolTargets.all());
        all.addAll(NetworkTargets.all());
        all.addAll(SecurityTargets.all());
        all.addAll(BoardTargets.all());
        all.addAll(ControlTargets.all());
        all.addAll(DefinitionTargets.all());
        all.addAll(WitnessTargets.all());
        all.addAll(HistoryTargets.all());
        all.addAll(WebTargets.all());
        return List.copyOf(all);
    }
}
