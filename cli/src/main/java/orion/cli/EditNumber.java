package orion.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The number of an edit, as people write it.
final class EditNumber {
    private EditNumber() {}

    /// The word itself, where it is such a number.
    static String checked(CommandSpec spec, String word) {
        if (!word.matches("[1-9][0-9]{0,17}")) {
            throw new ParameterException(
                    spec.commandLine(), "'" + word + "' is not the number of an edit, such as 'orion history' lists");
        }
        return word;
    }
}
