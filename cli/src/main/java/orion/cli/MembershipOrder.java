package orion.cli;

import java.util.List;
import orion.node.api.ControlReply;

/// Sends an order about the membership of the node that is asked and waits for the outcome: what `join`, `leave` and
/// `down` have in common.
final class MembershipOrder {
    private final Call call;
    private final FormatOptions format;
    private final WaitOptions wait;

    MembershipOrder(Call call, FormatOptions format, WaitOptions wait) {
        this.call = call;
        this.format = format;
        this.wait = wait;
    }

    /// Gives the order.
    ///
    /// @param member whether the node is to be a member in the end
    Integer give(String verb, boolean member) throws CommandFailure {
        int seconds = wait.seconds();
        ControlClient client = call.client();
        ControlReply reply = client.require(verb, List.of());
        format.write(
                seconds == 0 ? reply : ControlReply.done(new NodeWait(client, member).within(seconds, call.screen())));
        return ExitCode.DONE;
    }
}
