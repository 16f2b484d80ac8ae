package orion.node.part;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import orion.core.configuration.PartDefinition;
import orion.node.guard.HeldRecords;

/// A unit of systemd. Its processes live in systemd's own control group, so systemd is asked to kill them and asked
/// whether they are gone.
final class UnitPart implements Part {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 20;

    private final PartDefinition.Unit definition;
    private final PartContext context;
    private final Enclosure enclosure;
    private final Tools tools;
    private volatile Optional<HeldRecords.Held> held = Optional.empty();

    UnitPart(PartDefinition.Unit definition, PartContext context) {
        this.definition = definition;
        this.context = context;
        this.enclosure = context.enclosure("tools");
        this.tools = context.tools(enclosure);
    }

    @Override
    public String load(Deadline deadline) throws PartFailure, InterruptedException {
        context.requireRoot(definition.label());
        if (!Files.isDirectory(context.host().systemdMark())) {
            throw new PartFailure(
                    "%s cannot be started: systemd does not run on this host; define the service as a command instead"
                            .formatted(definition.label()));
        }
        refuseWhatRunsByItself(deadline);
        try {
            held = Optional.of(context.records().holdUnit(context.resource(), definition.unit()));
        } catch (IOException failed) {
            throw new PartFailure("%s was not started: it could not be put on record: %s"
                    .formatted(definition.label(), failed.getMessage()));
        }
        tools.require(
                definition.label() + " could not be started", deadline, "systemctl", "start", "--", definition.unit());
        check(deadline);
        return "started " + definition.unit();
    }

    /// A unit that runs already, or that systemd starts with the host, would be active on several nodes at once.
    private void refuseWhatRunsByItself(Deadline deadline) throws PartFailure, InterruptedException {
        String unit = definition.unit();
        String enabled = firstLine(
                tools.run(deadline, "systemctl", "is-enabled", "--", unit).output());
        if (enabled.startsWith("enabled")) {
            throw new PartFailure(("%s was not started: systemd starts it with every host by itself;"
                            + " take that away on all nodes with: systemctl disable --now %s")
                    .formatted(definition.label(), unit));
        }
        if (state(tools, deadline).equals("active")) {
            throw new PartFailure(("%s was not started: it is active already, started by somebody else;"
                            + " stop it with: systemctl stop %s")
                    .formatted(definition.label(), unit));
        }
    }

    private static String firstLine(String output) {
        return output.lines().findFirst().orElse("");
    }

    @Override
    public String unload(Deadline deadline) throws PartFailure, InterruptedException {
        if (held.isEmpty()) {
            return definition.label() + " was not started";
        }
        UnitGroup before = UnitGroup.of(definition.unit(), tools, deadline);
        tools.require(
                definition.label() + " could not be stopped", deadline, "systemctl", "stop", "--", definition.unit());
        if (!hasStopped(tools, deadline)) {
            throw new PartFailure("systemd does not say that %s has stopped".formatted(definition.unit()));
        }
        endLeftBehind(before, tools, deadline);
        release();
        enclosure.release();
        return "stopped " + definition.unit();
    }

    @Override
    public String check(Deadline deadline) throws PartFailure, InterruptedException {
        String state = state(tools, deadline);
        if (!state.equals("active")) {
            throw new PartFailure("%s is %s, not active".formatted(definition.label(), state));
        }
        enclosure.release();
        return definition.unit() + " is active";
    }

    private String state(Tools with, Deadline deadline) throws PartFailure, InterruptedException {
        String output = with.run(deadline, "systemctl", "is-active", "--", definition.unit())
                .output();
        return output.isEmpty() ? "in an unknown state" : firstLine(output);
    }

    private boolean hasStopped(Tools with, Deadline deadline) throws PartFailure, InterruptedException {
        String state = state(with, deadline);
        return state.equals("inactive") || state.equals("failed");
    }

    /// What a unit leaves when it stops (`KillMode=process`) is its own all the same, and would run on
    /// beside the unit on the next node.
    private void endLeftBehind(UnitGroup before, Tools with, Deadline deadline)
            throws PartFailure, InterruptedException {
        // It may have been started anew while it was being stopped.
        UnitGroup after = UnitGroup.of(definition.unit(), with, deadline);
        Deadline limit = deadline.atMost(KILL_LIMIT);
        while (true) {
            Set<Long> left = new TreeSet<>(before.processes());
            left.addAll(after.processes());
            if (left.isEmpty()) {
                return;
            }
            if (limit.hasPassed()) {
                throw new PartFailure("%s has stopped, but left processes that cannot be killed: %s"
                        .formatted(
                                definition.label(),
                                left.stream()
                                        .limit(5)
                                        .map(ProcessTable::describe)
                                        .collect(Collectors.joining(", "))));
            }
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private void release() throws PartFailure {
        try {
            if (held.isPresent()) {
                held.get().release();
            }
        } catch (IOException kept) {
            throw new PartFailure(
                    "the record of %s could not be deleted: %s".formatted(definition.label(), kept.getMessage()));
        }
        held = Optional.empty();
    }

    @Override
    public List<Enclosure> enclosures() {
        return List.of(enclosure);
    }

    @Override
    public boolean abandon(Deadline deadline) throws InterruptedException {
        if (held.isEmpty()) {
            return true;
        }
        Tools cleaner = context.cleaner();
        Deadline limit = deadline.atMost(KILL_LIMIT);
        try {
            UnitGroup before = UnitGroup.of(definition.unit(), cleaner, limit);
            cleaner.run(limit, "systemctl", "kill", "-s", "KILL", "--", definition.unit());
            cleaner.run(limit, "systemctl", "stop", "--", definition.unit());
            if (!hasStopped(cleaner, limit)) {
                return false;
            }
            endLeftBehind(before, cleaner, limit);
            release();
            return true;
        } catch (PartFailure failed) {
            return false;
        }
    }

    @Override
    public String label() {
        return definition.label();
    }
}
