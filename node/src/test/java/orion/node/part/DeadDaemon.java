package orion.node.part;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orion.node.guard.RunDirectory;

/// Daemons that die, and their guards.
final class DeadDaemon {
    private DeadDaemon() {}

    /// Runs the guard of a daemon that has died, to its end.
    ///
    /// @param reboot the program that reboots, `-` for none
    /// @return its exit; what it printed is in the file `guard.out` of the folder
    static int guard(Path folder, RunDirectory run, Path script, String reboot)
            throws IOException, InterruptedException {
        Process guard = new ProcessBuilder(
                        script.toString(), "watch", run.root().toString(), run.incarnation(), "-", reboot)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("guard.out").toFile())
                .start();
        guard.getOutputStream().close();
        return guard.waitFor();
    }

    /// Starts a [GuardedDaemon] that is yet to die.
    ///
    /// @param host with control groups or without
    /// @param reboot the program that reboots, or nothing
    static Process start(Path folder, HostAccess host, Path... reboot) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorion.repository=" + System.getProperty("orion.repository"),
                "-cp",
                System.getProperty("java.class.path"),
                GuardedDaemon.class.getName(),
                folder.toString(),
                Workplace.guardScript().toString(),
                host.equals(Workplace.WITHOUT_GROUPS) ? "marks" : "groups"));
        for (Path program : reboot) {
            words.add(program.toString());
        }
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Waits until it holds its resource.
    static void awaitLoaded(BufferedReader output) throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith("loaded ")) {
            throw new AssertionError("the daemon says: " + line);
        }
    }
}
