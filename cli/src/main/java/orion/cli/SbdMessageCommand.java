package orion.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import orion.node.api.ControlReply;
import orion.node.board.MailboxMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion sbd message NODE MESSAGE`: leaves a message in a node's mailbox, as Debian's `sbd` does.
@Command(name = "message", description = "Leave a message for a node on the white board, as the tool sbd does.")
final class SbdMessageCommand implements Callable<Integer> {
    private static final List<MailboxMessage> MESSAGES = List.of(
            MailboxMessage.TEST, MailboxMessage.RESET, MailboxMessage.OFF, MailboxMessage.EXIT, MailboxMessage.CLEAR);

    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin ConfirmOptions confirm = new ConfirmOptions();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(
            index = "0",
            paramLabel = "NODE",
            completionCandidates = NamesToComplete.Nodes.class,
            description = "name of the node")
    private String node = "";

    @Parameters(index = "1", paramLabel = "MESSAGE", description = "test, reset, off, exit or clear")
    private String word = "";

    @Override
    public Integer call() throws CommandFailure {
        MailboxMessage message = Stream.of(word.toLowerCase(Locale.ROOT))
                .flatMap(
                        wanted -> MESSAGES.stream().filter(known -> known.word().equals(wanted)))
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailure("'" + word + "' is no message; give test, reset, off, exit or clear"));
        Call call = Call.of(spec);
        if (message == MailboxMessage.RESET || message == MailboxMessage.OFF) {
            confirm.require(
                    call,
                    "The host of " + node
                            + " ends by force as soon as it reads this, and what it holds starts elsewhere",
                    "no message was written");
        }
        format.write(ControlReply.done(new Boards(call).message(node, message)));
        return ExitCode.DONE;
    }
}
