package orion.lab;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// One host of a lab: what can be run on it and done to it.
record Host(Lab lab, String name) {
    private static final Duration START = Duration.ofMinutes(3);

    /// Runs a command on the host to its end; it must succeed.
    ///
    /// @return what it printed
    String run(String... command) {
        Outcome outcome = attempt(command);
        if (outcome.exit() != 0) {
            throw new IllegalStateException("on %s, %s ended with exit %d: %s"
                    .formatted(name, String.join(" ", command), outcome.exit(), outcome.output()));
        }
        return outcome.output();
    }

    /// Runs a command on the host to its end, whatever that is.
    Outcome attempt(String... command) {
        return lab.attempt(words("exec", List.of(command)));
    }

    /// Starts a program that stays, and can be found again by its mark as soon as this returns.
    void start(String mark, String... command) {
        run("bash", "-c", "rm -f /run/$0.pid", mark);
        List<String> words = new ArrayList<>(List.of(
                "bash", "-c", "echo $$ >/run/$0.pid; exec \"$@\" >>/run/lab/shared/$0.$HOSTNAME.log 2>&1", mark));
        words.addAll(List.of(command));
        lab.run(words("spawn", words).toArray(String[]::new));
        Moments.await(
                mark + " has begun on " + name,
                START,
                () -> attempt("test", "-s", "/run/" + mark + ".pid").exit() == 0);
    }

    /// Ends a program started with that mark.
    ///
    /// @param signal its name, `KILL` or `TERM`
    void signal(String mark, String signal) {
        run("bash", "-c", "kill -$1 $(</run/$0.pid)", mark, signal);
    }

    /// Whether the program started last with that mark lives.
    boolean lives(String mark) {
        return attempt("bash", "-c", "kill -0 $(</run/$0.pid)", mark).exit() == 0;
    }

    /// Cuts its power.
    ///
    /// @return when that took effect
    Instant powerCut() {
        String seconds = lab.run("powercut", name).split(" ", 2)[0];
        return Instant.EPOCH.plus(new BigDecimal(seconds).movePointRight(6).longValue(), ChronoUnit.MICROS);
    }

    void boot() {
        lab.run("boot", name);
    }

    void freeze() {
        lab.run("freeze", name);
    }

    void thaw() {
        lab.run("thaw", name);
    }

    void unplug() {
        lab.run("unplug", name);
    }

    void plug() {
        lab.run("plug", name);
    }

    void failDisk(String disk) {
        lab.run("diskfail", name, disk);
    }

    void healDisk(String disk) {
        lab.run("diskheal", name, disk);
    }

    /// Puts a watchdog outside the host, which cuts its power when it was fed once and then not for so long.
    void watchdog(long timeoutMillis) {
        lab.run("watchdog", name, Long.toString(timeoutMillis));
    }

    /// `on`, `off`, `frozen`, each perhaps followed by `,unplugged`.
    String state() {
        return lab.run("list")
                .lines()
                .map(line -> line.split(" +", -1))
                .filter(fields -> fields[0].equals(name))
                .map(fields -> fields[2])
                .findFirst()
                .orElseThrow();
    }

    private List<String> words(String verb, List<String> command) {
        List<String> words = new ArrayList<>(List.of(verb, name));
        words.addAll(command);
        return words;
    }
}
