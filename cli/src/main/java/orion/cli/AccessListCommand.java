package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.AccessData;
import orion.node.api.AccessData.TokenData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion access list`: the tokens there are, without their secrets, which nobody can tell.
@Command(name = "list", description = "List the tokens there are, what each allows and until when.")
final class AccessListCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        List<TokenData> tokens = tokens(call.client());
        if (format.json()) {
            format.writeAll(TokenData.class, tokens);
            return ExitCode.DONE;
        }
        Table table = new Table("Token", "Roles", "Expires");
        for (TokenData token : tokens) {
            table.row(
                    0,
                    token.expired() ? Screen.Tone.FAINT : Screen.Tone.TITLE,
                    token.name(),
                    String.join(", ", token.roles()),
                    token.expires() + (token.expired() ? " (expired)" : ""));
        }
        table.writeTo(call.screen());
        return ExitCode.DONE;
    }

    static List<TokenData> tokens(ControlClient client) throws CommandFailure {
        return client.require("access-list", List.of())
                .access()
                .map(AccessData::tokens)
                .orElse(List.of());
    }
}
