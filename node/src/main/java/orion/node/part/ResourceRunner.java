package orion.node.part;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.node.guard.HeldRecords;
import orion.node.guard.RunDirectory;

/// Brings one resource up and down on this node: parts in order, back in reverse, all within the resource's time-out,
/// and on failure back to nothing. [#load], [#unload] and [#check] belong to the resource's own lane, one at a time;
/// [#kill] may come from any thread at any moment and is final for this runner.
public final class ResourceRunner {
    // After a time-out what was started is still taken down; this much is allowed for it.
    private static final Duration ROLLBACK_LIMIT = Duration.ofSeconds(15);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    /// As it is treated now; its parts stay those that were loaded.
    private volatile ResourceDefinition definition;
    private final List<Part> parts;
    private final Enclosure cleaning;
    private final BooleanSupplier mayGoOn;
    private volatile boolean killed;
    // While it is true, programs are let go only with a lease; those that take something down never need one.
    private volatile boolean loading;

    /// A runner that holds nothing yet and loads without asking for a lease.
    ///
    /// @param ended gets one sentence, on its own thread, when a part of the loaded resource has ended by itself
    public ResourceRunner(
            ResourceDefinition definition, RunDirectory run, HeldRecords records, Consumer<String> ended) {
        this(definition, run, records, ended, () -> true);
    }

    /// A runner that holds nothing yet.
    ///
    /// @param ended gets one sentence, on its own thread, when a part of the loaded resource has ended by itself
    /// @param mayGoOn says whether this node's lease is valid now; asked before each part is loaded and again
    ///     right before each program of a load runs. It must answer at once and take no lock
    public ResourceRunner(
            ResourceDefinition definition,
            RunDirectory run,
            HeldRecords records,
            Consumer<String> ended,
            BooleanSupplier mayGoOn) {
        this(definition, run, records, ended, mayGoOn, HostAccess.usual());
    }

    /// A runner that reaches its host in its own way.
    ResourceRunner(
            ResourceDefinition definition,
            RunDirectory run,
            HeldRecords records,
            Consumer<String> ended,
            BooleanSupplier mayGoOn,
            HostAccess host) {
        this.definition = definition;
        this.mayGoOn = mayGoOn;
        this.cleaning = new Enclosure(run, records, host, () -> true, definition.name(), "cleaning");
        BooleanSupplier gate = () -> !loading || mayGoOn.getAsBoolean();
        Tools cleaner = new Tools(cleaning, host.toolPrefix());
        Consumer<String> tell = sentence -> {
            if (!killed) {
                ended.accept(sentence);
            }
        };
        List<Part> made = new ArrayList<>();
        for (PartDefinition part : definition.parts()) {
            String name = "part%d".formatted(made.size() + 1);
            made.add(make(
                    part, new PartContext(run, records, definition.name(), name, cleaner, host, gate, mayGoOn, tell)));
        }
        this.parts = List.copyOf(made);
    }

    private static Part make(PartDefinition definition, PartContext context) {
        return switch (definition) {
            case PartDefinition.Address address -> new AddressPart(address, context);
            case PartDefinition.Volume volume -> new VolumePart(volume, context);
            case PartDefinition.Licences licences -> new LicencesPart(licences, context);
            case PartDefinition.Command command -> new CommandPart(command, context);
            case PartDefinition.Unit unit -> new UnitPart(unit, context);
            case PartDefinition.Script script -> new ScriptPart(new ScriptPrograms(script, context), context);
            case PartDefinition.Ocf agent -> new ScriptPart(new OcfPrograms(agent, context), context);
        };
    }

    /// From now on it is treated as this says; what it consists of stays what was loaded.
    public void treatAs(ResourceDefinition other) {
        definition = other.withParts(definition.parts());
    }

    public ResourceDefinition definition() {
        return definition;
    }

    /// Loads all parts. When one fails, or the lease runs out, those loaded before it are unloaded again. An
    /// interrupt leaves the resource half loaded; whoever interrupts calls [#kill] afterwards.
    public ResourceOutcome load() throws InterruptedException {
        long start = System.nanoTime();
        Deadline deadline = Deadline.in(Duration.ofSeconds(definition.loadTimeoutSeconds()));
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            PartOutcome outcome = PartOutcome.of(() -> loadWithLease(part, deadline));
            if (!outcome.ok()) {
                boolean stopped = rollBack(i);
                return failure(part, outcome, stopped, start);
            }
        }
        return done("resource %s is loaded", false, start);
    }

    private String loadWithLease(Part part, Deadline deadline) throws PartFailure, InterruptedException {
        if (!mayGoOn.getAsBoolean()) {
            throw PartFailure.refusal(Enclosure.LEASE_RAN_OUT);
        }
        loading = true;
        try {
            return part.load(deadline);
        } finally {
            loading = false;
        }
    }

    /// Takes back part number `failed` and all before it.
    ///
    /// @return true when it is proved that nothing is left
    private boolean rollBack(int failed) throws InterruptedException {
        if (killed) {
            // The killer takes down everything itself, at this very moment.
            return false;
        }
        boolean stopped = true;
        Deadline deadline = Deadline.in(ROLLBACK_LIMIT);
        for (int i = failed; i >= 0; i--) {
            Part part = parts.get(i);
            boolean orderly =
                    i < failed && PartOutcome.of(() -> part.unload(deadline)).ok();
            stopped &= orderly || abandon(part, ROLLBACK_LIMIT);
        }
        cleaning.release();
        return stopped;
    }

    /// Unloads all parts in reverse. One that fails is forced down, and the others follow all the same: the worst
    /// state would be half a resource that nobody feels responsible for.
    public ResourceOutcome unload() throws InterruptedException {
        long start = System.nanoTime();
        Deadline deadline = Deadline.in(Duration.ofSeconds(definition.unloadTimeoutSeconds()));
        Optional<ResourceOutcome> firstFailure = Optional.empty();
        boolean stopped = true;
        for (Part part : parts.reversed()) {
            // A part whose turn comes after the time-out still gets its chance, but a short one.
            Deadline limit = deadline.hasPassed() ? Deadline.in(ROLLBACK_LIMIT) : deadline;
            PartOutcome outcome = PartOutcome.of(() -> part.unload(limit));
            if (!outcome.ok()) {
                stopped &= abandon(part, ROLLBACK_LIMIT);
                if (firstFailure.isEmpty()) {
                    firstFailure = Optional.of(failure(part, outcome, stopped, start));
                }
            }
        }
        cleaning.release();
        if (firstFailure.isPresent()) {
            ResourceOutcome first = firstFailure.get();
            return new ResourceOutcome(
                    false,
                    first.timedOut(),
                    first.failedPart(),
                    first.reason(),
                    first.outputTail(),
                    stopped,
                    since(start));
        }
        return done("resource %s is unloaded", true, start);
    }

    /// Looks at all parts; the first that is not well makes the outcome.
    public ResourceOutcome check(Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        Deadline deadline = Deadline.in(limit);
        for (Part part : parts) {
            PartOutcome outcome = PartOutcome.of(() -> part.check(deadline));
            if (!outcome.ok()) {
                return failure(part, outcome, false, start);
            }
        }
        return done("resource %s is well", false, start);
    }

    private ResourceOutcome done(String sentence, boolean stopped, long start) {
        return new ResourceOutcome(
                true, false, Optional.empty(), sentence.formatted(definition.name()), "", stopped, since(start));
    }

    /// Tells the network again where the resource's addresses are. Returns at once.
    public void announce() {
        parts.forEach(Part::announce);
    }

    /// Everything down at once, without asking: processes first, then addresses and volumes. A load or unload that is
    /// under way fails. Nothing can be started by this runner ever after.
    ///
    /// @return true when it is proved that nothing of the resource is active any more; false means that only a
    ///     reboot makes sure
    public boolean kill() throws InterruptedException {
        killed = true;
        for (Part part : parts) {
            part.enclosures().forEach(Enclosure::forbid);
        }
        // All get the signal before the end of any is awaited.
        for (Part part : parts) {
            part.enclosures().forEach(Enclosure::kill);
        }
        boolean stopped = true;
        // Volumes last: an unmount can take its time, and an address that still answers misleads clients until then.
        for (Part part : parts.reversed()) {
            stopped &= part instanceof VolumePart || abandon(part, KILL_LIMIT);
        }
        for (Part part : parts.reversed()) {
            stopped &= !(part instanceof VolumePart) || abandon(part, KILL_LIMIT);
        }
        cleaning.release();
        return stopped;
    }

    private static boolean abandon(Part part, Duration limit) throws InterruptedException {
        Deadline deadline = Deadline.in(KILL_LIMIT);
        boolean stopped = true;
        for (Enclosure enclosure : part.enclosures()) {
            stopped &= enclosure.killAll(deadline);
        }
        boolean givenBack = part.abandon(Deadline.in(limit));
        return stopped && givenBack;
    }

    /// Whoever is told knows already which resource it is about and what it was to do; the part is what is new.
    private static ResourceOutcome failure(Part part, PartOutcome outcome, boolean stopped, long start) {
        boolean named = outcome.reason().startsWith(part.label());
        String reason = named ? outcome.reason() : part.label() + ": " + outcome.reason();
        return new ResourceOutcome(
                false,
                outcome.timedOut(),
                Optional.of(part.label()),
                reason,
                outcome.outputTail(),
                stopped,
                since(start));
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
