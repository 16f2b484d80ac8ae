package orion.core;

import java.util.SortedSet;
import orion.core.authority.Authority;
import orion.core.membership.HeartbeatRhythm;
import orion.core.membership.OwnLink;
import orion.core.membership.SelfDoubt;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.ResourceManager;
import orion.core.splitbrain.GenerationDecision;
import orion.core.splitbrain.WhiteBoard;
import orion.core.wire.Message;

/// Tells all configured nodes that this one lives, and with it everything that they would otherwise have to ask for.
final class HeartbeatSender {
    private final Member self;
    private final Levels spoken;
    private final HeartbeatRhythm rhythm;
    private final SelfDoubt doubt;
    private final OwnLink link;
    private final WhiteBoard board;
    private final GenerationDecision decision;
    private final Authority authority;
    private final ResourceManager resources;

    HeartbeatSender(
            Member self,
            Levels spoken,
            HeartbeatRhythm rhythm,
            SelfDoubt doubt,
            OwnLink link,
            WhiteBoard board,
            GenerationDecision decision,
            Authority authority,
            ResourceManager resources) {
        this.self = self;
        this.spoken = spoken;
        this.rhythm = rhythm;
        this.doubt = doubt;
        this.link = link;
        this.board = board;
        this.decision = decision;
        this.authority = authority;
        this.resources = resources;
    }

    /// Sends a heartbeat where one is due.
    ///
    /// @param hears whom this node says that it hears
    void sendIfDue(long now, Standing standing, SortedSet<NodeId> hears, Outbox outbox) {
        // Rule A3: nobody hears of an incarnation before it is on the board, or it could be taken twice.
        if (!rhythm.due(now, hears) || board.lastGood().isEmpty()) {
            return;
        }
        toAll(heartbeat(now, standing == Standing.MEMBER, hears), outbox);
    }

    /// Tells all configured nodes but this one.
    void toAll(Message message, Outbox outbox) {
        for (NodeId node : resources.committed().configuration().nodes().keySet()) {
            if (!node.equals(self.node())) {
                outbox.send(node, message);
            }
        }
    }

    private Message.Heartbeat heartbeat(long now, boolean member, SortedSet<NodeId> hears) {
        boolean publishing = decision.phase() == GenerationDecision.Phase.PUBLISHING;
        return new Message.Heartbeat(
                spoken,
                member ? authority.known().number() : 0,
                !member,
                hears,
                link.saidUp(now),
                board.healthy(now),
                board.cyclesBegun(),
                now,
                authority.giveGrants(now, publishing || !member),
                authority.powerOff(),
                resources.committed().id(),
                doubt.worst(),
                doubt.toBlame(now).orElse(Pause.NONE),
                board.worstMillis());
    }
}
