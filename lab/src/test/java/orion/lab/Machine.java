package orion.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// An emulated machine with a kernel, hardware watchdogs and disks of its own, made by the script
/// `lab/machine`. It sees the files of this one. Closing it leaves nothing behind; so does the death of this
/// JVM.
final class Machine implements AutoCloseable {
    /// No test depends on the speed of an emulated processor: nothing that ends at all takes this long.
    static final Duration LIMIT = Duration.ofMinutes(8);

    /// How `timeout` says that there was no time left.
    private static final int TIMED_OUT = 124;

    private final Path directory =
            Path.of("/tmp/orion-machine-" + ProcessHandle.current().pid());
    private final Process keeper;
    /// What was waited for in vain. Nothing more is asked then: each further question would take as long again.
    private volatile String inVain = "";

    /// Makes and boots it.
    ///
    /// @param startScript what it runs whenever it has booted
    /// @param disks       as `NAME=SIZE`; there they are `/run/disk/NAME`
    Machine(String startScript, String... disks) {
        try {
            ProcessBuilder keep = command(List.of("keep"));
            keep.command().addFirst("setsid");
            keeper = keep.start();
            Files.createDirectories(share());
            Files.writeString(share().resolve("rc.local"), startScript);
        } catch (IOException fault) {
            throw new UncheckedIOException("the machine's script cannot be started", fault);
        }
        try {
            List<String> up = new ArrayList<>(List.of("up"));
            up.addAll(List.of(disks));
            verb(up.toArray(String[]::new));
        } catch (RuntimeException | Error fault) {
            close();
            throw fault;
        }
    }

    /// Runs a line of shell on the machine, which must succeed.
    ///
    /// @return what it printed
    String run(String line) {
        Outcome outcome = attempt(line);
        if (outcome.exit() != 0) {
            throw new AssertionError(
                    "on the machine, %s ended with exit %d: %s".formatted(line, outcome.exit(), outcome.output()));
        }
        return outcome.output();
    }

    /// The same for one that may fail.
    Outcome attempt(String line) {
        return perform(List.of("exec", "bash", "-c", line));
    }

    /// What has happened to the machine so far, as its emulator saw it: names such as `WATCHDOG`, `RESET`, `SHUTDOWN`.
    List<String> events() {
        return verb("events")
                .lines()
                .map(line -> line.split(" ", -1)[1])
                .filter(List.of("WATCHDOG", "RESET", "SHUTDOWN")::contains)
                .toList();
    }

    /// A folder that the machine sees as `/run/lab`, and that outlives its resets.
    Path share() {
        return directory.resolve("share");
    }

    /// A disk answers nothing any more, neither good nor bad.
    void hang(String disk) {
        verb("hang", disk);
    }

    void heal(String disk) {
        verb("heal", disk);
    }

    /// Waits until it has booted once more than the given number of times.
    void awaitBoot(int boots) {
        await("the machine has booted again", () -> boots() > boots, () -> "");
    }

    /// Waits for what may take it long.
    ///
    /// @param background what else to say when it was in vain
    void await(String what, BooleanSupplier condition, Supplier<String> background) {
        try {
            Moments.await(what, LIMIT, condition, background);
        } catch (AssertionError late) {
            inVain = what;
            throw late;
        }
    }

    /// How many times it has booted.
    int boots() {
        try {
            return (int) Files.size(share().resolve("boots"));
        } catch (IOException never) {
            return 0;
        }
    }

    /// Copies what is known about it to a folder.
    void keepLogs(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of(
                "console.log",
                "qmp.log",
                "qemu.log",
                "share/daemon.log",
                "share/gwha.log",
                "share/gwmon.log",
                "share/rc.local.log")) {
            Path log = directory.resolve(name);
            if (Files.exists(log)) {
                Files.copy(log, folder.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private String verb(String... words) {
        Outcome outcome = perform(List.of(words));
        if (outcome.exit() != 0) {
            throw new IllegalStateException("machine %s ended with exit %d: %s"
                    .formatted(String.join(" ", words), outcome.exit(), outcome.output()));
        }
        return outcome.output();
    }

    private Outcome perform(List<String> words) {
        if (!inVain.isEmpty()) {
            throw new IllegalStateException("the machine was given up: it was waited in vain until " + inVain);
        }
        try {
            ProcessBuilder builder = command(words).redirectErrorStream(true);
            builder.command().addAll(0, List.of("timeout", Long.toString(LIMIT.toSeconds())));
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            Outcome outcome = new Outcome(process.waitFor(), output);
            if (outcome.exit() == TIMED_OUT) {
                inVain = "it had done " + words;
            }
            return outcome;
        } catch (IOException fault) {
            throw new UncheckedIOException("the machine's script cannot be run", fault);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the machine did " + words, stop);
        }
    }

    private ProcessBuilder command(List<String> words) {
        List<String> line = new ArrayList<>();
        line.add(Lab.REPOSITORY.resolve("lab/machine").toString());
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("MACHINE_DIR", directory.toString());
        builder.environment().put("MACHINE_PASS", "JAVA_HOME ORION_NO_BUILD ORION_JAVA_OPTIONS");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ORION_NO_BUILD", "1");
        // Compiling costs an emulated processor more than it saves, except for what runs very often.
        builder.environment().put("ORION_JAVA_OPTIONS", "-XX:CompileThresholdScaling=20");
        return builder;
    }

    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            String complaints = new String(keeper.getErrorStream().readAllBytes(), UTF_8);
            if (!keeper.waitFor(60, TimeUnit.SECONDS) || keeper.exitValue() != 0) {
                throw new IllegalStateException(
                        "the machine in %s was not taken away: %s".formatted(directory, complaints));
            }
        } catch (IOException fault) {
            throw new UncheckedIOException("the machine's keeper cannot be told to end", fault);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
