package orion.supervisor.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import orion.supervisor.agent.AgentFailure.Reason;
import orion.supervisor.configuration.AgentDefinition;

/// Starts the program of an agent inside its control group, and waits until it is useful.
final class AgentStart {
    // The shell enters the group before the program begins, so nothing of the agent is ever outside. Out of memory the
    // kernel may take it: a score of whoever starts it is not passed on. The words of the program are arguments, never
    // shell text.
    private static final String ENTER = """
            echo $$ >"$1" || exit 126
            { echo 0 >/proc/self/oom_score_adj; } 2>/dev/null
            shift
            exec "$@"
            """;
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    // Long enough for a program to find out that it cannot work.
    private static final Duration SETTLE = Duration.ofMillis(300);
    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final Duration ENTER_LIMIT = Duration.ofSeconds(30);
    private static final int PORT_LIMIT_MILLIS = 500;

    private final AgentDefinition agent;
    private final ControlGroup group;
    private final BooleanSupplier unwanted;
    private final String enter;

    /// @param unwanted asked while it begins: whether somebody waits to stop it
    AgentStart(AgentDefinition agent, ControlGroup group, BooleanSupplier unwanted) {
        this(agent, group, unwanted, ENTER);
    }

    /// @param enter what the shell does to enter the group: in a test it takes its time
    AgentStart(AgentDefinition agent, ControlGroup group, BooleanSupplier unwanted, String enter) {
        this.agent = agent;
        this.group = group;
        this.unwanted = unwanted;
        this.enter = enter;
    }

    /// Why the program of an agent cannot be run on this host.
    static Optional<AgentFailure> missing(AgentDefinition agent) {
        if (!Files.exists(agent.server())) {
            return Optional.of(new AgentFailure(
                    Reason.NOT_INSTALLED,
                    "the program " + agent.server() + " of " + agent.location()
                            + " is not on this host; install it or correct server ="));
        }
        return Files.isExecutable(agent.server()) && !Files.isDirectory(agent.server())
                ? Optional.empty()
                : Optional.of(new AgentFailure(
                        Reason.NOT_INSTALLED,
                        agent.server() + " of " + agent.location() + " is not executable; run: chmod +x "
                                + agent.server()));
    }

    /// Refuses what cannot work, before anything is changed.
    void check() throws AgentFailure, InterruptedException {
        Optional<AgentFailure> missing = missing(agent);
        if (missing.isPresent()) {
            throw missing.get();
        }
        if (agent.startup().isPresent() && !Files.exists(agent.startup().get())) {
            throw new AgentFailure(
                    Reason.NOT_CONFIGURED,
                    "the startup file " + agent.startup().get() + " of " + agent.location()
                            + " is not there; is its volume mounted?");
        }
        if (agent.user().isPresent() && primaryGroup(agent.user().get()).isEmpty()) {
            throw noAccount();
        }
        OptionalInt taken = answering();
        if (taken.isPresent()) {
            throw new AgentFailure(
                    Reason.FAILED,
                    "another program answers at port %d of %s already; 'ss -ltnp' shows which one; stop it first"
                            .formatted(taken.getAsInt(), agent.location()));
        }
    }

    /// Starts it in the foreground, with its own console.
    Process show() throws AgentFailure, InterruptedException {
        List<String> command = new ArrayList<>(prefix());
        command.add(agent.server().toString());
        command.add("--show");
        command.addAll(agent.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        inFolder(builder);
        Process process = start(builder);
        boolean entered = false;
        try {
            awaitEntry(process);
            entered = true;
        } finally {
            if (!entered) {
                process.destroyForcibly().waitFor();
            }
        }
        return process;
    }

    /// Starts it as a daemon.
    ///
    /// @return its main process, where that is known
    Optional<ProcessIdentity> daemon(AgentLog log) throws AgentFailure, InterruptedException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(prefix());
        command.add(agent.server().toString());
        if (agent.show()) {
            command.add("--show");
        }
        command.addAll(agent.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.target());
        inFolder(builder);
        Map<String, String> environment = environment(builder.environment(), agent.show());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = start(builder);
        boolean begun = false;
        try {
            Optional<ProcessIdentity> main = agent.forking() ? Optional.empty() : ProcessIdentity.of(process.pid());
            awaitEntry(process);
            awaitBeginning(process, log);
            begun = true;
            return main;
        } catch (IOException unreadable) {
            throw group.untold(unreadable);
        } finally {
            if (!begun) {
                // It may not have entered its group yet, where everything else of it is found.
                process.destroyForcibly().waitFor();
            }
        }
    }

    /// The same for each agent, whoever starts it: a person, gwha or a boot. The node's directory is handed on, for the
    /// monitor is started so, too, and asks the node's daemon what is planned.
    static Map<String, String> environment(Map<String, String> own, boolean show) {
        Map<String, String> environment = new TreeMap<>(Map.of("PATH", USUAL_PATH, "LANG", "C.UTF-8", "HOME", "/"));
        if (own.containsKey("ORION_DIR")) {
            environment.put("ORION_DIR", own.getOrDefault("ORION_DIR", ""));
        }
        if (show) {
            environment.put("DISPLAY", own.getOrDefault("DISPLAY", ""));
        }
        return environment;
    }

    private List<String> prefix() throws AgentFailure, InterruptedException {
        List<String> prefix = new ArrayList<>(
                List.of("sh", "-c", enter, "orion", group.members().toString()));
        if (agent.user().isPresent()) {
            String user = agent.user().get();
            prefix.addAll(List.of(
                    "setpriv",
                    "--reuid=" + user,
                    "--regid=" + primaryGroup(user).orElseThrow(this::noAccount),
                    "--init-groups",
                    "--"));
        }
        return prefix;
    }

    private Optional<String> primaryGroup(String user) throws AgentFailure, InterruptedException {
        return HostAccounts.USUAL.primaryGroup(user, this::refuseUnwanted);
    }

    private AgentFailure noAccount() {
        return new AgentFailure(
                Reason.NOT_CONFIGURED,
                "there is no account '" + agent.user().orElse("") + "', as which " + agent.location()
                        + " is to run; make it with useradd, or correct user =");
    }

    private void inFolder(ProcessBuilder builder) {
        Path folder = agent.startupFolder();
        builder.directory((Files.isDirectory(folder) ? folder : Path.of("/")).toFile());
    }

    private Process start(ProcessBuilder builder) throws AgentFailure {
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new AgentFailure(Reason.FAILED, agent.location() + " could not be started: " + failed.getMessage());
        }
    }

    /// Whoever looks for the agent finds what is in its group. On a busy host the shell may take its time to get there,
    /// and a stop that comes before that would find nothing, and leave the agent running.
    private void awaitEntry(Process process) throws AgentFailure, InterruptedException {
        long end = System.nanoTime() + ENTER_LIMIT.toNanos();
        while (!group.processes().contains(process.pid())) {
            refuseUnwanted();
            if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            if (System.nanoTime() - end >= 0) {
                throw new AgentFailure(
                        Reason.FAILED,
                        "%s could not enter its control group %s within %d s: this host has no time for it"
                                .formatted(agent.location(), group.path(), ENTER_LIMIT.toSeconds()));
            }
        }
    }

    private void awaitBeginning(Process process, AgentLog log) throws AgentFailure, InterruptedException {
        if (agent.forking()) {
            if (!endsWithin(agent.ready(), process)) {
                throw new AgentFailure(
                        Reason.FAILED,
                        agent.server() + " of " + agent.location() + " did not go into the background within "
                                + agent.ready().toSeconds() + " s; if it stays in the foreground, set type = simple");
            }
            if (process.exitValue() != 0 || !group.isPopulated()) {
                throw ended(process, log);
            }
        } else if (endsWithin(SETTLE, process)) {
            throw ended(process, log);
        }
        long end = System.nanoTime() + agent.ready().toNanos();
        while (silent().isPresent()) {
            refuseUnwanted();
            if (agent.forking() ? group.awaitEmpty(PAUSE) : process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ended(process, log);
            }
            if (System.nanoTime() - end >= 0) {
                throw new AgentFailure(
                        Reason.FAILED,
                        "%s was started and does not answer at port %d after %d s; its log is %s"
                                .formatted(
                                        agent.location(),
                                        silent().orElse(0),
                                        agent.ready().toSeconds(),
                                        log.file()));
            }
        }
    }

    private void refuseUnwanted() throws AgentFailure {
        if (unwanted.getAsBoolean()) {
            throw new AgentFailure(
                    Reason.REFUSED, "the start of " + agent.location() + " was broken off: somebody stops it");
        }
    }

    /// Whether the program that was started ends within a time.
    private boolean endsWithin(Duration limit, Process process) throws AgentFailure, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            refuseUnwanted();
            long left = Math.min(PAUSE.toNanos(), end - System.nanoTime());
            if (process.waitFor(Math.max(0, left), TimeUnit.NANOSECONDS)) {
                return true;
            }
            if (System.nanoTime() - end >= 0) {
                return false;
            }
        }
    }

    private AgentFailure ended(Process process, AgentLog log) {
        String tail = log.tail();
        String hint = process.exitValue() == 0
                ? "; if it goes into the background by itself, set type = forking"
                : "; its log is " + log.file();
        return new AgentFailure(
                Reason.FAILED,
                "%s ended at once with exit code %d%s%s"
                        .formatted(
                                agent.location(), process.exitValue(), tail.isEmpty() ? "" : " (" + tail + ")", hint));
    }

    private OptionalInt answering() throws AgentFailure {
        for (int port : agent.ports()) {
            refuseUnwanted();
            if (answers(port)) {
                return OptionalInt.of(port);
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt silent() {
        return agent.ports().stream()
                .filter(port -> !answers(port))
                .mapToInt(port -> port)
                .findFirst();
    }

    private boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(agent.address(), port), PORT_LIMIT_MILLIS);
            return true;
        } catch (IOException silent) {
            return false;
        }
    }
}
