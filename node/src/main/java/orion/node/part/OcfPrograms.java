package orion.node.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import orion.core.configuration.PartDefinition;
import orion.node.guard.HeldRecords.Held;
import orion.node.ocf.OcfAgent;
import orion.node.ocf.OcfExit;

/// The actions of a resource agent. It is asked first whether the thing is active already: what somebody else has
/// started may be active on other nodes, too.
final class OcfPrograms implements Programs {
    /// An action that is not repeated has no interval: by that an agent tells a first look from the later ones.
    private static final Duration PROBE = Duration.ZERO;
    private static final Duration REPEATED = Duration.ofSeconds(10);
    /// How long the guard lets an action run.
    private static final Duration OF_GUARD = Duration.ofSeconds(15);

    private final PartDefinition.Ocf definition;
    private final PartContext context;
    private final OcfAgent agent;

    OcfPrograms(PartDefinition.Ocf definition, PartContext context) {
        this.definition = definition;
        this.context = context;
        this.agent = new OcfAgent(context.host().ocfRoot(), definition.provider(), definition.type());
    }

    @Override
    public String label() {
        return definition.label();
    }

    @Override
    public List<ProgramRun> probes(Deadline deadline) {
        return List.of(
                run("load", "monitor", PROBE, deadline, this::mustBeInactive),
                run("load", "validate-all", PROBE, deadline, OcfPrograms::mayNotKnow));
    }

    /// Not every agent can look at its parameters; then its start does.
    private static Optional<String> mayNotKnow(int exit, String output) {
        return OcfExit.of(exit) == OcfExit.UNIMPLEMENTED ? Optional.empty() : OcfExit.fault(exit, output);
    }

    private Optional<String> mustBeInactive(int exit, String output) {
        return switch (OcfExit.of(exit)) {
            case NOT_RUNNING -> Optional.empty();
            case SUCCESS, RUNNING_PROMOTED, DEGRADED, DEGRADED_PROMOTED ->
                Optional.of("finds it active already, started by somebody else; stop it there, and see that nothing"
                        + " starts it with the host");
            default -> OcfExit.fault(exit, output);
        };
    }

    @Override
    public ProgramRun load(Deadline deadline) {
        return run("load", "start", PROBE, deadline, OcfExit::fault);
    }

    @Override
    public ProgramRun unload(Deadline deadline) {
        return run("unload", "stop", PROBE, deadline, OcfExit::fault);
    }

    @Override
    public Optional<ProgramRun> monitor(Deadline deadline) {
        return Optional.of(run("monitor", "monitor", REPEATED, deadline, OcfExit::fault));
    }

    @Override
    public Held hold() throws IOException {
        Files.createDirectories(notes());
        return context.records().holdAgent(context.resource(), agent.program().toString(), environment(OF_GUARD));
    }

    private ProgramRun run(
            String action, String ofAgent, Duration interval, Deadline deadline, ProgramRun.Verdict verdict) {
        Map<String, String> environment = environment(Duration.ofMillis(deadline.remainingMillis()));
        environment.put("OCF_RESKEY_CRM_meta_interval", Long.toString(interval.toMillis()));
        return new ProgramRun(
                action,
                ofAgent + " of " + label(),
                agent.program().toString(),
                List.of(ofAgent),
                environment,
                agent.cure(),
                verdict);
    }

    /// Where agents note what they did. Not the usual folder: it may be missing, and nodes may share a host.
    private Path notes() {
        return context.run().agentNotes();
    }

    private Map<String, String> environment(Duration limit) {
        Map<String, String> environment = new TreeMap<>(agent.environment());
        definition.parameters().forEach((name, value) -> environment.put("OCF_RESKEY_" + name, value));
        environment.put("OCF_RESKEY_CRM_meta_timeout", Long.toString(limit.toMillis()));
        environment.put("OCF_RESOURCE_INSTANCE", context.resource() + "-" + context.name());
        environment.put("HA_RSCTMP", notes().toString());
        environment.put("ORION_RESOURCE", context.resource());
        environment.put("ORION_NODE", context.run().node());
        return environment;
    }
}
