package orion.node.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.MonitoringPolicy.Action;

/// The fields of a resource that say what becomes of it when it is not well. What is left out has its usual value.
final class RecoveryReader {
    private RecoveryReader() {}

    static MonitoringPolicy monitoring(@Nullable Field field) throws DefinitionException {
        MonitoringPolicy usual = MonitoringPolicy.USUAL;
        if (field == null) {
            return usual;
        }
        Map<String, Field> fields =
                field.entries(List.of("every", "timeout", "timeouts", "restarts", "within", "then"));
        Field then = fields.get("then");
        try {
            return new MonitoringPolicy(
                    number(fields.get("every"), usual.everySeconds()),
                    number(fields.get("timeout"), usual.timeoutSeconds()),
                    number(fields.get("timeouts"), usual.timeouts()),
                    number(fields.get("restarts"), usual.restarts()),
                    number(fields.get("within"), usual.withinSeconds()),
                    then == null ? usual.action() : action(then));
        } catch (IllegalArgumentException wrong) {
            throw field.fault(String.valueOf(wrong.getMessage()));
        }
    }

    private static Action action(Field field) throws DefinitionException {
        return switch (field.text()) {
            case "comatose" -> Action.COMATOSE;
            case "migrate" -> Action.MIGRATE;
            case "reboot" -> Action.REBOOT;
            default -> throw field.fault("must be comatose, migrate or reboot, not " + field.description());
        };
    }

    static FailoverLimit limit(@Nullable Field field) throws DefinitionException {
        FailoverLimit usual = FailoverLimit.USUAL;
        if (field == null) {
            return usual;
        }
        Map<String, Field> fields = field.entries(List.of("most", "within", "dead-nodes"));
        try {
            return new FailoverLimit(
                    number(fields.get("most"), usual.most()),
                    number(fields.get("within"), usual.withinSeconds()),
                    number(fields.get("dead-nodes"), usual.deadNodes()));
        } catch (IllegalArgumentException wrong) {
            throw field.fault(String.valueOf(wrong.getMessage()));
        }
    }

    private static int number(@Nullable Field field, int usual) throws DefinitionException {
        return field == null ? usual : field.number();
    }
}
