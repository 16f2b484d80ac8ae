package orion.cli;

import java.io.IOException;
import orion.node.board.BoardKey;
import orion.node.daemon.NodeSettings;
import orion.node.daemon.SetupException;
import orion.node.security.NodeIdentity;

/// Which cluster a board belongs to, and its key: both from the directory of a node.
record BoardOwner(NodeSettings settings, BoardKey key) {
    static BoardOwner of(Call call) throws CommandFailure {
        if (!NodeSettings.present(call.directory())) {
            throw CommandFailure.noNode(call.directory());
        }
        try {
            return new BoardOwner(
                    NodeSettings.read(call.directory()),
                    NodeIdentity.load(call.directory()).boardKey());
        } catch (SetupException | IOException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }
}
