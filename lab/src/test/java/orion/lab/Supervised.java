package orion.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// The web service as an agent on three hosts of a cluster, each with a gwha that stays; two of them have a monitor,
/// too. Each start of the agent is noted.
final class Supervised implements AutoCloseable {
    static final String AGENT = "web.dom";
    /// Where `gwha.conf` and the rest are on each host.
    static final String FILES = "/etc/opt/novell/groupwise";

    /// The marks of the programs among those of a host.
    static final String GWHA = "gwha";

    static final String MONITOR = "gwmon";
    private static final String PROGRAMS = "/etc/init.d/";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern POLLS = Pattern.compile("\"polls\":([0-9]+)");

    private final Stage stage;

    Supervised(String name) {
        stage = new Stage(name, Profile.STEADY, false, Service.AS_AGENT);
        try {
            stage.lab().nodes().forEach(this::serve);
            monitoring().forEach(this::monitor);
        } catch (RuntimeException | Error fault) {
            stage.close();
            throw fault;
        }
    }

    /// Before the cluster is founded.
    static void prepare(Host host) {
        host.run(
                Lab.REPOSITORY.resolve("lab/src/test/resources/supervise").toString(),
                Lab.REPOSITORY.toString(),
                Service.address());
    }

    /// Starts a gwha that stays.
    void serve(Host host) {
        int said = words(GWHA, host).length();
        host.start(GWHA, PROGRAMS + "gwha", "--listen");
        awaitWord(GWHA, host, said, "gwha listens");
    }

    /// Starts a monitor, and waits until it has seen the agent.
    void monitor(Host host) {
        int said = words(MONITOR, host).length();
        host.start(MONITOR, PROGRAMS + "gwmon");
        awaitWord(MONITOR, host, said, "web.dom is up");
    }

    Stage stage() {
        return stage;
    }

    /// The hosts with a monitor: not the one that has the service first.
    List<Host> monitoring() {
        return List.of(stage.node(2), stage.node(3));
    }

    /// Hosts on which the agent was started, in order.
    List<String> starts() {
        return lines("starts");
    }

    /// Hosts on which it was started while it still ran somewhere.
    List<String> twice() {
        return lines("twice");
    }

    /// Waits until each monitor has begun and ended a poll, and one more: what it tells of the time before is told by
    /// a program of its own, for which that leaves a second.
    void awaitPolls() {
        for (Host host : monitoring()) {
            // The first of them may have begun before.
            long before = polls(host);
            Moments.await(
                    "the monitor on " + host.name() + " polls on",
                    LIMIT,
                    () -> polls(host) >= before + 3,
                    () -> "It says: " + words(MONITOR, host));
        }
    }

    /// Of all days, so that they only grow.
    private static long polls(Host host) {
        String figures = host.run("curl", "--silent", "--show-error", "http://127.0.0.1:8200/trends.json");
        return POLLS.matcher(figures)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    /// What persons were told.
    List<String> told() {
        return lines("told");
    }

    private List<String> lines(String name) {
        Path file = stage.lab().shared(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException fault) {
            throw new UncheckedIOException("what the hosts have noted cannot be read", fault);
        }
    }

    /// What a program of a host has said so far.
    String words(String program, Host host) {
        return String.join("\n", lines(program + "." + host.name() + ".log"));
    }

    /// Waits until a program of a host says something, after so many letters.
    ///
    /// @return where that begins
    int awaitWord(String program, Host host, int from, String words) {
        Moments.await(
                "%s on %s says '%s'".formatted(program, host.name(), words),
                LIMIT,
                () -> words(program, host).indexOf(words, from) >= 0,
                () -> "It says: " + words(program, host));
        return words(program, host).indexOf(words, from);
    }

    Outcome grpwise(Host host, String words) {
        return host.attempt((PROGRAMS + "grpwise " + words).split(" ", -1));
    }

    /// What the gwha of a host replies to somebody on the client host who has logged in.
    String ask(Host host, String command) {
        return stage.lab()
                .client()
                .run(
                        "bash",
                        "-c",
                        "printf 'USER gwha\\r\\nPASS ha word\\r\\n%s\\r\\nQUIT\\r\\n' \"$1\""
                                + " | openssl s_client -quiet -connect \"$0\":8400 2>/dev/null",
                        host.name(),
                        command)
                .replace("\r", "");
    }

    /// Sends a signal to all processes of the agent, or to its first.
    void signal(Host host, String signal, boolean all) {
        host.run(
                "bash",
                "-c",
                "mapfile -t all < <(cat $(find /sys/fs/cgroup -path '*orion-agents*' -path '*/web.dom/cgroup.procs'));"
                        + " kill -$0 \"${all[@]:0:$1}\"",
                signal,
                all ? "99" : "1");
    }

    /// Brings everything back to its beginning: the service runs on the first host.
    void begin() {
        Host first = stage.node(1);
        first.run("rm", "-f", "/run/broken");
        // Refused where there is none.
        stage.cluster().attempt(first, "maintenance off --resource " + Service.RESOURCE);
        if (!stage.cluster().awaitRunning(first, Service.RESOURCE, LIMIT).equals(first)) {
            stage.cluster().must(first, "migrate " + Service.RESOURCE + " " + first.name());
        }
        stage.awaitService(first, LIMIT);
        // What a monitor leaves alone for one reason it does not tell again for the next.
        for (Host host : monitoring()) {
            Moments.await(
                    "the monitor on " + host.name() + " sees it up",
                    LIMIT,
                    () -> lastWords(host).contains("is up"),
                    () -> "It says: " + words(MONITOR, host));
        }
    }

    /// What its monitor said of the agent last.
    private String lastWords(Host monitoring) {
        return words(MONITOR, monitoring)
                .lines()
                .filter(line -> line.contains(AGENT + " is "))
                .reduce("", (_, line) -> line);
    }

    /// A person's start ends the count of those in vain; in maintenance, so that nobody gets ahead of it.
    void forgetAttempts() {
        Host first = stage.node(1);
        stage.cluster().must(first, "maintenance on --resource " + Service.RESOURCE);
        first.run(PROGRAMS + "grpwise", "restart", AGENT);
        stage.cluster().must(first, "maintenance off --resource " + Service.RESOURCE);
        stage.awaitService(first, LIMIT);
    }

    @Override
    public void close() {
        stage.close();
    }
}
