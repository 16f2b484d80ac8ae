package orion.cli;

import java.io.IOException;
import java.util.Locale;
import orion.node.trouble.Sentence;
import picocli.CommandLine.Option;

/// Makes sure that somebody means what cannot be taken back: a person at a terminal is asked, a program must say so.
final class ConfirmOptions {
    @Option(names = "--yes", description = "do not ask; needed where there is no terminal")
    private boolean sure;

    /// Goes on only where it is meant.
    ///
    /// @param consequence what will happen, as a sentence without its stop
    /// @param nothing     what to say where it is not meant, such as "nothing was stopped"
    /// @throws CommandFailure where it is not meant
    void require(Call call, String consequence, String nothing) throws CommandFailure {
        if (sure) {
            return;
        }
        if (!call.surroundings().inputIsTerminal()) {
            throw new CommandFailure(nothing + ", for there is no terminal to ask at: "
                    + Sentence.continued(consequence) + "; add --yes if that is meant");
        }
        call.screen().errorLine(consequence + ". Type 'yes' to go on:");
        try {
            String answer = call.surroundings().inputLines().readLine();
            if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).equals("yes")) {
                throw new CommandFailure(nothing + "; answer 'yes' or add --yes");
            }
        } catch (IOException unreadable) {
            throw new CommandFailure("the answer cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
