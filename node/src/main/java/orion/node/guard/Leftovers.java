package orion.node.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What an earlier run of the daemon left behind, stopped before the new run does anything else. The work is done by
/// the guard's script, so that there is one clean-up and not two.
///
/// @param everythingStopped true when nothing of an earlier run is there any more, as far as this host can prove
/// @param lines what was stopped and what failed, one sentence each
public record Leftovers(boolean everythingStopped, List<String> lines) {
    // Longer than a script's own limit and a stuck mount or two; others have taken over long before.
    private static final long LONGEST_SECONDS = 60;

    public Leftovers {
        lines = List.copyOf(lines);
    }

    /// Stops everything that is on record. Takes milliseconds when there is nothing.
    ///
    /// @param claim proof that nobody else uses the run directory now
    /// @throws IOException when the script cannot be run; then nothing is proved
    public static Leftovers stop(RunClaim claim, Path guardScript) throws IOException, InterruptedException {
        RunDirectory run = claim.run();
        Guard.checkScript(guardScript);
        run.create();
        Process script = new ProcessBuilder(
                        "setsid", guardScript.toString(), "now", run.root().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(run.guardLog().toFile()))
                .start();
        script.getOutputStream().close();
        if (!script.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            // The script leads a session of its own; what it waits for ends with it.
            script.descendants().forEach(ProcessHandle::destroyForcibly);
            script.destroyForcibly();
            return new Leftovers(
                    false, List.of("the clean-up of an earlier run did not end within " + LONGEST_SECONDS + " s"));
        }
        // Guards that were killed could not take their own control groups away.
        Cgroup.create(run.uniqueName()).ifPresent(Cgroup::remove);
        // The script has tidied empty folders away, this run's among them.
        run.create();
        List<String> report = readReport(run);
        // Its last line sums up what the exit says.
        return new Leftovers(script.exitValue() == 0, report.subList(0, Math.max(0, report.size() - 1)));
    }

    /// Whether an earlier run left records of something that may be active.
    public static boolean anyOnRecord(RunClaim claim) {
        try (Stream<Path> records = Files.walk(claim.run().held().getParent())) {
            return !claim.run().isOfEarlierBoot() && records.anyMatch(Files::isRegularFile);
        } catch (NoSuchFileException none) {
            return false;
        } catch (IOException unreadable) {
            return true;
        }
    }

    /// What the last guard or clean-up wrote.
    public static List<String> readReport(RunDirectory run) throws IOException {
        try {
            return Files.readAllLines(run.guardReport());
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
