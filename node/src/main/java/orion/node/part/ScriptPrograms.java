package orion.node.part;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orion.core.configuration.PartDefinition;
import orion.node.guard.HeldRecords.Held;

/// The scripts of an administrator. Exit status 0 means success, whatever a script does.
record ScriptPrograms(PartDefinition.Script definition, PartContext context) implements Programs {
    @Override
    public String label() {
        return definition.label();
    }

    @Override
    public List<ProgramRun> probes(Deadline deadline) {
        return List.of();
    }

    @Override
    public ProgramRun load(Deadline deadline) {
        return run("load", definition.load());
    }

    @Override
    public ProgramRun unload(Deadline deadline) {
        return run("unload", definition.unload());
    }

    @Override
    public Optional<ProgramRun> monitor(Deadline deadline) {
        return definition.monitor().map(script -> run("monitor", script));
    }

    @Override
    public Held hold() throws IOException {
        return context.records().holdScript(context.resource(), definition.unload());
    }

    private ProgramRun run(String action, String script) {
        Map<String, String> environment = Map.of(
                "ORION_RESOURCE",
                context.resource(),
                "ORION_NODE",
                context.run().node());
        return new ProgramRun(
                action,
                action + " script " + script,
                script,
                List.of(),
                environment,
                "put it there",
                (exit, output) -> exit == 0 ? Optional.empty() : Optional.of("failed " + ExitText.of(exit)));
    }
}
