package orion.supervisor.agent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import orion.supervisor.agent.AgentFailure.Reason;
import orion.supervisor.configuration.Location;

/// What an agent writes on its standard output and error stream, in a file of its own. The former file is
/// kept when it has grown large and the agent is started anew.
///
/// @param file where it is written
public record AgentLog(Path file) {
    private static final long LARGE_BYTES = 1 << 20;
    private static final int TAIL_BYTES = 600;

    /// Where the program of this name writes; an old file that has grown large is put aside.
    public static AgentLog open(Path folder, Location location) throws AgentFailure {
        Path file = folder.resolve(location + ".log");
        try {
            JournalFile.prepare(file, folder.resolve(location + ".log.1"), LARGE_BYTES);
            return new AgentLog(file);
        } catch (IOException refused) {
            throw new AgentFailure(
                    Reason.NOT_PERMITTED,
                    "the folder " + folder + " cannot be written: " + refused
                            + "; name another one with log = in [gwha]");
        }
    }

    ProcessBuilder.Redirect target() {
        return ProcessBuilder.Redirect.appendTo(file.toFile());
    }

    /// The end of what was written, on one line.
    String tail() {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(Math.max(0, in.length() - TAIL_BYTES));
            byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, in.length())];
            in.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
