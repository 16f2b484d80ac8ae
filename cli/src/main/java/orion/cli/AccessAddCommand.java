package orion.cli;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import orion.core.configuration.Role;
import orion.node.api.AccessData;
import orion.node.api.ControlReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion access add NAME --role ROLE[,ROLE]`: makes a token, and prints its secret alone, so that it can go straight
/// into a file.
@Command(
        name = "add",
        description = "Make a token and print its secret, which nobody can tell again.",
        footer = {"", "Example: (umask 077; orion access add backup --role operator >backup.token)"})
final class AccessAddCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    /// What a token can allow, for bash.
    static final class Roles implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Role.values()).map(Role::word).iterator();
        }
    }

    @Parameters(index = "0", paramLabel = "NAME", description = "what it is called, such as the program it is for")
    private String name = "";

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE[,ROLE]",
            completionCandidates = Roles.class,
            description = "what it allows: viewer, operator, administrator, script-author")
    private String roles = "";

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "90d",
            description = "how long it is valid, such as 12h or 30d; 90d when left out, 3650d at most")
    private String expires = "90d";

    @Override
    public Integer call() throws CommandFailure {
        long seconds = TimeWord.seconds(spec, "--expires", expires);
        if (seconds > LONGEST.toSeconds()) {
            throw new ParameterException(
                    spec.commandLine(), "--expires is " + LONGEST.toDays() + "d at most, not '" + expires + "'");
        }
        Call call = Call.of(spec);
        ControlReply reply = call.client().require("access-add", List.of(name, roles, Long.toString(seconds)));
        if (format.json()) {
            format.write(reply);
            return ExitCode.DONE;
        }
        String secret = reply.access()
                .map(AccessData::secret)
                .orElseThrow(() -> new CommandFailure("the daemon of " + call.directory() + " told no secret"));
        call.screen().line(Screen.plain(secret));
        call.screen().errorLine(Screen.plain(reply.text()) + "; nobody can tell its secret again: keep it");
        return ExitCode.DONE;
    }
}
