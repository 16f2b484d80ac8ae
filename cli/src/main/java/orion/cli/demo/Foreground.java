package orion.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether this process may read its terminal: one that was started with `&` would be stopped by the kernel
/// for it.
final class Foreground {
    private static final int GROUP = 2;
    private static final int TERMINAL_GROUP = 5;

    private Foreground() {}

    static boolean mayRead(boolean inputIsTerminal) {
        if (!inputIsTerminal) {
            return true;
        }
        try {
            String line = Files.readString(Path.of("/proc/self/stat"));
            // The fields after the name, which may itself contain blanks and brackets.
            List<String> fields =
                    List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
            return fields.get(GROUP).equals(fields.get(TERMINAL_GROUP));
        } catch (IOException unknown) {
            return false;
        }
    }
}
